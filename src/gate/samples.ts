import { alignResults } from '../compare/align.ts';
import type { Environment } from '../model/environment.ts';
import type { BaselineRow, Evidence } from '../model/evidence.ts';
import { metricFor } from '../model/metric.ts';
import { environmentOf } from './environment.ts';
import { readOutcome } from './outcome.ts';

/** What head measured and where: the rows and the environment of a baseline. */
export function headSamples(evidence: Evidence): {
  readonly rows: readonly BaselineRow[];
  readonly environment: Environment;
} {
  const outcome = readOutcome(evidence);
  const screened = outcome.readings.filter((r) => r.phase === 'screen' && r.side === 'head');
  const pairs = alignResults(screened, (unit) => metricFor(unit, { metadata: outcome.units }));
  const rows = pairs.map(({ subject, metric, head }) => ({ subject, metric: metric.id, values: head.value }));
  return { rows, environment: environmentOf('head', evidence, outcome) };
}
