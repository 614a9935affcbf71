import type { BenchEvent, BenchResult, UnitMetadata } from '../model/bench.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Subject } from '../model/subject.ts';

/** One metric that a file holds, with every value found, in tidied units. */
export interface InspectedMetric {
  readonly metric: string;
  readonly unit: string;
  readonly subject: Subject;
  readonly values: readonly number[];
}

/** What `inspect` says of one file. */
export interface Inspection {
  readonly path: string;
  readonly kind: string;
  readonly metrics: readonly InspectedMetric[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Plug point: one kind of evidence. A source recognises its files by content and reads them purely; bad content becomes
 * diagnostics with positions and never hides the good around it.
 */
export interface Source {
  /** As in `inspect --json`: `bench`, `pprof`, `trace` … */
  readonly kind: string;
  /** One line for the documentation and for error messages. */
  readonly about: string;
  /** Whether the file's first bytes (up to 64 KiB, decoded as UTF-8) look like this kind. */
  detect(start: string): boolean;
  inspect(text: string, path: string): Inspection;
}

/** What the bench source's stream is made of. */
export type BenchRecord = BenchResult | UnitMetadata | BenchEvent | (Diagnostic & { readonly kind: 'diagnostic' });
