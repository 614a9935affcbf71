/**
 * The samples of one metric of one subject on one side, as columns: sample i is (value[i], round[i], …). Never bare
 * numbers: whether a test may be trusted depends on the order in which they were taken.
 */
export interface Samples {
  /** In the metric's tidied unit. Finite. */
  readonly value: readonly number[];
  /** Round within the phase, from 0; base and head of one round were measured side by side. */
  readonly round: readonly number[];
  /** Position in the global order of processes; -1 where unknown (files people bring). */
  readonly order: readonly number[];
  /** Iterations (b.N) behind the value. */
  readonly iterations: readonly number[];
}

export const NO_SAMPLES: Samples = { value: [], round: [], order: [], iterations: [] };
