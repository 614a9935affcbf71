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
const AS_FAST = 0.7;
const SAME = 0.85;

/**
 * Puts the processes of one benchmark together, the shortest first. A leak is one that two processes show, each from its
 * own beginning, the second {@link LONGER} at least, at the same site and as fast. One that shows nothing is enough.
 */
export function conclude(runs: readonly JudgedRun[]): Conclusion {
  const last = runs.at(-1);
  if (!last) return { verdict: 'not enough evidence', open: true, leaks: [], doubts: [], harmless: [] };
  const { verdict, leaks, doubts, harmless } = last.judgement;
  // Twice no more than chance.
  const wander =
    verdict === 'not enough evidence' && doubts.length > 0 && doubts.every(({ course }) => course.shape === 'wanders');
  if (wander && runs.length > 1)
    return { verdict: 'no leak', open: false, leaks: [], doubts: [], harmless: [...doubts, ...harmless] };
  if (verdict !== 'leak') return { verdict, open: verdict === 'not enough evidence', leaks: [], doubts, harmless };
  const confirmed = leaks.filter((leak) => runs.slice(0, -1).some((before) => confirms(before, last, leak)));
  if (confirmed.length > 0) return { verdict, open: false, leaks: confirmed, doubts, harmless };
  return { verdict: 'not enough evidence', open: true, leaks: [], doubts: [...leaks, ...doubts], harmless };
}

function confirms(before: JudgedRun, last: JudgedRun, leak: Finding): boolean {
  if (workOf(last.run) < LONGER * workOf(before.run) * 0.99) return false;
  const same = before.judgement.leaks.find((other) => placeOf(other) === placeOf(leak));
  return same !== undefined && isAsFast([before.run, same], [last.run, leak]);
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

/**
 * Whether a site grows by as much as before: for an iteration, for a second (a ticker leaks whatever the benchmark does),
 * or exactly for a step (a benchmark leaks what it sets up).
 */
function isAsFast(before: readonly [LeakRun, Finding], last: readonly [LeakRun, Finding]): boolean {
  const ratio = (per: (run: LeakRun) => number) => {
    const [was, is] = [before, last].map(([run, { course }]) => course.growth / run.steps.length / per(run));
    return (is as number) / (was as number);
  };
  const step = ratio(() => 1);
  return (
    ratio(({ steps }) => steps[0]?.iterations ?? 1) >= AS_FAST ||
    ratio(({ steps }) => (steps.at(-1)?.at ?? 1) / steps.length) >= AS_FAST ||
    (step >= SAME && step <= 1 / SAME)
  );
}
