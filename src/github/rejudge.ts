import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../model/diagnostic.ts';
import type { Approval, Evidence, RulesText } from '../model/evidence.ts';
import { json } from '../reporters/json.ts';
import { rejudge } from '../run/judge.ts';
import { DEFAULT_RULES } from '../run/rules-file.ts';
import { checkOut } from '../run/store/out.ts';
import { readEvidence, writeEvidence } from '../run/store/store.ts';
import { listApprovals } from './approvals.ts';
import { readRulesAt } from './base-rules.ts';
import { createClient, reasonOf, withDeadline } from './client.ts';
import { choosePull } from './event.ts';
import type { Inputs } from './inputs.ts';
import type { Judged } from './judged.ts';
import { outOf } from './measure.ts';
import { findPull, type Pull, type Repository } from './pull.ts';
import { eventOf, type Runner } from './runner.ts';
import type { Session } from './session.ts';

/** Seconds for asking GitHub for the pull request, its reviews and the base commit's rules. */
const DEADLINE = 60;

/** What the second stage learns from GitHub, never from the evidence that the pull request's code wrote. */
interface Trusted {
  readonly pull: Pull;
  readonly approvals: readonly Approval[];
  readonly base: RulesText;
}

/** The command judge: judges stored evidence with the base commit's rules and today's approvals; runs no Go code. */
export async function judgeAgain(inputs: Inputs, runner: Runner, session: Session): Promise<Judged> {
  const folder = resolve(runner.workspace, inputs.evidence);
  const out = outOf(inputs, runner);
  await checkOut(out);
  const stored = await readEvidence(folder);
  const trusted = await askGitHub(inputs, runner, session);
  const now = new Date().toISOString();
  const { report, evidence } = await rejudge(folder, { now, ...(trusted ? again(trusted, stored) : {}) });
  await mkdir(out, { recursive: true });
  await writeEvidence(out, evidence);
  await writeFile(join(out, 'result.json'), json.render(report));
  return { report, out, pull: trusted?.pull ?? null, now };
}

/** The head's rules come from the evidence: they can only make the verdict worse (TRUST rule 3). */
function again(trusted: Trusted, stored: Evidence): { rules: Evidence['rules']; approvals: readonly Approval[] } {
  const { head } = stored.rules;
  const { base, approvals } = trusted;
  return { rules: { base, ...(head ? { head } : {}) }, approvals };
}

async function askGitHub(inputs: Inputs, runner: Runner, session: Session): Promise<Trusted | null> {
  const choice = choosePull(eventOf(runner));
  if (choice.by === 'none') {
    session.notice(
      'This event belongs to no pull request: judged by the rules that the evidence holds, and not commented on.',
    );
    return null;
  }
  if (!inputs.token)
    throw new UserError('input github-token is needed to judge stored evidence', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the workflow's own syntax
      example: 'github-token: ${{ github.token }}',
    });
  const trusted = await asking(() =>
    withDeadline(DEADLINE, (signal) => {
      const client = createClient({ token: inputs.token, apiUrl: runner.apiUrl, signal });
      const repository = { client, owner: runner.owner, repo: runner.repo };
      return findPull(repository, choice).then((pull) => (pull ? learn(repository, pull, inputs) : null));
    }),
  );
  if (!trusted)
    session.notice(
      'No open pull request has the measured commit as its head any more: judged by the rules that the evidence holds, and not commented on.',
    );
  return trusted;
}

async function learn(repository: Repository, pull: Pull, inputs: Inputs): Promise<Trusted> {
  const [approvals, base] = await Promise.all([
    listApprovals(repository, pull),
    readRulesAt(repository, pull.baseSha, inputs.rules || DEFAULT_RULES),
  ]);
  return { pull, approvals, base };
}

/** Without the base commit's rules there is no verdict that could be trusted. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new UserError(
      `the pull request, its reviews or the base commit's rules could not be read from GitHub: ${reasonOf(error)}`,
      {
        example: 'permissions: { contents: read, pull-requests: write }',
      },
    );
  }
}
