import type { FunctionTable, LineTable, LocationTable, MappingTable, Profile } from '../../model/profile.ts';
import { Float64Column, signed, Uint32Column, Uint64Column } from '../../wire/pprof/columns.ts';
import { RowById } from '../../wire/pprof/ids.ts';

/** Bytes of an address in the text, at the least: ` 0x1`. */
const SHORTEST_ADDRESS = 4;
/** And of a symbol: `#⇥0x1⇥f+0x1⇥x:1`. */
const SHORTEST_SYMBOL = 15;

/** The tables of a profile that is read line by line: samples with their addresses, then the addresses' symbols. */
export class ContentionTables {
  readonly #rows: RowById;
  readonly #lo = new Uint32Column();
  readonly #hi = new Uint32Column();
  /** Function and line by row of the location, each one more than its value; 0 where the text has no symbol. */
  readonly #functionOf = new Uint32Column();
  readonly #lineOf = new Uint32Column();
  readonly #stackStart = new Uint32Column();
  readonly #stack = new Uint32Column();
  readonly #values = new Float64Column();
  readonly #strings = new Map<string, number>([['', 0]]);
  /** Rows of the functions by the indices of name and file. */
  readonly #functions: RowById;
  readonly #name = new Uint32Column();
  readonly #filename = new Uint32Column();

  /** @param length of the text */
  constructor(length: number) {
    this.#rows = new RowById(Math.ceil(length / SHORTEST_ADDRESS));
    this.#functions = new RowById(Math.ceil(length / SHORTEST_SYMBOL));
    this.#stackStart.push(0);
  }

  /** @param addresses in hexadecimal, ` 0x4d9c1f 0x4d9c15`: where calls return to; the call is one before */
  sample(contentions: number, delay: number, addresses: string): void {
    this.#values.push(contentions);
    this.#values.push(delay);
    for (let at = addresses.indexOf('x') + 1; at > 0; at = addresses.indexOf('x', at) + 1) {
      const end = addresses.indexOf(' ', at);
      this.#stack.push(this.#location(addresses.slice(at, end < 0 ? addresses.length : end)));
    }
    this.#stackStart.push(this.#stack.length);
  }

  #location(digits: string): number {
    let [lo, hi] = halves(digits);
    if (lo === 0) hi = (hi - 1) | 0;
    lo = (lo - 1) | 0;
    const known = this.#rows.find(lo, hi);
    if (known >= 0) return known;
    const row = this.#lo.length;
    this.#rows.add(lo, hi, row);
    this.#lo.push(lo);
    this.#hi.push(hi);
    this.#functionOf.push(0);
    this.#lineOf.push(0);
    return row;
  }

  /** What stands at an address that a sample has named; the first word on it counts. */
  symbol(digits: string, name: string, file: string, line: number): void {
    const row = this.#rows.find(...halves(digits));
    if (row < 0 || this.#functionOf.data[row] !== 0) return;
    this.#functionOf.data[row] = this.#function(name, file) + 1;
    this.#lineOf.data[row] = line;
  }

  #function(name: string, file: string): number {
    const [nameText, fileText] = [this.#text(name), this.#text(file)];
    const known = this.#functions.find(nameText, fileText);
    if (known >= 0) return known;
    const row = this.#name.length;
    this.#functions.add(nameText, fileText, row);
    this.#name.push(nameText);
    this.#filename.push(fileText);
    return row;
  }

  #text(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, this.#strings.size);
    return this.#strings.size - 1;
  }

  profile(): Profile {
    const count = this.#stackStart.length - 1;
    const contentions = { type: 'contentions', unit: 'count' };
    return {
      strings: [...this.#strings.keys()],
      sampleTypes: [contentions, { type: 'delay', unit: 'nanoseconds' }],
      defaultSampleType: '',
      periodType: contentions,
      period: 1,
      timeNanos: 0,
      durationNanos: 0,
      dropFrames: '',
      keepFrames: '',
      comments: [],
      docUrl: '',
      samples: {
        count,
        stackStart: this.#stackStart.done(),
        stack: this.#stack.done(),
        values: this.#values.done(),
        labelStart: new Uint32Array(count + 1),
      },
      labels: { key: new Uint32Array(0), str: new Uint32Array(0), num: new Float64Array(0), unit: new Uint32Array(0) },
      ...this.#locations(),
      functions: this.#functionTable(),
      mappings: NO_MAPPINGS,
    };
  }

  #locations(): { locations: LocationTable; lines: LineTable } {
    const count = this.#lo.length;
    const address = new Uint64Column(count);
    const lineStart = new Uint32Array(count + 1);
    const [fn, line] = [new Uint32Column(), new Float64Column()];
    for (let row = 0; row < count; row++) {
      address.set(row, this.#lo.data[row] as number, this.#hi.data[row] as number);
      const of = this.#functionOf.data[row] as number;
      if (of > 0) {
        fn.push(of - 1);
        line.push(this.#lineOf.data[row] as number);
      }
      lineStart[row + 1] = fn.length;
    }
    const functions = signed(fn.done());
    return {
      locations: {
        count,
        id: idsUpTo(count),
        mapping: new Int32Array(count).fill(-1),
        address: address.data,
        folded: new Uint8Array(count),
        lineStart,
      },
      lines: { function: functions, line: line.done(), column: new Float64Array(functions.length) },
    };
  }

  #functionTable(): FunctionTable {
    const count = this.#name.length;
    const name = this.#name.done();
    const startLine = new Float64Array(count);
    return { count, id: idsUpTo(count), name, systemName: name, filename: this.#filename.done(), startLine };
  }
}

/** The halves of a hexadecimal number of 16 digits at the most, as signed 32-bit numbers. */
function halves(digits: string): [lo: number, hi: number] {
  const high = digits.length > 8 ? Number.parseInt(digits.slice(0, -8), 16) : 0;
  return [Number.parseInt(digits.slice(-8), 16) | 0, high | 0];
}

/** 1, 2, 3 … */
function idsUpTo(count: number): BigUint64Array {
  const ids = new Uint64Column(count);
  for (let row = 0; row < count; row++) ids.set(row, row + 1, 0);
  return ids.data;
}

const NO_MAPPINGS: MappingTable = {
  count: 0,
  id: new BigUint64Array(0),
  start: new BigUint64Array(0),
  limit: new BigUint64Array(0),
  offset: new BigUint64Array(0),
  filename: new Uint32Array(0),
  buildId: new Uint32Array(0),
  has: new Uint8Array(0),
};
