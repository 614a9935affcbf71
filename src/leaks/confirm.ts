import type { Finding, LeakVerdict, RunJudgement } from './judge.ts';
import type { LeakRun } from './run.ts';

/** A process with what it said. */
export interface JudgedRun {
  readonly run: LeakRun;
  readonly judgement: RunJudgement;
}

export interface Conclusion {
  readonly verdict: LeakVerdict;
  /** Whether another, longer process may say more. */
  readonly open: boolean;
  readonly leaks: readonly Finding[];
  readonly doubts: readonly Finding[];
  readonly harmless: readonly Finding[];
}

/** A later process must have this many times the work of the first: a cache that fills late has filled then. */
export const LONGER = 3;
/** What it grows by for the same work, against the process before: of a cache that fills ever more slowly it is less. */
const AS_FAST = 0.5;

/**
 * Puts the processes of one benchmark together, the shortest first. A leak is one that two processes show, each from its
 * own beginning, the second {@link LONGER} at least, at the same site and as fast. One that shows nothing is enough.
 */
export function conclude(runs: readonly JudgedRun[]): Conclusion {
  const last = runs.at(-1);
  if (!last) return { verdict: 'not enough evidence', open: true, leaks: [], doubts: [], harmless: [] };
  const { verdict, leaks, doubts, harmless } = last.judgement;
  if (verdict !== 'leak') return { verdict, open: verdict === 'not enough evidence', leaks: [], doubts, harmless };
  const confirmed = leaks.filter((leak) => runs.slice(0, -1).some((before) => confirms(before, last, leak)));
  if (confirmed.length > 0) return { verdict, open: false, leaks: confirmed, doubts, harmless };
  return { verdict: 'not enough evidence', open: true, leaks: [], doubts: [...leaks, ...doubts], harmless };
}

function confirms(before: JudgedRun, last: JudgedRun, leak: Finding): boolean {
  if (workOf(last.run) < LONGER * workOf(before.run) * 0.99) return false;
  const same = before.judgement.leaks.find((other) => placeOf(other) === placeOf(leak));
  return same !== undefined && paceOf(last.run, leak) >= AS_FAST * paceOf(before.run, same);
}

/** What a finding is the same by. */
export function placeOf(finding: Finding): string {
  const { kind, series } = finding;
  const { function: name, file, line } = kind === 'heap' ? series.site : series.stands;
  return `${kind}\t${name}\t${file}\t${line}\t${kind === 'heap' ? (series.through ?? '') : ''}`;
}

/** Iterations of the whole process. */
export function workOf({ steps }: LeakRun): number {
  return steps.reduce((sum, { iterations }) => sum + iterations, 0);
}

function paceOf({ steps }: LeakRun, { course }: Finding): number {
  return course.growth / Math.max(1, steps[0]?.iterations ?? 1);
}
