import type { Limits, Rules } from '../model/rules.ts';
import type { Subject } from '../model/subject.ts';
import { TRACE_METRICS, type TraceMetric } from '../model/trace-metric.ts';
import { demanding } from './profile-rules.ts';

/** A metric of traces that a benchmark has to be traced for. */
export interface TraceDemand {
  readonly metric: TraceMetric;
  /** Its change is limited, and it is noisy: one run a side does not tell. */
  readonly change: boolean;
}

/**
 * What a benchmark must be traced for, whether it changed or not. Rules with `collect: false` ask for nothing.
 *
 * @param subject the benchmark, without a function
 * @param modules import paths of the measured modules: what `./` means
 */
export function tracesDemanded(rules: Rules, subject: Subject, modules: readonly string[]): readonly TraceDemand[] {
  return TRACE_METRICS.flatMap((metric) => {
    const asking = demanding(rules, subject, metric, modules);
    const change = metric.assume !== 'exact' && asking.some(({ limits }) => isOfChange(limits));
    return asking.length === 0 ? [] : [{ metric, change }];
  });
}

function isOfChange({ maxRegression, maxRegressionBy }: Limits): boolean {
  return maxRegression !== undefined || maxRegressionBy !== undefined;
}
