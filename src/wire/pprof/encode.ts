import { Writer } from 'protobufjs/minimal.js';
import type { FunctionTable, LabelTable, LineTable, Profile, ValueType } from '../../model/profile.ts';
import { WIRE } from '../protobuf.ts';

/**
 * The bytes of a pprof profile (google/pprof, proto/profile.proto), uncompressed. Everything of the profile is written:
 * `decodeProfile` of the result equals it. Values are whole numbers there: fractions are rounded.
 */
export function encodeProfile(profile: Profile): Uint8Array {
  return new Encoder(profile).run();
}

/** What protobufjs takes for a 64-bit number that no double can hold. */
type Halves = Exclude<Parameters<Writer['uint64']>[0], number | string>;

const LARGEST_INT64 = { low: 0xffffffff, high: 0x7fffffff, unsigned: false } as Halves;
const SMALLEST_INT64 = { low: 0, high: 0x80000000, unsigned: false } as Halves;

class Encoder {
  readonly #profile: Profile;
  readonly #writer = Writer.create();
  readonly #strings: string[];
  readonly #indexOf = new Map<string, number>();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#strings = [...profile.strings];
    if (this.#strings.length === 0) this.#strings.push('');
    // Of two equal texts the first is meant.
    for (let i = this.#strings.length - 1; i >= 0; i--) this.#indexOf.set(this.#strings[i] as string, i);
  }

  run(): Uint8Array {
    const { sampleTypes, functions, comments, periodType } = this.#profile;
    for (const type of sampleTypes) this.#message(1, () => this.#valueType(type));
    this.#samples();
    this.#mappings();
    this.#locations();
    this.#functions(functions);
    if (periodType) this.#message(11, () => this.#valueType(periodType));
    this.#scalars();
    if (comments.length > 0)
      this.#message(13, () => {
        for (const comment of comments) this.#writer.uint32(this.#index(comment));
      });
    // Last, since writing may have found texts that were in no table.
    for (const text of this.#strings) this.#writer.uint32(tag(6, WIRE.bytes)).string(text);
    return this.#writer.finish();
  }

