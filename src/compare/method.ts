import type { Pair } from '../model/evidence.ts';
import type { Metric } from '../model/metric.ts';
import type { Change } from './change.ts';

/** What a test says of a pair. */
export interface RankTest {
  /** One-sided, small when head is larger. */
  readonly greater: number;
  /** One-sided, small when head is smaller. */
  readonly less: number;
  /** Whether the p values are exact; otherwise a normal approximation was used. */
  readonly exact: boolean;
}

/** How one noisy pair is examined. Both sides have samples. */
export interface Method {
  /** @param level the p that must be reachable, where a test can be made so */
  test(pair: Pair, level: number): RankTest;
  /** The estimate of head/base alone; null where there is none. */
  ratio(pair: Pair): number | null;
  /** @param tail probability beyond each bound: 0.05 gives a 90 % interval */
  change(pair: Pair, tail: number): Change;
  /** Samples a side that the bounds need at {@link TAIL}. */
  readonly fewestForBounds: number;
}

/** What tells one judge from another. */
export interface Procedure {
  readonly name: string;
  methodFor(metric: Metric): Method;
}
