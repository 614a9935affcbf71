import type { ProfileKind } from './evidence.ts';
import { splitFunction } from './go-function.ts';
import { type Subject, subjectKey } from './subject.ts';

/** One side's profile of one benchmark, as a whole. */
export interface ProfileTotal {
  /** Per operation, in the change's unit. */
  readonly perOp: number;
  /** Operations that ran under the profiler. */
  readonly iterations: number;
  /** Events that were recorded: CPU samples, allocations, waits (fewer than there were where they are sampled). */
  readonly events: number;
}

/** What a function costs per operation: its own part, and with all that it calls. */
export interface FunctionCost {
  readonly flat: number;
  readonly cum: number;
}

export interface FunctionChange {
  /** As Go names it; closures count to the function that holds them. */
  readonly function: string;
  /** Part of a module that is measured, not of a dependency or of Go. */
  readonly own: boolean;
  /** Where most of the growth is, at head: a path relative to the repository's root where it is the module's own. */
  readonly file?: string;
  readonly line?: number;
  readonly base: FunctionCost;
  readonly head: FunctionCost;
}

/** Base's profile of one kind against head's, of one benchmark: what the diagnosis and the pictures rest on. */
export interface ProfileChange {
  readonly subject: Subject;
  readonly kind: ProfileKind;
  /** `cpu`, `alloc_space`, `alloc_objects`, `delay`, `contentions`. */
  readonly sampleType: string;
  /** `sec/op`, `B/op`, `objects/op`, `waits/op`. */
  readonly unit: string;
  readonly base: ProfileTotal;
  readonly head: ProfileTotal;
  /** The smallest growth of the total that these numbers of events show with 80 % power (0.2 is 20 %); null: none does. */
  readonly detectable: number | null;
  /** The module's function that explains the growth best; null where nothing grew beyond what sampling does. */
  readonly culprit: Culprit | null;
  /** The culprit first, then those that grew most. */
  readonly functions: readonly FunctionChange[];
  /** Where head waits longest, the longest first; of waits only. */
  readonly points?: readonly WaitPoint[];
}

/** A place in the code where operations wait, or where others wait for it. */
export interface WaitPoint {
  readonly function: string;
  readonly file?: string;
  readonly line?: number;
  /** Seconds per operation, and of one wait. */
  readonly perOp: number;
  readonly mean: number;
}

export interface Culprit extends FunctionChange {
  /** Share of the benchmark's whole growth that it has, 0 to 1. */
  readonly share: number;
  /** The function that it spends more on; absent for its own work. */
  readonly callee?: string;
  /** Whether head edited or added it; absent where that is not known. */
  readonly edited?: boolean;
}

/** A benchmark's changes of one kind, in the order of the report. */
export function changesOf(
  changes: readonly ProfileChange[],
  subject: Subject,
  kind: ProfileKind,
): readonly ProfileChange[] {
  const key = subjectKey(subject);
  return changes.filter((change) => change.kind === kind && subjectKey(change.subject) === key);
}

/** Where something is in the code, as far as it is known: to be spread into what has a place. */
export function placeOf({ file, line }: { readonly file?: string; readonly line?: number }) {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

/** `codec.(*Encoder).grow` of `example.com/m/codec.(*Encoder).grow`. */
export function shortName(fn: string): string {
  const { pkg, name } = splitFunction(fn);
  return pkg === '' ? name : `${pkg.slice(pkg.lastIndexOf('/') + 1)}.${name}`;
}
