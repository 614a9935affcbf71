/** What the command line says. */
export interface LeakOptions {
  /** Folder to work in; its modules are looked at. */
  readonly dir: string;
  readonly packages: readonly string[];
  /** Regular expression over benchmark names, as `-test.bench`. */
  readonly bench: string;
  readonly tags: string;
  readonly buildFlags: readonly string[];
  readonly env: readonly string[];
  /** Of a benchmark's first process. */
  readonly steps: number;
  /** Seconds, of all. */
  readonly budget: number;
  /** Folder for the report and the profiles; null: none is written. */
  readonly out: string | null;
}

export const LEAK_DEFAULTS = { packages: ['./...'], bench: '.', budget: 300 } as const;
