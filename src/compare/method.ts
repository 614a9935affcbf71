import type { Pair } from '../model/evidence.ts';
import type { Metric } from '../model/metric.ts';
import type { Change } from './change.ts';
import type { Detection, Hurdle } from './detection.ts';

/** What a test says of a pair. */
export interface RankTest {
  /** One-sided, small when head is larger. */
  readonly greater: number;
  /** One-sided, small when head is smaller. */
  readonly less: number;
  /** Twice the smaller of the two, at most 1. */
  readonly twoSided: number;
  /** Whether the p values are exact; otherwise a normal approximation was used. */
  readonly exact: boolean;
}

/** How one noisy pair is examined: a test, the bounds that go with it, and what it could have shown. */
export interface Method {
  /** Both sides have samples. */
  test(pair: Pair): RankTest;
  change(pair: Pair): Change;
  /** @param resolution the relative slowdown that should have been found */
  detection(pair: Pair, hurdles: readonly Hurdle[], resolution: number): Detection;
  /** Samples a side that the bounds of a change need. */
  readonly fewestForBounds: number;
}

/** What tells one judge from another. */
export interface Procedure {
  readonly name: string;
  methodFor(metric: Metric): Method;
  /** One-sided p, either way, at which screening suspects a row. */
  readonly suspectP: number;
  /**
   * The error of a job, alpha: `shared` by both directions, so that p is corrected two-sided; or `each` direction has it,
   * and is corrected on its own: alpha is then the chance that a job without a slowdown has one called.
   */
  readonly alpha: 'shared' | 'each';
}
