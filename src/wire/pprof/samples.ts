import type { LabelTable, SampleTable } from '../../model/profile.ts';
import { type Cursor, int64, isWide, WireError } from '../protobuf.ts';
import { trimmed } from './columns.ts';
import type { Context } from './context.ts';
import type { RowById } from './ids.ts';
import { Labels } from './labels.ts';
import type { Messages } from './messages.ts';

/** Tags of a Sample's fields: numbers, packed or one by one, and messages. */
const TAG = { locations: 0x0a, location: 0x08, values: 0x12, value: 0x10, label: 0x1a } as const;
const LAST_FIELD = 3;

/**
 * The sample and label tables. This is where nearly all bytes of a profile are: nothing is made per sample or number.
 * A sample that does not have one value per type, or that names an unknown location, is left out.
 */
export function readSamples(
  context: Context,
  messages: Messages,
  locations: RowById,
  types: number,
): { samples: SampleTable; labels: LabelTable } {
  if (messages.count > 0 && types === 0)
    context.problems.add('sample types', 'there are samples and no sample types', messages.at[0] as number);
  const reader = new Samples(context, messages, locations, types);
  if (types > 0)
    for (let i = 0; i < messages.count; i++) reader.read(messages.enter(context.at, i), messages.at[i] as number);
  return reader.tables();
}

class Samples {
  readonly #context: Context;
  readonly #at: Cursor;
  readonly #locations: RowById;
  readonly #types: number;
  /** Columns as long as they can get: an entry takes a byte at the least. What is not written takes no memory yet. */
  readonly #stack: Uint32Array;
  readonly #values: Float64Array;
  readonly #stackStart: Uint32Array;
  readonly #labelStart: Uint32Array;
  readonly #labels: Labels;
  #count = 0;
  #depth = 0;
  /** Of the sample that is read: its values so far, and whether it names an unknown location. */
  #given = 0;
  #lost = false;

  constructor(context: Context, messages: Messages, locations: RowById, types: number) {
    this.#context = context;
    this.#at = context.at;
    this.#locations = locations;
    this.#types = types;
    // A sample that counts has a value at the least, which takes two bytes.
    const most = Math.min(messages.count, messages.size >>> 1);
    this.#stack = new Uint32Array(messages.size);
    this.#values = new Float64Array(Math.min(most * types, messages.size));
    this.#stackStart = new Uint32Array(most + 1);
    this.#labelStart = new Uint32Array(most + 1);
    this.#labels = new Labels(context);
  }

  /** Reads the sample that the cursor stands in. */
  read(end: number, start: number): void {
    const at = this.#at;
    const [depth, labels] = [this.#depth, this.#labels.length];
    this.#given = 0;
    this.#lost = false;
    while (at.pos < end) {
      const tag = at.tag();
      if (tag === TAG.locations) this.#readStack(at.block());
      else if (tag === TAG.values) this.#readValues(at.block(), start);
      else this.#other(tag, start);
    }
    if (this.#isWhole(start)) {
      const row = ++this.#count;
      this.#stackStart[row] = this.#depth;
      this.#labelStart[row] = this.#labels.length;
    } else {
      this.#depth = depth;
      this.#labels.cut(labels);
    }
  }

  #isWhole(start: number): boolean {
    const { problems } = this.#context;
    const [given, types] = [this.#given, this.#types];
    if (given !== types) problems.add('sample values', `a sample has ${given} values, not ${types}`, start);
    if (this.#lost) problems.add('sample locations', 'a sample names a location that is not there', start);
    return given === types && !this.#lost;
  }

  /** A packed run of location ids; those below 2^21 are read in place. */
  #readStack(stop: number): void {
    const { bytes } = this.#at;
    const { dense } = this.#locations;
    const stack = this.#stack;
    let n = this.#depth;
    let pos = this.#at.pos;
    while (pos < stop) {
      const first = pos;
      let id = bytes[pos++] as number;
      if (id >= 0x80) {
        const second = pos < stop ? (bytes[pos++] as number) : 0x80;
        id = (id & 0x7f) | ((second & 0x7f) << 7);
        if (second >= 0x80) {
          const third = pos < stop ? (bytes[pos++] as number) : 0x80;
          id |= third << 14;
          if (third >= 0x80) {
            this.#depth = n;
            pos = this.#wideId(first, stop);
            n = this.#depth;
            continue;
          }
        }
      }
      const row = id < dense.length ? (dense[id] as number) : this.#locations.find(id, 0);
      if (row < 0) this.#lost = true;
      else stack[n++] = row;
    }
    this.#depth = n;
    this.#at.pos = stop;
  }

  /** An id of more than three bytes. @returns where it ends */
  #wideId(from: number, stop: number): number {
    const at = this.#at;
    const outer = at.end;
    at.pos = from;
    at.end = stop;
    at.varint();
    at.end = outer;
    this.#push(this.#locations.find(at.lo, at.hi));
    return at.pos;
  }

  #push(row: number): void {
    if (row < 0) this.#lost = true;
    else this.#stack[this.#depth++] = row;
  }

  /** A packed run of values. */
  #readValues(stop: number, start: number): void {
    const at = this.#at;
    const outer = at.end;
    at.end = stop;
    while (at.pos < stop) {
      at.varint();
      this.#value(start);
    }
    at.end = outer;
  }

  /** Puts down the value that was just read, unless it is one too many. */
  #value(start: number): void {
    const { lo, hi } = this.#at;
    const types = this.#types;
    if (this.#given < types) this.#values[this.#count * types + this.#given] = int64(lo, hi);
    this.#given++;
    if (hi !== 0 && isWide(lo, hi)) this.#context.wide(start);
  }

  /** What is rarer: a label, a number by itself, an unknown field. */
  #other(tag: number, start: number): void {
    const at = this.#at;
    const field = tag >>> 3;
    if (tag === TAG.label) this.#labels.read(at.block(), start);
    else if (tag === TAG.location) {
      at.varint();
      this.#push(this.#locations.find(at.lo, at.hi));
    } else if (tag === TAG.value) {
      at.varint();
      this.#value(start);
    } else if (field >= 1 && field <= LAST_FIELD)
      throw new WireError(`field ${field} of a sample has wire type ${tag & 7}, which it cannot have`, at.pos);
    else at.skip(tag);
  }

  tables(): { samples: SampleTable; labels: LabelTable } {
    const count = this.#count;
    return {
      samples: {
        count,
        stackStart: trimmed(this.#stackStart, count + 1),
        stack: trimmed(this.#stack, this.#depth),
        values: trimmed(this.#values, count * this.#types),
        labelStart: trimmed(this.#labelStart, count + 1),
      },
      labels: this.#labels.table(),
    };
  }
}
