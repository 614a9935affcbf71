/** Base against itself, two runs of the same binary one right after the other. */
export interface SelfDifference {
  readonly pairs: number;
  /** Median size of the relative difference: 0.02 is 2 %. */
  readonly spread: number;
  /** Median of the difference with its sign, and the p of the sign test that it is 0. */
  readonly shift: number;
  readonly p: number;
}

/** How fit the machine was for the job, measured in the job. */
export interface MachineFitness {
  /** Null where base was not run against itself, or too seldom. */
  readonly own: SelfDifference | null;
  /** How much slower what ran second in its round was; 0 where that is no more than chance. */
  readonly order: number;
  /** Relative change of base's speed from the first third of the screening to the last. */
  readonly drift: number;
  /** Why times cannot be judged here; null where they can. */
  readonly unfit: 'too-noisy' | 'unlike-itself' | null;
}
