import { alignResults } from '../compare/align.ts';
import type { BaselineRow, Evidence } from '../model/evidence.ts';
import { metricFor } from '../model/metric.ts';
import { readOutcome } from './outcome.ts';

/** What head measured, as the rows of a baseline. */
export function headRows(evidence: Evidence): readonly BaselineRow[] {
  const { readings, units } = readOutcome(evidence);
  const screened = readings.filter((r) => r.phase === 'screen' && r.side === 'head');
  const pairs = alignResults(screened, (unit) => metricFor(unit, { metadata: units }));
  return pairs.map(({ subject, metric, head }) => ({ subject, metric: metric.id, values: head.value }));
}
