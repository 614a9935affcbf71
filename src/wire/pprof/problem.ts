import type { Level } from '../../model/diagnostic.ts';

/**
 * The rules that a profile must keep. Those of an `error` are the ones for which pprof refuses the whole file
 * (google/pprof, profile/encode.go postDecode and profile/profile.go CheckValid); a `warning` is ours.
 */
export const INVARIANTS = {
  'protocol buffer': 'error',
  'not empty': 'error',
  'one profile': 'error',
  'string table': 'error',
  'first text is empty': 'error',
  'text index': 'error',
  'sample types': 'error',
  'sample values': 'error',
  'sample locations': 'error',
  'function id': 'error',
  'mapping id': 'error',
  'location id': 'error',
  'line function': 'error',
  'location mapping': 'warning',
  'number of comments': 'warning',
  'exact numbers': 'warning',
} as const satisfies Record<string, Level>;

export type Invariant = keyof typeof INVARIANTS;

/** One rule that a profile breaks, and where it does so first. */
export interface Problem {
  readonly invariant: Invariant;
  readonly level: Level;
  /** What is wrong in the first place. */
  readonly text: string;
  /** Offset in the uncompressed bytes: of the tag of the message, or of the byte that does not fit. */
  readonly offset: number;
  /** How many times the rule is broken. */
  readonly count: number;
}

/** Collects problems, one per invariant, so that a file with a million broken rows is not a million problems. */
export class Problems {
  readonly #found = new Map<Invariant, Problem & { count: number }>();

  add(invariant: Invariant, text: string, offset: number): void {
    const known = this.#found.get(invariant);
    if (known) known.count++;
    else this.#found.set(invariant, { invariant, level: INVARIANTS[invariant], text, offset, count: 1 });
  }

  /** In the order found. */
  list(): readonly Problem[] {
    return [...this.#found.values()];
  }
}
