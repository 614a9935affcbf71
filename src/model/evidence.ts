import type { Diagnostic } from './diagnostic.ts';
import type { Environment } from './environment.ts';
import type { Metric } from './metric.ts';
import type { Measure } from './rules.ts';
import type { Samples } from './samples.ts';
import type { Subject } from './subject.ts';

export type SideName = 'base' | 'head';
export const SIDES: readonly SideName[] = ['base', 'head'];

/**
 * In which order the two sides were measured. Only `interleaved` can carry a hard failure on time:
 * noise comes in episodes, and no statistic repairs sequential data.
 */
export type Design = 'interleaved' | 'sequential' | 'baseline';

/**
 * What a process was run for: finding rows and their iteration count, the rounds that every row gets, further rounds of
 * rows that look slower, base once more in a round that has it already (`aa`: base against itself, a measure of the
 * machine), the regressed rows again, under other layouts of the binaries, or one row under the profilers, never timed.
 */
export type Phase = 'calibrate' | 'screen' | 'confirm' | 'aa' | 'layout' | 'profile';

/** What a test binary's profilers write: one file each. `memory` is `-test.memprofile`. */
export type ProfileKind = 'cpu' | 'memory' | 'block' | 'mutex';

/** A profile as the process wrote it, uncompressed. */
export interface ProfileFile {
  readonly kind: ProfileKind;
  readonly bytes: Uint8Array;
}

/** A process to run, as plain data; `run/` executes it. */
export interface Launch {
  readonly side: SideName;
  /** Import path of the package whose test binary is run. */
  readonly pkg: string;
  readonly phase: Phase;
  /** Round, from 0; the rounds of `confirm` go on where those of `screen` ended, and one of `aa` belongs to that of `screen`. */
  readonly round: number;
  /** Arguments of the test binary, complete (`-test.bench=^BenchmarkX$`, `-test.benchtime=100x` …). */
  readonly args: readonly string[];
  /** Keys ({@link rowKey}) of the rows that this process is expected to print; empty when it is there to find out. */
  readonly rows: readonly string[];
  /** SIGQUIT after this many seconds, SIGKILL of the group shortly after. */
  readonly timeout: number;
  /** Variables that it sees instead of, or beside, those that all benchmarks see: `GOGC`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seed of `-randlayout` that its binary is linked with, an integer of 1 or more; absent: linked as the user builds it. */
  readonly layout?: number;
  /** Profilers that it is run with; whoever runs it says where they write. Rates stand in `args`. */
  readonly profilers?: readonly ProfileKind[];
}

/** Why a process ended as it did; `ok` is exit status 0. */
export type Ending = 'ok' | 'exit' | 'signal' | 'timeout' | 'not-started';

/** A process that was run, and everything it said. */
export interface ProcessRecord extends Launch {
  /** Position in the global order of processes, from 0. */
  readonly order: number;
  /** Unix time, seconds. */
  readonly start: number;
  /** Seconds: elapsed, user CPU and system CPU of the process (rusage). */
  readonly wall: number;
  readonly user: number;
  readonly system: number;
  /** Peak resident set, bytes; 0 when unknown. */
  readonly maxRss: number;
  readonly ending: Ending;
  /** Exit status, or -1. */
  readonly exit: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  /**
   * Seconds by which linking its binary delayed the run, just before it; absent when the binary was there already. Where
   * several were linked side by side the elapsed time is shared out, so that the sum is what it cost.
   */
  readonly link?: number;
  /** What its profilers wrote; one that was killed or panicked may have left none. */
  readonly profiles?: readonly ProfileFile[];
  /** For text that people bring: the file it came from, for positions in messages. */
  readonly file?: string;
}

/** How far a package got on one side, before anything was run. */
export type PackageState =
  | { readonly state: 'built'; readonly trimpath: boolean; readonly seconds: number }
  | {
      readonly state: 'failed';
      readonly reason: string;
      readonly log: string;
      /** The budget ended the build: nothing is known of the code. */
      readonly spent?: true;
    }
  | { readonly state: 'absent' }
  /** There, but the pattern selects none of the package's benchmarks on either side, so it was not built. */
  | { readonly state: 'unselected' };

