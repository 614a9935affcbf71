import type { BenchEvent, BenchResult, UnitMetadata } from '../model/bench.ts';
import { type ByteSource, bytesSource } from '../model/byte-source.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { GcTrace } from '../model/gctrace.ts';
import type { Profile } from '../model/profile.ts';
import type { SchedTrace } from '../model/schedtrace.ts';
import type { Subject } from '../model/subject.ts';
import type { TraceSummary } from '../model/trace.ts';
import { decodeText } from '../wire/text.ts';

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
  /** What a profile holds, for tables and pictures; not printed. */
  readonly profile?: Profile;
  /** What a log of the collector or the scheduler holds, for what is made of it; not printed. */
  readonly gctrace?: GcTrace;
  readonly schedtrace?: SchedTrace;
  /** What an execution trace comes to, for tables and pictures; not printed. */
  readonly trace?: TraceSummary;
}

/** A profile as far as it can be used, and what is wrong with it. */
export interface ReadProfile {
  /** Null where nothing of it can be used. */
  readonly profile: Profile | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of a file that are looked at to tell its kind. */
const OPENING = 64 * 1024;

/** A file people bring: its content, uncompressed. */
export class EvidenceFile {
  readonly path: string;
  /** Its content where it is needed: a file too large for memory can be read piece by piece. */
  readonly source: ByteSource;
  #bytes: Uint8Array | undefined;

  constructor(path: string, content: Uint8Array | ByteSource) {
    this.path = path;
    this.#bytes = content instanceof Uint8Array ? content : undefined;
    this.source = content instanceof Uint8Array ? bytesSource(content) : content;
  }

  /** All of it, from now on in memory. */
  get bytes(): Uint8Array {
    this.#bytes ??= wholeOf(this.source);
    return this.#bytes;
  }

  /** All of it as text. */
  text(): string {
    return decodeText(this.bytes);
  }

  /** The first 64 KiB. */
  opening(): { readonly bytes: Uint8Array; readonly text: string } {
    const bytes = this.#bytes?.subarray(0, OPENING) ?? this.source.read(0, OPENING).slice();
    return { bytes, text: decodeText(bytes) };
  }
}

function wholeOf(source: ByteSource): Uint8Array {
  const bytes = new Uint8Array(source.size);
  for (let at = 0; at < bytes.length; at += OPENING) bytes.set(source.read(at, OPENING), at);
  return bytes;
}

/** The beginning of a file, as bytes and as text. */
export type Opening = ReturnType<EvidenceFile['opening']>;

/**
 * Plug point: one kind of evidence. A source recognises its files by content and reads them purely; bad content becomes
 * diagnostics with positions and never hides the good around it.
 */
export interface Source {
  /** As in `inspect --json`: `bench`, `pprof`, `trace` … */
  readonly kind: string;
  /** One line for the documentation and for error messages. */
  readonly about: string;
  /** Text that files of this kind hold, where its lines may stand anywhere among those of other kinds: both are told. */
  readonly among?: string;
  /** Whether a file that begins so looks like this kind. */
  detect(opening: Opening): boolean;
  inspect(file: EvidenceFile): Inspection;
}

/** What the bench source's stream is made of. */
export type BenchRecord = BenchResult | UnitMetadata | BenchEvent | (Diagnostic & { readonly kind: 'diagnostic' });