  #scalars(): void {
    const { dropFrames, keepFrames, timeNanos, durationNanos, period, defaultSampleType, docUrl } = this.#profile;
    this.#number(7, this.#index(dropFrames));
    this.#number(8, this.#index(keepFrames));
    this.#number(9, timeNanos);
    this.#number(10, durationNanos);
    this.#number(12, period);
    this.#number(14, this.#index(defaultSampleType));
    this.#number(15, this.#index(docUrl));
  }

  #valueType({ type, unit }: ValueType): void {
    this.#number(1, this.#index(type));
    this.#number(2, this.#index(unit));
  }

  #samples(): void {
    const { samples, sampleTypes, labels, locations } = this.#profile;
    const types = sampleTypes.length;
    const ids = halvesOf(locations.id);
    for (let i = 0; i < samples.count; i++) {
      this.#message(2, () => {
        this.#stack(ids, samples.stack, samples.stackStart[i] as number, samples.stackStart[i + 1] as number);
        this.#values(samples.values, i * types, (i + 1) * types);
        const end = samples.labelStart[i + 1] as number;
        for (let l = samples.labelStart[i] as number; l < end; l++) this.#message(3, () => this.#label(labels, l));
      });
    }
  }

  /** Ids of locations, packed. */
  #stack(ids: Uint32Array, stack: Uint32Array, from: number, to: number): void {
    if (from === to) return;
    this.#writer.uint32(tag(1, WIRE.bytes)).fork();
    for (let i = from; i < to; i++) this.#wide(ids, stack[i] as number);
    this.#writer.ldelim();
  }

  #values(values: Float64Array, from: number, to: number): void {
    if (from === to) return;
    this.#writer.uint32(tag(2, WIRE.bytes)).fork();
    for (let i = from; i < to; i++) this.#int64(values[i] as number);
    this.#writer.ldelim();
  }

  #label({ key, str, num, unit }: LabelTable, row: number): void {
    this.#number(1, key[row]);
    this.#number(2, str[row]);
    this.#number(3, num[row]);
    this.#number(4, unit[row]);
  }

  #mappings(): void {
    const { count, id, start, limit, offset, filename, buildId, has } = this.#profile.mappings;
    const wide = [id, start, limit, offset].map(halvesOf);
    for (let i = 0; i < count; i++) {
      this.#message(3, () => {
        for (const [field, column] of wide.entries()) this.#wideField(field + 1, column, i);
        this.#number(5, filename[i]);
        this.#number(6, buildId[i]);
        for (let bit = 0; bit < 4; bit++) this.#number(7 + bit, ((has[i] as number) >> bit) & 1);
      });
    }
  }

  #locations(): void {
    const { locations, mappings, lines, functions } = this.#profile;
    const { count, mapping, folded, lineStart } = locations;
    const [id, address, mappingId] = [halvesOf(locations.id), halvesOf(locations.address), halvesOf(mappings.id)];
    const functionId = halvesOf(functions.id);
    for (let i = 0; i < count; i++) {
      this.#message(4, () => {
        this.#wideField(1, id, i);
        if ((mapping[i] as number) >= 0) this.#wideField(2, mappingId, mapping[i] as number);
        this.#wideField(3, address, i);
        const end = lineStart[i + 1] as number;
        for (let l = lineStart[i] as number; l < end; l++) this.#message(4, () => this.#line(lines, functionId, l));
        this.#number(5, folded[i]);
      });
    }
  }

  #line(lines: LineTable, functionId: Uint32Array, row: number): void {
    const fn = lines.function[row] as number;
    if (fn >= 0) this.#wideField(1, functionId, fn);
    this.#number(2, lines.line[row]);
    this.#number(3, lines.column[row]);
  }

  #functions({ count, id, name, systemName, filename, startLine }: FunctionTable): void {
    const ids = halvesOf(id);
    for (let i = 0; i < count; i++) {
      this.#message(5, () => {
        this.#wideField(1, ids, i);
        this.#number(2, name[i]);
        this.#number(3, systemName[i]);
        this.#number(4, filename[i]);
        this.#number(5, startLine[i]);
      });
    }
  }

  #index(text: string): number {
    const known = this.#indexOf.get(text);
    if (known !== undefined) return known;
    this.#indexOf.set(text, this.#strings.length);
    return this.#strings.push(text) - 1;
  }

  #message(field: number, body: () => void): void {
    this.#writer.uint32(tag(field, WIRE.bytes)).fork();
    body();
    this.#writer.ldelim();
  }

  /** A field that is left out when it is 0, as proto3 has it. */
  #number(field: number, value = 0): void {
    if (value === 0) return;
    this.#writer.uint32(tag(field, WIRE.varint));
    this.#int64(value);
  }

  /** A double beyond 2^63 − 1 is what that very number was rounded to. */
  #int64(value: number): void {
    const whole = Math.round(value);
    if (whole >= 2 ** 63) this.#writer.int64(LARGEST_INT64);
    else this.#writer.int64(whole <= -(2 ** 63) ? SMALLEST_INT64 : whole);
  }

  #wideField(field: number, column: Uint32Array, row: number): void {
    if (column[2 * row] === 0 && column[2 * row + 1] === 0) return;
    this.#writer.uint32(tag(field, WIRE.varint));
    this.#wide(column, row);
  }

  #wide(column: Uint32Array, row: number): void {
    const [low, high] = [column[2 * row] as number, column[2 * row + 1] as number];
    if (high === 0) this.#writer.uint32(low);
    else this.#writer.uint64({ low, high, unsigned: true } as Halves);
  }
}

/** A column of 64-bit numbers as pairs of 32 bits, the lower half first, so that no BigInt is made. */
function halvesOf({ buffer, byteOffset, length }: BigUint64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

function tag(field: number, wire: number): number {
  return (field << 3) | wire;
}
