import type { Comparison } from '../model/comparison.ts';
import type { Pair } from '../model/evidence.ts';
import { difference } from './change.ts';
import { isJudged, type RowToJudge } from './rows.ts';
import { roundsOf, sampleWarnings, summarise } from './summary.ts';

/** What the judge found out about a row; what it leaves out does not apply. */
type Found = Pick<Comparison, 'status'> &
  Partial<
    Pick<
      Comparison,
      'reason' | 'stop' | 'ratio' | 'ratioLo' | 'ratioHi' | 'p' | 'pAdjusted' | 'detectable' | 'warnings'
    >
  >;

/** @param pair the samples that were judged: those of the early look where that called the row */
export function assemble(row: RowToJudge, pair: Pair, found: Found): Comparison {
  const { metric, subject } = row.pair;
  const [base, head] = [summarise(pair.base), summarise(pair.head)];
  return {
    metric: metric.id,
    unit: metric.unit,
    subject,
    base,
    head,
    ratio: found.ratio ?? null,
    difference: base && head ? difference(base.center, head.center) : null,
    ratioLo: found.ratioLo ?? null,
    ratioHi: found.ratioHi ?? null,
    p: found.p ?? null,
    pAdjusted: found.pAdjusted ?? null,
    limit: isJudged(row) ? row.limit : null,
    detectable: found.detectable ?? null,
    rounds: roundsOf(row.pair),
    ...(found.stop === undefined ? {} : { stop: found.stop }),
    status: found.status,
    ...(found.reason === undefined ? {} : { reason: found.reason }),
    warnings: [...sampleWarnings(pair), ...(found.warnings ?? [])],
  };
}
