import type { Comparison } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Evidence, SIDES } from '../model/evidence.ts';
import { formatPercent } from '../model/format.ts';
import type { MachineFitness } from '../model/machine.ts';

/** A drift worth a word. */
const DRIFT = 0.1;

/** Why times cannot be judged on this machine, as a sentence; null where they can. */
export function whyUnfit({ own, unfit }: MachineFitness): string | null {
  if (own === null || unfit === null) return null;
  if (unfit === 'too-noisy')
    return `This runner is unfit to judge times: the same binary, run twice in a row, differs by ${formatPercent(own.spread)} (median of ${own.pairs} pairs).`;
  return `This runner is unfit to judge times: base differs from itself by ${formatPercent(own.shift)} (${own.pairs} pairs, p ${own.p.toExponential(0)}).`;
}

/** On an unfit machine nothing noisy can be called; counts stay. */
export function onFitMachine(
  comparisons: readonly Comparison[],
  fitness: MachineFitness,
  isNoisy: (row: Comparison) => boolean,
): readonly Comparison[] {
  const reason = whyUnfit(fitness);
  if (reason === null) return comparisons;
  const called = (row: Comparison) => row.status === 'regressed' || row.status === 'improved';
  return comparisons.map((row) => (called(row) && isNoisy(row) ? { ...row, status: 'inconclusive', reason } : row));
}

/** What a person should know of the machine, whatever the verdict. */
export function machineDiagnostics({ order, drift }: MachineFitness, evidence: Evidence): readonly Diagnostic[] {
  const notice = (text: string): Diagnostic => ({ level: 'notice', text });
  return [
    ...(order === 0
      ? []
      : [notice(`what ran second in its round was ${sizeOf(order)}: each side was second in half of the rounds`)]),
    ...(Math.abs(drift) < DRIFT
      ? []
      : [notice(`the machine got ${sizeOf(drift)} while it was measured: base and head alternated, so neither gains`)]),
    ...oversubscribed(evidence),
  ];
}

function sizeOf(change: number): string {
  return `${formatPercent(Math.abs(change))} ${change > 0 ? 'slower' : 'faster'}`;
}

/** More processors asked for than there are: measured to halve what can be found. */
function oversubscribed(evidence: Evidence): readonly Diagnostic[] {
  return SIDES.slice(1).flatMap((side) => {
    const { gomaxprocs, cpus, cpuLimit } = evidence.environment[side];
    const asked = Math.max(gomaxprocs ?? 0, ...(evidence.measure?.cpu ?? []));
    const usable = Math.min(
      evidence.affinity?.length ?? Number.POSITIVE_INFINITY,
      cpus ?? Number.POSITIVE_INFINITY,
      cpuLimit ?? Number.POSITIVE_INFINITY,
    );
    if (!(asked > usable)) return [];
    const text = `GOMAXPROCS ${asked} on ${usable} usable CPUs: threads wait for each other, and small slowdowns stay hidden; ask for fewer (cpu: [${Math.max(1, Math.floor(usable))}])`;
    return [{ level: 'warning' as const, text }];
  });
}
