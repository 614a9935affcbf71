/** What is wrong with a profile, and where. */
export interface Problem {
  /** Which rule is broken: `truncated`, `duplicate function id` … */
  readonly invariant: string;
  readonly text: string;
  /** Offset in the uncompressed bytes. */
  readonly offset: number;
}
