import type { SideName } from './evidence.ts';
import type { Subject } from './subject.ts';

/** PRODUCT words: what became of one row (one metric of one subject on both sides). */
export type Status =
  | 'regressed'
  | 'improved'
  | 'unchanged'
  | 'inconclusive'
  | 'identical'
  | 'new'
  | 'missing'
  | 'not-measured'
  | 'not-comparable'
  | 'waived';

/** Why a row was not measured. */
export type NotMeasuredCause =
  | 'build-failed'
  | 'panicked'
  /** `b.Fatal` or `b.Error`. */
  | 'failed'
  /** Ended before the testing package was done (`os.Exit`). */
  | 'exited'
  | 'timed-out'
  | 'killed'
  | 'not-started'
  | 'skipped'
  /** Result lines were printed that are not the testing package's. */
  | 'forged'
  | 'budget'
  /** A rule that fails the job limits what profiles show, and there is none. */
  | 'not-profiled';

/**
 * Why a noisy row got no more rounds: it no longer looked slower (`cleared`), was called before the last look
 * (`called-early`), had all there are (`all-rounds`), or the budget had none left (`budget`).
 */
export type Stop = 'cleared' | 'called-early' | 'all-rounds' | 'budget';

/** One side of a row: its centre and 95 % interval in the metric's unit, and the number of samples. */
export interface Summary {
  readonly center: number;
  readonly lo: number;
  readonly hi: number;
  readonly n: number;
}

/** The population stability index of a profile's functions, base against head. */
export interface Drift {
  readonly psi: number;
  /** What chance alone gives it, on average, with so many samples. */
  readonly expected: number;
  /** Of an index as large as this where nothing changed, by permutation. */
  readonly p: number;
  /** Pearson's test of homogeneity of the same shares. */
  readonly chiSquare: { readonly statistic: number; readonly degrees: number; readonly p: number };
  /** Whether there are samples enough to tell a shift of the limit from chance. */
  readonly enough: boolean;
}

/** A row of which nothing was measured. */
export function emptyRow(subject: Subject, metric: string, unit: string, status: Status): Comparison {
  const noChange = { ratio: null, difference: null, ratioLo: null, ratioHi: null, p: null, pAdjusted: null };
  const empty = { base: null, head: null, ...noChange, limit: null, detectable: null, rounds: 0, warnings: [] };
  return { metric, unit, subject, ...empty, status };
}

/** One row of the result. Keys are the JSON contract of `compare` and `check`. */
export interface Comparison {
  readonly metric: string;
  readonly unit: string;
  readonly subject: Subject;
  readonly base: Summary | null;
  readonly head: Summary | null;
  /** head/base; null when base is 0 or a side is missing. */
  readonly ratio: number | null;
  /** head − base in `unit`. */
  readonly difference: number | null;
  /** 90 % interval of the ratio (each end a one-sided 95 % bound). */
  readonly ratioLo: number | null;
  readonly ratioHi: number | null;
  /** Two-sided, of no change; null for exact metrics. */
  readonly p: number | null;
  /** Holm over the job's family of noisy rows. */
  readonly pAdjusted: number | null;
  /** The limit the row was judged by (0.02 is 2 %), null where no check limits it. */
  readonly limit: number | null;
  /** The smallest slowdown that would have been found with 80 % power; null where that means nothing. */
  readonly detectable: number | null;
  /** Rounds behind the judgement, all phases. */
  readonly rounds: number;
  /** Why there were no more of them; absent where nobody decided that (files, counted and reported rows). */
  readonly stop?: Stop;
  /** What part of its side's profile the function is (0.3 is 30 %), with its 95 % interval; for metrics of functions. */
  readonly share?: { readonly base: Summary | null; readonly head: Summary | null };
  /** How far the functions' shares of the profile shifted; for a profile as a whole. */
  readonly drift?: Drift;
  readonly status: Status;
  /** Why its numbers are worth nothing, whatever they are: tools that watched the same process contradict each other. */
  readonly doubt?: string;
  /** Why the status is what it is, where that is not obvious: for not-measured, not-comparable, inconclusive, waived. */
  readonly reason?: string;
  /** What `reason` says, for programs: set on rows that are `not-measured`, and on `missing` ones where it is known. */
  readonly cause?: NotMeasuredCause;
  /** The side that `cause` struck. */
  readonly failedOn?: SideName | 'both';
  /** The last lines that the process or the compiler wrote, where they tell why. Foreign text. */
  readonly output?: string;
  /** In words that teach. */
  readonly warnings: readonly string[];
}
