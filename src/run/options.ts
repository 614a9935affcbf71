import type { SideName } from '../model/evidence.ts';

/** How the base commit is chosen; the edge that knows the event (or the command line) says which. */
export type BaseChoice =
  /** The commit that `ref` names. */
  | { readonly by: 'ref'; readonly ref: string }
  /** The merge base of head and `ref`. */
  | { readonly by: 'merge-base'; readonly ref: string }
  /** Head is a pull request's merge commit: its first parent. */
  | { readonly by: 'first-parent' }
  /** No base: a stored baseline stands for it, or only head is recorded. */
  | { readonly by: 'none' }
  /** A laptop without `--base`: the merge base with the remote's default branch; HEAD itself when only the working tree differs. */
  | { readonly by: 'default' };

/** What `run/` needs to know to build and run both sides. */
export interface RunOptions {
  /** Folder inside the repository to work in; its modules are measured. */
  readonly dir: string;
  readonly base: BaseChoice;
  /**
   * Where there is no base: the commit that `readFile` reads for it, since its rules judge nevertheless. One that cannot
   * be found is a diagnostic, and has no files.
   */
  readonly rulesBase?: BaseChoice;
  /** Package patterns as `go list` takes them. */
  readonly packages: readonly string[];
  /** Regular expression over benchmark names, as `-test.bench`. */
  readonly bench: string;
  /** `-cpu` list; empty means the machine's GOMAXPROCS. */
  readonly cpu: readonly number[];
  /**
   * CPUs that the benchmarks may run on, sorted, each once; absent or empty means all. On Linux only, and never fewer
   * than `cpu` or GOMAXPROCS needs.
   */
  readonly affinity?: readonly number[];
  readonly tags: string;
  /** Further `go test -c` flags; flags that run other programs are refused (TRUST T10). */
  readonly buildFlags: readonly string[];
  /** `NAME` (value taken from our environment) or `NAME=VALUE`, passed through the allow-list. */
  readonly env: readonly string[];
  /** A shell command run in both checkouts before anything is listed or built. */
  readonly setup: string;
  /** Seconds for the whole job. */
  readonly budget: number;
  /**
   * Asked once both trees can be read and before anything is listed: the base commit's rules may say what to measure.
   * What it returns replaces the options of the same name.
   */
  readonly configure?: (
    readFile: (side: SideName, path: string) => Promise<string | null>,
  ) => Promise<Partial<Pick<RunOptions, 'packages' | 'bench' | 'cpu' | 'budget'>>>;
}

/** Long work says where it is: a bar on a terminal, a line a step in CI. */
export interface Progress {
  /** A new step begins: `build 3 packages`. */
  step(text: string): void;
  /** Within the step. */
  advance(done: number, total: number, text?: string): void;
  /** The step (or everything) ended. */
  end(): void;
}

export const SILENT: Progress = { step() {}, advance() {}, end() {} };
