import type { RulesText } from '../model/evidence.ts';
import { statusOf } from './client.ts';
import type { Repository } from './pull.ts';

/**
 * The rules file as it stands in the repository at a commit: what a second stage judges by, whatever the artifact says.
 *
 * @param path relative to the repository's root, with `/`
 * @returns null when the commit has no such file
 */
export async function readRulesAt(repository: Repository, sha: string, path: string): Promise<RulesText | null> {
  const { client, owner, repo } = repository;
  try {
    const answer = await client.rest.repos.getContent({ owner, repo, path, ref: sha, mediaType: { format: 'raw' } });
    const text = textOf(answer.data);
    return text === null ? null : { file: path, text };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Raw content comes as text or as bytes, by the server's Content-Type; a folder comes as a list. */
function textOf(data: unknown): string | null {
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  return typeof data === 'string' ? data : null;
}
