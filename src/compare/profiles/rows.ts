import type { Comparison, Summary } from '../../model/comparison.ts';
import { plural } from '../../model/format.ts';
import type { ProfileMetric } from '../../model/profile-metric.ts';
import type { JudgeSettings } from '../../model/rules.ts';
import type { Subject } from '../../model/subject.ts';
import { holm } from '../../stats/holm.ts';
import { difference } from '../change.ts';
import type { Measured } from './measure.ts';
import { type Estimate, type Method, methodOf } from './methods.ts';

/** A row of a profile before it is judged. */
export interface ProfileRowToJudge {
  readonly subject: Subject;
  readonly metric: ProfileMetric;
  /** The benchmark itself is, so that base has nothing to compare with. */
  readonly isNew: boolean;
  readonly base: Measured | null;
  readonly head: Measured | null;
  /** The strictest relative limit in force; null: no limit on its change. */
  readonly limit: number | null;
  readonly warnings: readonly string[];
}

/** 95 % of a side, and 90 % of the ratio. */
const TAIL = { side: 0.025, ratio: 0.05 };

/**
 * Judges rows of profiles: one run a side, so the noise is that of the sampling, which the number of events tells. They are a
 * family of their own (Holm).
 */
export function judgeProfileRows(rows: readonly ProfileRowToJudge[], settings: JudgeSettings): readonly Comparison[] {
  const estimates = rows.map(estimateOf);
  const judged = rows.flatMap(({ limit }, i) => (limit !== null && estimates[i]?.p != null ? [i] : []));
  const adjusted = holm(judged.map((i) => estimates[i]?.p ?? 1));
  const byRow = new Map(judged.map((i, rank) => [i, adjusted[rank] ?? 1]));
  return rows.map((row, i) => assembled(row, estimates[i] ?? null, byRow.get(i) ?? null, judged.length, settings));
}

function estimateOf({ metric, base, head, limit }: ProfileRowToJudge): Estimate | null {
  return base && head ? methodOf(metric).estimate(metric, base, head, limit ?? 0, TAIL.ratio) : null;
}

function assembled(
  row: ProfileRowToJudge,
  estimate: Estimate | null,
  pAdjusted: number | null,
  family: number,
  settings: JudgeSettings,
): Comparison {
  const { subject, metric, limit, warnings } = row;
  const method = methodOf(metric);
  const base = row.base && method.side(row.base, TAIL.side);
  const head = row.head && method.side(row.head, TAIL.side);
  const detectable =
    row.base && row.head ? method.detectable(row.base, row.head, settings.alpha / Math.max(1, family)) : null;
  return {
    metric: metric.id,
    unit: metric.unit,
    subject,
    base,
    head,
    ratio: estimate?.ratio ?? null,
    difference: base && head ? difference(base.center, head.center) : null,
    ratioLo: estimate?.lo ?? null,
    ratioHi: estimate?.hi ?? null,
    p: estimate?.p ?? null,
    pAdjusted,
    limit,
    detectable,
    rounds: base && head ? 1 : 0,
    ...shareOf(row, method),
    ...decide(row, estimate, pAdjusted, detectable, settings),
    warnings: [...warnings, ...fewOperations(row)],
  };
}

/** From so many operations on, what is done once hardly shows in what each of them allocates. */
const ENOUGH_OPERATIONS = 20;

/** The testing package runs one operation before the N that it is told to run, and set-up is in the profile too. */
function fewOperations({ metric, base, head }: ProfileRowToJudge): string[] {
  const operations = (head ?? base)?.exposure ?? 0;
  if (metric.kind !== 'memory' || !metric.perOp || operations >= ENOUGH_OPERATIONS) return [];
  return [
    `only ${plural(operations, 'operation')} profiled a side: one more may be in it, and set-up, on both sides alike`,
  ];
}

function shareOf({ base, head }: ProfileRowToJudge, method: Method): Pick<Comparison, 'share'> {
  const of = (side: Measured | null): Summary | null => {
    if (!side || side.whole === null || !(side.whole > 0)) return null;
    const { value, whole } = side;
    const { lo, hi } = method.side(side, TAIL.side);
    return { center: value / whole, lo: lo / whole, hi: Math.min(1, hi / whole), n: side.events };
  };
  const share = { base: of(base), head: of(head) };
  return share.base || share.head ? { share } : {};
}

type Decision = Pick<Comparison, 'status' | 'reason'>;

function decide(
  { isNew, base, head, limit }: ProfileRowToJudge,
  estimate: Estimate | null,
  pAdjusted: number | null,
  detectable: number | null,
  { alpha, resolution }: JudgeSettings,
): Decision {
  if (!estimate && isNew && head) return { status: 'new' };
  if (limit === null) return { status: 'unchanged', reason: 'reported, not judged: no check limits its change' };
  if (!estimate) return { status: 'inconclusive', reason: `${base ? 'head' : 'base'} has no profile to compare with` };
  if (base?.events === 0 && head?.events === 0) return { status: 'unchanged' };
  const sure = estimate.p === null || (pAdjusted ?? 1) <= alpha;
  if (sure && estimate.verdict !== null) return { status: estimate.verdict === 'worse' ? 'regressed' : 'improved' };
  if (estimate.p === null) return { status: 'unchanged' };
  if (sure) return { status: 'inconclusive', reason: 'changed, but not surely by more than the limit' };
  if (detectable !== null && detectable <= Math.max(resolution, limit)) return { status: 'unchanged' };
  return { status: 'inconclusive', reason: tooFew(base, head, detectable) };
}

function tooFew(base: Measured | null, head: Measured | null, detectable: number | null): string {
  const blind = detectable === null ? 'nothing at all' : `nothing below ${Math.ceil(detectable * 100)} %`;
  return `too few samples: with ${base?.events ?? 0} of base and ${head?.events ?? 0} of head ${blind} can be called`;
}
