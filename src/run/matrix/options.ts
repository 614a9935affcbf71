import type { Axes } from '../../matrix/grid.ts';

/** What the command line or the action's inputs say. */
export interface MatrixOptions {
  /** Folder inside the repository to work in; its modules are measured. */
  readonly dir: string;
  readonly packages: readonly string[];
  /** Regular expression over benchmark names, as `-test.bench`. */
  readonly bench: string;
  readonly axes: Axes;
  /** Absent: as many as the comparisons need. */
  readonly rounds?: number;
  /** Seconds of work of a process under the default setting. */
  readonly benchtime: number;
  readonly affinity: readonly number[];
  readonly tags: string;
  readonly buildFlags: readonly string[];
  readonly env: readonly string[];
  readonly setup: string;
  /** Seconds, of this run. */
  readonly budget: number;
  /** Folder that holds every process's result at once. */
  readonly out: string;
  /** Throws away what the folder holds of an experiment. */
  readonly restart: boolean;
}

export const DEFAULTS = {
  packages: ['./...'],
  bench: '.',
  benchtime: 0.5,
  budget: 600,
  out: '.go-perf-gate-matrix',
} as const;
