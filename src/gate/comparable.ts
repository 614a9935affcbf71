import type { Comparison } from '../model/comparison.ts';
import type { Unit } from '../model/unit.ts';
import { environmentOf } from './environment.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';

/** What must be the same on both sides for a stored baseline's times to mean anything. */
const MUST_AGREE = ['cpu', 'goVersion', 'gomaxprocs'] as const;

/** Against a baseline from another CPU model, Go version or GOMAXPROCS only counted metrics are judged. */
export function notComparable(
  comparisons: readonly Comparison[],
  ruling: Ruling,
  { evidence, outcome }: Survey,
): readonly Comparison[] {
  if (evidence.design !== 'baseline') return comparisons;
  const base = environmentOf('base', evidence, outcome);
  const head = environmentOf('head', evidence, outcome);
  const differs = MUST_AGREE.filter((key) => base[key] !== undefined && base[key] !== head[key]);
  if (differs.length === 0) return comparisons;
  const what = differs.map((key) => `${key} ${base[key]} there, ${head[key] ?? 'unknown'} here`).join('; ');
  const reason = `the baseline was recorded elsewhere (${what}): only counted metrics can be compared`;
  const noisy = (c: Comparison) =>
    ruling.metricOf(c.unit as Unit).assume !== 'exact' && c.base !== null && c.head !== null;
  return comparisons.map((c) => (noisy(c) ? { ...c, status: 'not-comparable', reason, p: null, pAdjusted: null } : c));
}
