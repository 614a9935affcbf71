import { type Octokit, statusOf } from './client.ts';

/** Who GITHUB_TOKEN writes as. */
export const ACTIONS_BOT = 'github-actions[bot]';

/**
 * The login under which this token's comments appear: a user for personal tokens; `name[bot]` for Apps, whose tokens
 * may not ask for `/user`, but may ask GraphQL's `viewer`. Where neither is answered it is taken for GITHUB_TOKEN.
 *
 * @throws when GitHub fails: who we are must not depend on that
 */
export async function whoAmI(client: Octokit): Promise<string> {
  return (await userLogin(client)) ?? (await viewerLogin(client)) ?? ACTIONS_BOT;
}

async function userLogin(client: Octokit): Promise<string | null> {
  try {
    return (await client.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    return refused(error);
  }
}

async function viewerLogin(client: Octokit): Promise<string | null> {
  try {
    const answer = await client.graphql<{ viewer?: { login?: unknown } }>('{ viewer { login } }');
    return typeof answer.viewer?.login === 'string' ? answer.viewer.login : null;
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): null {
  if ((statusOf(error) ?? 0) >= 500) throw error;
  return null;
}