export interface PackageEvidence {
  /** Import path. */
  readonly pkg: string;
  /** Folder, relative to the repository's root, with `/`. */
  readonly dir: string;
  /** Path of the module it belongs to: what `./` means in the rules. */
  readonly module?: string;
  readonly base: PackageState;
  readonly head: PackageState;
  /** Proved equal (every allocated section but line tables, and the runtime inputs), so not run. */
  readonly identical: boolean;
  /** Top-level benchmark functions found in the sources of each side, without the `Benchmark` prefix, sorted. */
  readonly benchmarks: { readonly base: readonly string[]; readonly head: readonly string[] };
  /** Files whose change reaches this package (at most a few, for the report). */
  readonly reachedBy: readonly string[];
  /**
   * Top-level benchmarks of both sides that were themselves edited, with a clause that names what changed: `its body
   * changed`, `its helper newDoc changed`, `its test data testdata/big.json changed`. Absent when there is none.
   */
  readonly changed?: Readonly<Record<string, string>>;
}

/** A module that the go command could not list: nobody knows its benchmarks on that side. */
export interface UnlistedModule {
  readonly side: SideName;
  /** Folder, relative to the repository's root, with `/`. */
  readonly dir: string;
  /** What the go command said. */
  readonly text: string;
}

/** One side of the comparison: a commit, or the working tree. */
export interface Side {
  /** As the user would name it: a ref, `working tree`, a file name. */
  readonly label: string;
  readonly sha?: string;
  readonly dirty?: boolean;
}

/** The rules text of one side, kept so that judging again needs nothing else. */
export interface RulesText {
  readonly file: string;
  readonly text: string;
  /** The files that `extends:` names, and those that they name, by path: `completeRules` of rules/extend.ts reads them. */
  readonly extended?: Readonly<Record<string, string>>;
}

export interface Approval {
  readonly user: string;
  /** The commit the review was given on. */
  readonly sha: string;
}

/** What the run cost, seconds. */
export interface Cost {
  readonly build: number;
  readonly measure: number;
  readonly budget: number;
}

/**
 * Everything the verdict depends on, the present time and the approvals included: judging it again gives the same
 * report, byte for byte. Stored as an evidence folder (docs/evidence.md).
 */
export interface Evidence {
  readonly schema: 'go-perf-gate/evidence@1';
  /** Version of go-perf-gate that recorded it. */
  readonly version: string;
  /** ISO 8601; waivers expire against this, not against the clock of whoever judges. */
  readonly now: string;
  readonly design: Design;
  /** How base was chosen: `merge-base`, `first parent of the merge commit`, `previous commit`, `explicit ref` … */
  readonly baseBy?: string;
  readonly base: Side;
  readonly head: Side;
  readonly environment: { readonly base: Environment; readonly head: Environment };
  readonly packages: readonly PackageEvidence[];
  /** Packages with benchmarks that the change cannot reach: set aside before anything was built. */
  readonly setAside: readonly string[];
  /**
   * Functions of the modules that head edited or added (`functionKey`), test code aside, sorted; absent where that is not
   * known. What they call may have changed its speed without being named here.
   */
  readonly edited?: readonly string[];
  /** Modules that could not be listed, though the patterns ask for them; absent when there are none. */
  readonly unlisted?: readonly UnlistedModule[];
  readonly processes: readonly ProcessRecord[];
  /** Samples of a stored baseline that stand for base (design `baseline`). */
  readonly baseline?: readonly BaselineRow[];
  readonly rules: { readonly base?: RulesText; readonly head?: RulesText };
  /** How it was measured: the rules' `measure:` with what the command line or the inputs said instead. */
  readonly measure?: Measure;
  /** Drawn once for the job, 1 … 2^32 − 1: what is drawn of the plan follows from it. Absent: nothing is drawn. */
  readonly seed?: number;
  /** CPUs that the benchmarks were pinned to; absent where they could use all. */
  readonly affinity?: readonly number[];
  readonly approvals: readonly Approval[];
  readonly cost: Cost;
  readonly diagnostics: readonly Diagnostic[];
}

/** One row of a recorded baseline. */
export interface BaselineRow {
  readonly subject: Subject;
  readonly metric: string;
  readonly values: readonly number[];
}

/** Base and head samples of one metric of one subject: what the judge is given. */
export interface Pair {
  readonly subject: Subject;
  readonly metric: Metric;
  readonly base: Samples;
  readonly head: Samples;
}
