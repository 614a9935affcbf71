import type { Level } from './diagnostic.ts';
import type { Position } from './position.ts';
import type { Subject } from './subject.ts';

export type Confidence = 'low' | 'medium' | 'high';

/** `fail`: the check is broken. `inconclusive`: it should have been judged and could not be. `waived`: broken, and accepted in the rules. */
export type FindingStatus = 'fail' | 'inconclusive' | 'waived';

/** Where in the code a regression comes from. */
export interface Cause {
  readonly function: string;
  readonly file?: string;
  readonly line?: number;
  readonly kind: string;
  /** Share of the change it explains, 0 to 1. */
  readonly share?: number;
  readonly witnesses: readonly string[];
  readonly text: string;
}

/** What one witness says about a finding. `silent`: it has nothing to say (never counts against). */
export interface Testimony {
  readonly says: 'agrees' | 'disagrees' | 'silent';
  readonly text: string;
  readonly causes?: readonly Cause[];
}

/** A testimony and who gave it: `cpu-time`, `allocations` … */
export interface WitnessStatement extends Omit<Testimony, 'causes'> {
  readonly witness: string;
}

/** A rule applied to what was measured, with something to say. */
export interface Finding {
  /** Id of the check in the rules: `bench/time`. */
  readonly rule: string;
  readonly severity: Level;
  readonly confidence: Confidence;
  readonly status: FindingStatus;
  readonly subject: Subject;
  readonly metric?: string;
  readonly message: string;
  /** The check's `why` from the rules. */
  readonly why?: string;
  readonly at?: Position;
  readonly causes: readonly Cause[];
  /** Who accepted it, where its status is `waived`. */
  readonly waivedBy?: { readonly owner: string; readonly until: string; readonly reason: string };
  /** What the other tools say about it, silent ones included. */
  readonly testimony?: readonly WitnessStatement[];
}
