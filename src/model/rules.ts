import type { Level } from './diagnostic.ts';
import type { Assumption, Direction } from './metric.ts';
import type { Position } from './position.ts';

/** A limit with its unit read: relative (0.05 is 5 %) or absolute in the metric's tidied unit. `text` is as written. */
export interface Limit {
  readonly value: number;
  readonly relative: boolean;
  /** The tidied unit written with an absolute limit (`2ms` gives `sec`), or '' for a bare number. */
  readonly unit: string;
  readonly text: string;
}

/** Which rows a check or waiver means; every given part must match. Globs as minimatch has them, `./` is the module's root. */
export interface Where {
  readonly pkg?: readonly string[];
  readonly benchmark?: readonly string[];
  readonly unit?: readonly string[];
  /** Go functions, for metrics of profiles: `./codec.*`, `*.grow`; of traces, that goroutines were started with. */
  readonly function?: readonly string[];
  /** Sub-benchmark keys: `{ size: large }` matches `Encode/size=large`. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly gomaxprocs?: readonly number[];
}

/** Limits a check may set; a row is broken by any breach. */
export interface Limits {
  /** In the metric's bad direction, relative. */
  readonly maxRegression?: Limit;
  /** In the metric's bad direction, absolute difference. */
  readonly maxRegressionBy?: Limit;
  readonly max?: Limit;
  readonly min?: Limit;
  readonly equals?: Limit;
  /** How far the functions' shares of a profile may shift: a population stability index. */
  readonly drift?: Limit;
}

/**
 * One entry of `checks:`. Entries that share an id are a cascade: for each row the last one that matches is in force,
 * so a user's `bench/time` with a `where` refines the default and leaves other rows to it.
 */
export interface Rule {
  readonly id: string;
  /** Globs over metric ids. */
  readonly metric: readonly string[];
  readonly where: Where;
  readonly limits: Limits;
  readonly severity: Level | 'off';
  readonly mustResolve: boolean;
  /** Rows are run for it under the profilers and traced; false: it judges those that are run anyway. */
  readonly collect?: false;
  readonly why?: string;
  /** Where it is written, for messages. */
  readonly at: Position;
}

export interface Waiver {
  /** Glob over check ids. */
  readonly check: string;
  readonly where: Where;
  /** ISO date, the last day it holds. */
  readonly until: string;
  readonly ceiling?: Limit;
  readonly owner: string;
  readonly reason: string;
  readonly issue?: string;
  readonly at: Position;
}

/** How to measure; what is absent is decided by the command's defaults. */
export interface Measure {
  readonly packages: readonly string[];
  /** Regular expression for `-test.bench`. */
  readonly bench: string;
  /** Seconds. */
  readonly budget: number;
  /** `-cpu` list; empty: the machine's own GOMAXPROCS. */
  readonly cpu: readonly number[];
  /** Target of one timing process, seconds. */
  readonly benchtime: number;
  readonly rounds: { readonly screen: number; readonly confirm: number };
  readonly profile: ProfileWhen;
}

/** When benchmarks are run under the profilers: those that got slower and those that rules on profiles ask for, all, or none. */
export const PROFILE_WHEN = ['auto', 'always', 'never'] as const;
export type ProfileWhen = (typeof PROFILE_WHEN)[number];

/** What the judge is allowed to call (PRODUCT: row status). */
export interface JudgeSettings {
  /** Family-wise error rate, 0.01. */
  readonly alpha: number;
  /** The slowdown a row must have been able to show to be called unchanged, 0.1. */
  readonly resolution: number;
}

export interface Rules {
  readonly version: 1;
  readonly measure: Measure;
  readonly judge: JudgeSettings;
  readonly checks: readonly Rule[];
  /** By tidied unit. */
  readonly units: Readonly<Record<string, { readonly better?: Direction; readonly assume?: Assumption }>>;
  readonly waivers: readonly Waiver[];
}
