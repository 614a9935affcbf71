import type { Profile, ValueType } from '../../model/profile.ts';
import { Cursor, WIRE, WireError } from '../protobuf.ts';
import { Float64Column, Uint32Column, Uint64Column } from './columns.ts';
import { RowById } from './ids.ts';
import type { Problem } from './problem.ts';

/** A profile as far as it can be used, and everything that is wrong with the file. */
export interface DecodedProfile {
  /** Null where the bytes are no protocol buffer, or lack what everything else rests on. */
  readonly profile: Profile | null;
  readonly problems: readonly Problem[];
}

/** Most problems that are named one by one. */
const MOST_PROBLEMS = 20;

/**
 * Decodes an uncompressed pprof profile (google/pprof, proto/profile.proto). Never throws for what the bytes hold: rows
 * that break an invariant are named and left out, the others stay.
 */
export function decodeProfile(bytes: Uint8Array): DecodedProfile {
  const decoder = new Decoder(bytes);
  try {
    return { profile: decoder.run(), problems: decoder.problems };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const problem = { invariant: 'well-formed protocol buffer', text: error.message, offset: error.offset };
    return { profile: null, problems: [...decoder.problems, problem] };
  }
}

/** Where the messages of one field begin and end. */
class Messages {
  readonly from = new Uint32Column();
  readonly to = new Uint32Column();

  push(from: number, to: number): void {
    this.from.push(from);
    this.to.push(to);
  }

  get count(): number {
    return this.from.length;
  }
}

