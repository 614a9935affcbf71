import { z } from 'zod';
import { UserError } from '../model/diagnostic.ts';
import type { BaseChoice } from '../run/options.ts';

/** The pull request that a result belongs to. */
export type PullChoice =
  /** The event names it. */
  | { readonly by: 'event'; readonly number: number; readonly headSha: string; readonly baseSha: string }
  /** A `workflow_run` of a pull request: only the head is known, and `pull_requests` is empty for forks. */
  | { readonly by: 'head'; readonly owner: string; readonly branch: string; readonly headSha: string }
  | { readonly by: 'none' };

/** The event as GitHub sent it. */
export interface GitHubEvent {
  readonly name: string;
  readonly payload: unknown;
  /** Where the payload stands, for messages. */
  readonly file: string;
}

/** What else decides the base. */
export interface BaseHints {
  /** Input `base-ref`, or empty. */
  readonly baseRef: string;
  /** A stored baseline stands for base. */
  readonly baseline: boolean;
  /** The commit that is checked out; empty when it cannot be known. */
  readonly checkedOut: string;
  /** GITHUB_SHA. */
  readonly sha: string;
}

/**
 * Events that run with the default branch's rights on somebody else's behalf. A pull request's code that ran there
 * could write to the repository and read its secrets.
 */
const PRIVILEGED: Readonly<Record<string, string>> = {
  pull_request_target: 'measure in a workflow on pull_request',
  issue_comment: 'measure in a workflow on pull_request',
  workflow_run: 'give the stored run with evidence: to judge it again',
};

const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'is no commit id');
const Login = z.object({ login: z.string().min(1) });
const PullEvent = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    head: z.object({ sha: Sha }),
    base: z.object({ sha: Sha }),
  }),
});
const PushEvent = z.object({ before: Sha, repository: z.object({ default_branch: z.string().min(1) }) });
const MergeGroupEvent = z.object({ merge_group: z.object({ base_sha: Sha }) });
const WorkflowRunEvent = z.object({
  workflow_run: z.object({
    id: z.int().positive(),
    run_attempt: z.int().positive().default(1),
    event: z.string(),
    head_sha: Sha,
    head_branch: z.string().nullable(),
    /** Null when the fork was deleted since. */
    head_repository: z.object({ owner: Login }).nullable(),
  }),
});

/**
 * Measuring runs the pull request's code: refused where the event has rights of its own (TRUST rule 4).
 *
 * @throws UserError
 */
export function refusePrivileged(event: string): void {
  const instead = PRIVILEGED[event];
  if (instead === undefined) return;
  throw new UserError(
    `on ${event} the gate runs no Go code: the event has rights that a pull request's code must not have`,
    {
      example: `${instead} (docs/action.md, "Fork-safe: two stages")`,
    },
  );
}

/**
 * Which commit is base.
 *
 * @throws UserError when the event does not say, or its payload is not what GitHub documents
 */
export function chooseBase(event: GitHubEvent, hints: BaseHints): BaseChoice {
  if (hints.baseRef) return { by: 'ref', ref: hints.baseRef };
  if (hints.baseline) return { by: 'none' };
  switch (event.name) {
    case 'pull_request':
    case 'pull_request_review':
      return pullBase(parse(PullEvent, event).pull_request.base.sha, hints);
    case 'push':
      return pushBase(parse(PushEvent, event));
    case 'merge_group':
      return { by: 'ref', ref: parse(MergeGroupEvent, event).merge_group.base_sha };
    case 'schedule':
    case 'workflow_dispatch':
      return { by: 'ref', ref: 'HEAD~1' };
    default:
      throw new UserError(`the event ${event.name} does not say which commit to compare with`, {
        example: 'base-ref: v1.2.3',
      });
  }
}

/**
 * Whose rules judge where a stored baseline stands for base: those of the commit that the event would compare with, so
 * that a change cannot loosen the gate that judges it. Where nothing is proposed, HEAD's.
 */
export function chooseRulesBase(event: GitHubEvent, hints: Omit<BaseHints, 'baseline' | 'baseRef'>): BaseChoice {
  const proposes = ['pull_request', 'pull_request_review', 'push', 'merge_group'].includes(event.name);
  return proposes ? chooseBase(event, { ...hints, baseRef: '', baseline: false }) : { by: 'ref', ref: 'HEAD' };
}

/** actions/checkout gives the merge commit, whose first parent is base; a workflow may have checked out the head instead. */
function pullBase(baseSha: string, hints: BaseHints): BaseChoice {
  const merged = hints.checkedOut === '' || hints.checkedOut === hints.sha;
  return merged ? { by: 'first-parent' } : { by: 'merge-base', ref: baseSha };
}

/** A new branch has no previous commit: it is compared with where it left the default branch. */
function pushBase(push: z.infer<typeof PushEvent>): BaseChoice {
  const isNew = /^0+$/.test(push.before);
  return isNew
    ? { by: 'merge-base', ref: `origin/${push.repository.default_branch}` }
    : { by: 'ref', ref: push.before };
}

/** The pull request that the result is reported on. Never read from an artifact, which the pull request's code wrote. */
export function choosePull(event: GitHubEvent): PullChoice {
  switch (event.name) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review': {
      const pull = parse(PullEvent, event).pull_request;
      return { by: 'event', number: pull.number, headSha: pull.head.sha, baseSha: pull.base.sha };
    }
    case 'workflow_run':
      return pullOfRun(parse(WorkflowRunEvent, event).workflow_run);
    default:
      return { by: 'none' };
  }
}

function pullOfRun(run: z.infer<typeof WorkflowRunEvent>['workflow_run']): PullChoice {
  if (!run.event.startsWith('pull_request') || !run.head_branch || !run.head_repository) return { by: 'none' };
  return { by: 'head', owner: run.head_repository.owner.login, branch: run.head_branch, headSha: run.head_sha };
}

/**
 * The run that measured, for putting results in order: this one, or the first stage that a `workflow_run` event names.
 */
export function measuringRun(
  event: GitHubEvent,
  own: { id: number; attempt: number },
): { id: number; attempt: number } {
  if (event.name !== 'workflow_run') return own;
  const run = parse(WorkflowRunEvent, event).workflow_run;
  return { id: run.id, attempt: run.run_attempt };
}

function parse<T>(schema: z.ZodType<T>, event: GitHubEvent): T {
  const result = schema.safeParse(event.payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') || 'the payload';
  throw new UserError(`not the payload of a ${event.name} event: ${path}: ${issue?.message ?? 'is wrong'}`, {
    at: { file: event.file },
  });
}
