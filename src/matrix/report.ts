import type { Diagnostic } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import type { Subject } from '../model/subject.ts';
import type { Quantity } from './experiment.ts';
import type { Verdict } from './relation.ts';

/** A setting as the JSON has it. */
export interface SettingReport {
  readonly gogc: number | 'off';
  /** Bytes. */
  readonly gomemlimit: number | 'off';
  /** `default`: the machine's own. */
  readonly gomaxprocs: number | 'default';
}

/** Median over the rounds with its 95 % interval, and the largest. Times in seconds, sizes in bytes. */
export interface Summary {
  readonly center: number;
  readonly lo: number;
  readonly hi: number;
  readonly max: number;
  readonly n: number;
}

/** How a cell differs from another on one quantity; the ratio is that of the cell over the other. */
export interface Difference {
  readonly quantity: Quantity;
  readonly ratio: number | null;
  readonly ratioLo: number | null;
  readonly ratioHi: number | null;
  readonly p: number;
  readonly pAdjusted: number;
  readonly verdict: Verdict;
}

export interface CellReport {
  readonly setting: SettingReport;
  /** `GOGC=200 GOMEMLIMIT=512MiB` */
  readonly label: string;
  readonly short: string;
  readonly isDefault: boolean;
  readonly status: 'measured' | 'failed' | 'not-run';
  /** Why it has no numbers. Foreign text may stand in it. */
  readonly reason?: string;
  /** What to know of its numbers: thrashing, a limit that was not kept, processes that failed. */
  readonly remarks: readonly string[];
  readonly rounds: number;
  readonly quantities: Readonly<Partial<Record<Quantity, Summary>>>;
  readonly againstDefault: readonly Difference[];
  /** Letters by objective: cells that share one do not differ. */
  readonly groups: Readonly<Partial<Record<Quantity, string>>>;
  readonly front: 'yes' | 'no' | 'unclear' | null;
  /** Labels. */
  readonly dominatedBy: readonly string[];
}

export interface Recommendation {
  readonly setting: SettingReport;
  readonly label: string;
  readonly keepDefault: boolean;
  /** One sentence. */
  readonly text: string;
  /** Why, and how sure. */
  readonly reasons: readonly string[];
  /** Labels of cells that cannot be told from it. */
  readonly equal: readonly string[];
}

export interface ObjectiveReport {
  readonly quantity: Quantity;
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher' | 'neither';
}

export interface BenchmarkReport {
  readonly subject: Subject;
  readonly iterations: number;
  readonly units: { readonly p99?: string; readonly rate?: string };
  readonly objectives: readonly ObjectiveReport[];
  readonly cells: readonly CellReport[];
  /** Labels of the cells that are surely on the front. */
  readonly pareto: readonly string[];
  /** Every pair of cells: the ratio is that of `to` over `from`. */
  readonly comparisons: readonly (Difference & { readonly from: string; readonly to: string })[];
  /** Null where the default was not measured. */
  readonly recommendation: Recommendation | null;
}

/** The JSON of `gc-matrix`; keys may be added, those there stay. */
export interface MatrixReport {
  readonly schema: 'go-perf-gate/gc-matrix@1';
  readonly version: string;
  /** `partial`: the budget ended before all rounds were run; `nothing`: no cell has a number. */
  readonly status: 'complete' | 'partial' | 'nothing';
  readonly environment: Environment;
  readonly affinity: readonly number[];
  readonly rounds: { readonly wanted: number; readonly done: number };
  readonly cost: { readonly build: number; readonly measure: number; readonly budget: number };
  /** Chance of any false difference among all comparisons, of which there are `family`. */
  readonly alpha: number;
  readonly family: number;
  readonly benchmarks: readonly BenchmarkReport[];
  /** For all benchmarks together; null where there are fewer than two. */
  readonly recommendation: Recommendation | null;
  readonly diagnostics: readonly Diagnostic[];
}
