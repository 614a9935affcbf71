/**
 * A pprof profile as columns (google/pprof, proto/profile.proto). Rows refer to one another by index, never by the ids of
 * the file; texts are indices into `strings`, and index 0 is the empty text. A profile with a million samples is a dozen
 * typed arrays, not a million objects.
 */
export interface Profile {
  readonly strings: readonly string[];
  /** What each sample's values count. At least one, unless there are no samples. */
  readonly sampleTypes: readonly ValueType[];
  /** Name of the sample type that is shown when none is asked for; '' where the file does not say. */
  readonly defaultSampleType: string;
  readonly periodType: ValueType | null;
  /** Events of `periodType` between two samples; 0 where unknown. */
  readonly period: number;
  /** Unix time of the beginning, nanoseconds; 0 where unknown. Rounded to a double: 256 ns at the present time. */
  readonly timeNanos: number;
  /** Nanoseconds that it covers; 0 where unknown. */
  readonly durationNanos: number;
  /** Regular expressions of frames that are dropped and kept; ''. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly samples: SampleTable;
  readonly labels: LabelTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
}

/** `cpu` `nanoseconds`, `alloc_space` `bytes`, `contentions` `count` … */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** Sample i: its stack is `stack[stackStart[i]]` … `stack[stackStart[i + 1] − 1]`, leaf first. */
export interface SampleTable {
  readonly count: number;
  /** count + 1 offsets into `stack`. */
  readonly stackStart: Uint32Array;
  /** Rows of the location table. */
  readonly stack: Uint32Array;
  /** Value of sample type t of sample i at `i * sampleTypes.length + t`; beyond 2^53 rounded to a double. */
  readonly values: Float64Array;
  /** count + 1 offsets into the label table. */
  readonly labelStart: Uint32Array;
}

/** One row per label: a text (`str` > 0), or a number with a unit. */
export interface LabelTable {
  readonly key: Uint32Array;
  readonly str: Uint32Array;
  readonly num: Float64Array;
  readonly unit: Uint32Array;
}

/** A program counter. Its lines are `lineStart[i]` … `lineStart[i + 1] − 1` of the line table, innermost inlined call first. */
export interface LocationTable {
  readonly count: number;
  readonly id: BigUint64Array;
  /** Row of the mapping table, −1 for none. */
  readonly mapping: Int32Array;
  readonly address: BigUint64Array;
  /** 1 where several symbols were folded into one address. */
  readonly folded: Uint8Array;
  readonly lineStart: Uint32Array;
}

export interface LineTable {
  /** Row of the function table, −1 for none. */
  readonly function: Int32Array;
  readonly line: Float64Array;
  readonly column: Float64Array;
}

export interface FunctionTable {
  readonly count: number;
  readonly id: BigUint64Array;
  readonly name: Uint32Array;
  readonly systemName: Uint32Array;
  readonly filename: Uint32Array;
  readonly startLine: Float64Array;
}

/** A binary or library that was mapped into the process. */
export interface MappingTable {
  readonly count: number;
  readonly id: BigUint64Array;
  readonly start: BigUint64Array;
  readonly limit: BigUint64Array;
  readonly offset: BigUint64Array;
  readonly filename: Uint32Array;
  readonly buildId: Uint32Array;
  /** Bits of {@link MAPPING_HAS}. */
  readonly has: Uint8Array;
}

/** What is known of the symbols of a mapping. */
export const MAPPING_HAS = { functions: 1, filenames: 2, lines: 4, inlineFrames: 8 } as const;
