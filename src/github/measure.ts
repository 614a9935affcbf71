import { join, resolve } from 'node:path';
import { UserError } from '../model/diagnostic.ts';
import type { Approval } from '../model/evidence.ts';
import { check } from '../run/check.ts';
import { gitIn } from '../run/git/git.ts';
import type { BaseChoice } from '../run/options.ts';
import { linesProgress } from '../run/progress.ts';
import { listApprovals } from './approvals.ts';
import { createClient, reasonOf, withDeadline } from './client.ts';
import { chooseBase, choosePull, chooseRulesBase, refusePrivileged } from './event.ts';
import type { Inputs } from './inputs.ts';
import type { Judged } from './judged.ts';
import { say } from './log.ts';
import type { Pull } from './pull.ts';
import { eventOf, type Runner } from './runner.ts';
import type { Session } from './session.ts';

/** Seconds for asking GitHub about reviews. */
const DEADLINE = 60;

/** The command check: measures both sides and judges. */
export async function measure(inputs: Inputs, runner: Runner, session: Session): Promise<Judged> {
  refusePrivileged(runner.event);
  const dir = resolve(runner.workspace, inputs.workingDirectory);
  const { base, rulesBase } = await basesOf(inputs, runner, dir);
  const choice = choosePull(eventOf(runner));
  const pull: Pull | null = choice.by === 'event' ? { ...choice } : null;
  const approvals = pull ? await approvalsOf(inputs, runner, pull, session) : [];
  const now = new Date().toISOString();
  const progress = linesProgress(say);
  const options = optionsOf(inputs, runner, rulesBase);
  const { report, out } = await check({ ...options, dir, base, approvals, now }, progress);
  progress.end();
  return { report, out, pull, now };
}

/** The commit to compare with, and the one whose rules judge where a baseline stands for it. */
async function basesOf(
  inputs: Inputs,
  runner: Runner,
  dir: string,
): Promise<{ base: BaseChoice; rulesBase: BaseChoice }> {
  if (inputs.baseRef && inputs.baseline)
    throw new UserError('the inputs base-ref and baseline exclude each other', { example: 'base-ref: main' });
  const event = eventOf(runner);
  const checkedOut = (await gitIn(dir).ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')) ?? '';
  const hints = { checkedOut, sha: runner.sha };
  const base = chooseBase(event, { ...hints, baseRef: inputs.baseRef, baseline: inputs.baseline !== '' });
  return { base, rulesBase: base.by === 'none' ? chooseRulesBase(event, hints) : base };
}

/** What the inputs say; what they leave open is decided by the rules. */
function optionsOf(inputs: Inputs, runner: Runner, rulesBase: BaseChoice) {
  return {
    ...(inputs.packages.length > 0 ? { packages: inputs.packages } : {}),
    ...(inputs.bench ? { bench: inputs.bench } : {}),
    ...(inputs.cpu.length > 0 ? { cpu: inputs.cpu } : {}),
    ...(inputs.affinity.length > 0 ? { affinity: inputs.affinity } : {}),
    ...(inputs.budget === undefined ? {} : { budget: inputs.budget }),
    ...(inputs.profile === undefined ? {} : { profile: inputs.profile }),
    ...(inputs.baseline ? { baseline: inputs.baseline } : {}),
    tags: inputs.tags,
    buildFlags: inputs.buildFlags,
    env: inputs.env,
    setup: inputs.setup,
    rules: { from: 'base' as const, base: rulesBase, ...(inputs.rules ? { file: inputs.rules } : {}) },
    out: outOf(inputs, runner),
  };
}

/** Folder for the evidence: the input's, else one that is gone after the job unless it is uploaded. */
export function outOf(inputs: Pick<Inputs, 'out'>, runner: Runner, name = 'go-perf-gate'): string {
  return inputs.out ? resolve(runner.workspace, inputs.out) : join(runner.temp, name);
}

/** Reviews that sign waivers off. Without them the verdict is at most stricter, so a failure here is a note. */
async function approvalsOf(inputs: Inputs, runner: Runner, pull: Pull, session: Session): Promise<readonly Approval[]> {
  if (!inputs.token) return [];
  try {
    return await withDeadline(DEADLINE, (signal) => {
      const client = createClient({ token: inputs.token, apiUrl: runner.apiUrl, signal });
      return listApprovals({ client, owner: runner.owner, repo: runner.repo }, pull);
    });
  } catch (error) {
    session.notice(
      `The reviews of the pull request could not be read, so none is counted as an approval (${reasonOf(error)}).`,
    );
    return [];
  }
}
