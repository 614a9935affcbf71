import { benchmarkChange } from '../model/benchmark-change.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Unit } from '../model/unit.ts';
import { environmentOf } from './environment.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';

/** What must be the same on both sides for a stored baseline's times to mean anything. */
const MUST_AGREE = ['cpu', 'goVersion', 'gomaxprocs'] as const;

/**
 * Marks the rows whose two sides may not be compared: of benchmarks that were themselves edited, all; against a baseline
 * from another CPU model, Go version or GOMAXPROCS, all but the counted ones.
 */
export function notComparable(
  comparisons: readonly Comparison[],
  ruling: Ruling,
  survey: Survey,
): readonly Comparison[] {
  const elsewhere = recordedElsewhere(survey);
  return comparisons.map((c) => {
    if (c.base === null || c.head === null) return c;
    const what = benchmarkChange(c.subject, survey.evidence);
    if (what !== null) return without(c, `the benchmark itself changed (${what}): its numbers mean something else now`);
    const exact = ruling.metricOf(c.unit as Unit).assume === 'exact';
    return elsewhere === null || exact ? c : without(c, elsewhere);
  });
}

/** The numbers of each side stay; what compares them goes. */
function without(row: Comparison, reason: string): Comparison {
  return { ...row, status: 'not-comparable', reason, p: null, pAdjusted: null };
}

/** Why a stored baseline cannot be compared with what was measured here; null where it can. */
function recordedElsewhere({ evidence, outcome }: Survey): string | null {
  if (evidence.design !== 'baseline') return null;
  const base = environmentOf('base', evidence, outcome);
  const head = environmentOf('head', evidence, outcome);
  const differs = MUST_AGREE.filter((key) => base[key] !== undefined && base[key] !== head[key]);
  if (differs.length === 0) return null;
  const what = differs.map((key) => `${key} ${base[key]} there, ${head[key] ?? 'unknown'} here`).join('; ');
  return `the baseline was recorded elsewhere (${what}): only counted metrics can be compared`;
}
