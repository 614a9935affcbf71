import type { RulesText } from '../model/evidence.ts';
import { completeRules } from '../rules/extend.ts';
import { statusOf } from './client.ts';
import type { Repository } from './pull.ts';

/** A rules file that leaves everything to the built-in rules. */
const BUILT_IN = 'version: 1\n';

/**
 * The rules of a commit, with the files that they extend: what a second stage judges by, whatever the artifact says.
 * A commit without such a file has the built-in rules, so that a pull request cannot bring the first rules itself.
 *
 * @param file relative to the repository's root, with `/`
 */
export async function readRulesAt(repository: Repository, sha: string, file: string): Promise<RulesText> {
  const read = (path: string) => readFileAt(repository, sha, path);
  return completeRules({ file, text: (await read(file)) ?? BUILT_IN }, read);
}

/** @returns null when the commit has no such file */
async function readFileAt(repository: Repository, ref: string, path: string): Promise<string | null> {
  const { client, owner, repo } = repository;
  try {
    const answer = await client.rest.repos.getContent({ owner, repo, path, ref, mediaType: { format: 'raw' } });
    return textOf(answer.data);
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