class Decoder {
  readonly problems: Problem[] = [];
  readonly #bytes: Uint8Array;
  readonly #at: Cursor;
  readonly #strings: string[] = [];
  readonly #messages: readonly Messages[] = Array.from({ length: 6 }, () => new Messages());
  readonly #scalars = new Float64Array(16);
  readonly #comments: number[] = [];
  #periodType: [number, number] | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#at = new Cursor(bytes);
  }

  run(): Profile {
    this.#scan();
    const sampleTypes = this.#sampleTypes();
    const functions = this.#functions();
    const mappings = this.#mappings();
    const locations = this.#locations(functions.rows, mappings.rows);
    const samples = this.#samples(locations.rows, sampleTypes.length);
    const [, , , , , , , drop = 0, keep = 0, time = 0, duration = 0, , period = 0, , preferred = 0, doc = 0] =
      this.#scalars;
    return {
      strings: this.#strings,
      sampleTypes,
      defaultSampleType: this.#string(preferred, 0),
      periodType: this.#periodType && this.#valueType(...this.#periodType),
      period,
      timeNanos: time,
      durationNanos: duration,
      dropFrames: this.#string(drop, 0),
      keepFrames: this.#string(keep, 0),
      comments: this.#comments.map((index) => this.#string(index, 0)),
      docUrl: this.#string(doc, 0),
      functions: functions.table,
      mappings: mappings.table,
      ...locations.tables,
      ...samples,
    };
  }

  #problem(invariant: string, text: string, offset: number): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ invariant, text, offset });
  }

  /** First pass: texts and scalars; of messages where they are, since those of one kind may stand after what names them. */
  #scan(): void {
    const at = this.#at;
    while (at.pos < at.end) {
      const start = at.pos;
      const tag = at.uint32('a field number');
      const field = tag >>> 3;
      if (field >= 1 && field <= 5) this.#messages[field]?.push(...this.#block(tag));
      else if (field === 6) this.#strings.push(text(this.#bytes, ...this.#block(tag)));
      else if (field === 11) this.#periodType = this.#block(tag);
      else if (field === 13) this.#numbers(tag, this.#comments);
      else if (field >= 7 && field <= 15) {
        if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} is no number`, start);
        this.#scalars[field] = at.int64();
      } else at.skip(tag);
    }
    if (this.#strings[0] !== '') {
      if (this.#strings.length > 0) this.#problem('string_table[0] is empty', 'the first text is not empty', 0);
      this.#strings[0] = '';
    }
  }

  #block(tag: number): [number, number] {
    const at = this.#at;
    if ((tag & 7) !== WIRE.bytes) throw new WireError(`field ${tag >>> 3} is no message`, at.pos);
    const end = at.block();
    const from = at.pos;
    at.pos = end;
    return [from, end];
  }

  #numbers(tag: number, into: number[]): void {
    const at = this.#at;
    if ((tag & 7) === WIRE.varint) into.push(at.int64());
    else {
      const [from, to] = this.#block(tag);
      const inner = new Cursor(this.#bytes, from, to);
      while (inner.pos < to) into.push(inner.int64());
    }
  }

  #string(index: number, offset: number): string {
    return this.#strings[this.#index(index, offset)] ?? '';
  }

  /** A text's index, or 0 for one that the table has not. */
  #index(index: number, offset: number): number {
    if (index >= 0 && index < this.#strings.length) return index;
    this.#problem('string index in range', `text ${index} of ${this.#strings.length}`, offset);
    return 0;
  }

  #valueType(from: number, to: number): ValueType {
    const fields = this.#fields(from, to, 2);
    return { type: this.#string(fields[1] ?? 0, from), unit: this.#string(fields[2] ?? 0, from) };
  }

  #sampleTypes(): ValueType[] {
    const { from, to, count } = this.#messages[1] as Messages;
    return Array.from({ length: count }, (_, i) => this.#valueType(from.data[i] as number, to.data[i] as number));
  }

  /** The number fields of a message without repeated ones, by field number; what is absent is 0. */
  #fields(from: number, to: number, last: number): number[] {
    const at = new Cursor(this.#bytes, from, to);
    const values = new Array<number>(last + 1).fill(0);
    while (at.pos < to) {
      const start = at.pos;
      const tag = at.uint32('a field number');
      const field = tag >>> 3;
      if (field === 0 || field > last) at.skip(tag);
      else if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} is no number`, start);
      else values[field] = at.int64();
    }
    return values;
  }

  #functions() {
    const { from, to, count } = this.#messages[5] as Messages;
    const rows = new RowById(count);
    const id = new Uint64Column(count);
    const column = () => new Uint32Array(count);
    const [name, systemName, filename] = [column(), column(), column()];
    const startLine = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const start = from.data[i] as number;
      const end = to.data[i] as number;
      const at = new Cursor(this.#bytes, start, end);
      let [lo, hi] = [0, 0];
      while (at.pos < end) {
        const tag = at.uint32('a field number');
        const field = tag >>> 3;
        if (field < 1 || field > 5) {
          at.skip(tag);
          continue;
        }
        if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} of a function is no number`, at.pos);
        if (field === 1) {
          at.varint();
          [lo, hi] = [at.lo, at.hi];
        } else if (field === 5) startLine[i] = at.int64();
        else {
          const index = this.#index(at.int64(), start);
          (field === 2 ? name : field === 3 ? systemName : filename)[i] = index;
        }
      }
      id.set(i, lo, hi);
      this.#register('function', rows, lo, hi, i, start);
    }
    return { rows, table: { count, id: id.data, name, systemName, filename, startLine } };
  }

  #register(kind: string, rows: RowById, lo: number, hi: number, row: number, offset: number): void {
    const id = hi * 0x1_0000_0000 + lo;
    if (id === 0) this.#problem(`${kind} id is not 0`, `a ${kind} has the reserved id 0`, offset);
    else if (!rows.add(lo, hi, row))
      this.#problem(`${kind} id is unique`, `two ${kind}s have the id ${id}; the first one counts`, offset);
  }

  #mappings() {
    const { from, to, count } = this.#messages[3] as Messages;
    const rows = new RowById(count);
    const wide = Array.from({ length: 4 }, () => new Uint64Column(count)) as [
      Uint64Column,
      Uint64Column,
      Uint64Column,
      Uint64Column,
    ];
    const filename = new Uint32Array(count);
    const buildId = new Uint32Array(count);
    const has = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const start = from.data[i] as number;
      const end = to.data[i] as number;
      const at = new Cursor(this.#bytes, start, end);
      let [lo, hi] = [0, 0];
      while (at.pos < end) {
        const tag = at.uint32('a field number');
        const field = tag >>> 3;
        if (field < 1 || field > 10) {
          at.skip(tag);
          continue;
        }
        if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} of a mapping is no number`, at.pos);
        const value = at.int64();
        if (field <= 4) wide[field - 1]?.set(i, at.lo, at.hi);
        if (field === 1) [lo, hi] = [at.lo, at.hi];
        else if (field === 5) filename[i] = this.#index(value, start);
        else if (field === 6) buildId[i] = this.#index(value, start);
        else if (field >= 7 && value !== 0) has[i] = (has[i] as number) | (1 << (field - 7));
      }
      this.#register('mapping', rows, lo, hi, i, start);
    }
    const [id, begin, limit, offset] = wide;
    const table = {
      count,
      id: id.data,
      start: begin.data,
      limit: limit.data,
      offset: offset.data,
      filename,
      buildId,
      has,
    };
    return { rows, table };
  }

  #locations(functions: RowById, mappings: RowById) {
    const { from, to, count } = this.#messages[4] as Messages;
    const rows = new RowById(count);
    const id = new Uint64Column(count);
    const address = new Uint64Column(count);
    const mapping = new Int32Array(count).fill(-1);
    const folded = new Uint8Array(count);
    const lineStart = new Uint32Array(count + 1);
    const [fn, line, column] = [
      new Uint32Column(count + 1),
      new Float64Column(count + 1),
      new Float64Column(count + 1),
    ];
    const at = new Cursor(this.#bytes);
    for (let i = 0; i < count; i++) {
      const start = from.data[i] as number;
      const end = to.data[i] as number;
      at.pos = start;
      at.end = end;
      let [lo, hi] = [0, 0];
      while (at.pos < end) {
        const tag = at.uint32('a field number');
        if (tag === 0x22) {
          const stop = at.block();
          at.end = stop;
          this.#line(at, stop, functions, fn, line, column);
          at.end = end;
          continue;
        }
        const field = tag >>> 3;
        if (field < 1 || field > 5) {
          at.skip(tag);
          continue;
        }
        if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} of a location is no number`, at.pos);
        at.varint();
        if (field === 1) [lo, hi] = [at.lo, at.hi];
        else if (field === 2) {
          const row = mappings.find(at.lo, at.hi);
          if (row < 0 && (at.lo !== 0 || at.hi !== 0))
            this.#problem('location has a known mapping', `a location names the mapping ${at.lo}`, start);
          mapping[i] = row;
        } else if (field === 3) address.set(i, at.lo, at.hi);
        else if (field === 5) folded[i] = at.lo === 0 && at.hi === 0 ? 0 : 1;
      }
      id.set(i, lo, hi);
      lineStart[i + 1] = fn.length;
      this.#register('location', rows, lo, hi, i, start);
    }
    const lines = { function: new Int32Array(fn.done().buffer), line: line.done(), column: column.done() };
    return {
      rows,
      tables: { locations: { count, id: id.data, mapping, address: address.data, folded, lineStart }, lines },
    };
  }

  #line(at: Cursor, end: number, functions: RowById, fn: Uint32Column, line: Float64Column, column: Float64Column) {
    const start = at.pos;
    let row = -1;
    let [number, col] = [0, 0];
    while (at.pos < end) {
      const tag = at.uint32('a field number');
      const field = tag >>> 3;
      if (field < 1 || field > 3) {
        at.skip(tag);
        continue;
      }
      if ((tag & 7) !== WIRE.varint) throw new WireError(`field ${field} of a line is no number`, at.pos);
      const value = at.int64();
      if (field === 1) row = functions.find(at.lo, at.hi);
      else if (field === 2) number = value;
      else col = value;
    }
    if (row < 0) this.#problem('line has a known function', 'a line names a function that is not there', start);
    fn.push(row);
    line.push(number);
    column.push(col);
  }

  #samples(locations: RowById, types: number) {
    const { from, to, count } = this.#messages[2] as Messages;
    const stackStart = new Uint32Array(count + 1);
    const labelStart = new Uint32Array(count + 1);
    const stack = new Uint32Column(count * 8 + 1);
    const values = new Float64Array(count * types);
    const labels = {
      key: new Uint32Column(),
      str: new Uint32Column(),
      num: new Float64Column(),
      unit: new Uint32Column(),
    };
    const at = new Cursor(this.#bytes);
    if (count > 0 && types === 0)
      this.#problem('sample types are named', 'there are samples, and no sample type', from.data[0] as number);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const start = from.data[i] as number;
      const end = to.data[i] as number;
      at.pos = start;
      at.end = end;
      const [stackBefore, labelsBefore] = [stack.length, labels.key.length];
      let n = 0;
      let lost = false;
      while (at.pos < end) {
        const tag = at.uint32('a field number');
        if (tag === 0x0a) {
          const stop = at.block();
          at.end = stop;
          while (at.pos < stop) {
            at.varint();
            const row = locations.find(at.lo, at.hi);
            if (row < 0) lost = true;
            else stack.push(row);
          }
          at.end = end;
        } else if (tag === 0x08) {
          at.varint();
          const row = locations.find(at.lo, at.hi);
          if (row < 0) lost = true;
          else stack.push(row);
        } else if (tag === 0x12) {
          const stop = at.block();
          at.end = stop;
          while (at.pos < stop) {
            const value = at.int64();
            if (n < types) values[kept * types + n] = value;
            n++;
          }
          at.end = end;
        } else if (tag === 0x10) {
          const value = at.int64();
          if (n < types) values[kept * types + n] = value;
          n++;
        } else if (tag === 0x1a) {
          const stop = at.block();
          const [, key = 0, str = 0, num = 0, unit = 0] = this.#fields(at.pos, stop, 4);
          at.pos = stop;
          labels.key.push(this.#index(key, start));
          labels.str.push(this.#index(str, start));
          labels.num.push(num);
          labels.unit.push(this.#index(unit, start));
        } else if (tag >>> 3 >= 1 && tag >>> 3 <= 3)
          throw new WireError(`field ${tag >>> 3} of a sample has wire type ${tag & 7}`, at.pos);
        else at.skip(tag);
      }
      if (lost) this.#problem('sample has known locations', 'a sample names a location that is not there', start);
      if (n !== types)
        this.#problem('sample has a value per type', `a sample has ${n} values, there are ${types} types`, start);
      if (lost || n !== types) {
        stack.length = stackBefore;
        for (const column of Object.values(labels)) column.length = labelsBefore;
        values.fill(0, kept * types, kept * types + types);
        continue;
      }
      kept++;
      stackStart[kept] = stack.length;
      labelStart[kept] = labels.key.length;
    }
    return {
      samples: {
        count: kept,
        stackStart: stackStart.subarray(0, kept + 1),
        stack: stack.done(),
        values: values.subarray(0, kept * types),
        labelStart: labelStart.subarray(0, kept + 1),
      },
      labels: {
        key: labels.key.done(),
        str: labels.str.done(),
        num: labels.num.done(),
        unit: labels.unit.done(),
      },
    };
  }
}

const UTF8 = new TextDecoder();

function text(bytes: Uint8Array, from: number, to: number): string {
  return UTF8.decode(bytes.subarray(from, to));
}
