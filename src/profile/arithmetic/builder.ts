import type { FunctionTable, LineTable, LocationTable, MappingTable, Profile } from '../../model/profile.ts';

/** Texts of a new profile. */
export class Strings {
  readonly all: string[] = [''];
  readonly #ids = new Map<string, number>([['', 0]]);

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.all.push(text) - 1;
    this.#ids.set(text, id);
    return id;
  }
}

export interface NewFunction {
  readonly name: number;
  readonly systemName: number;
  readonly filename: number;
  readonly startLine: number;
}

export interface NewMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: number;
  readonly buildId: number;
  readonly has: number;
}

export interface NewLocation {
  readonly mapping: number;
  readonly address: bigint;
  readonly folded: number;
  readonly lines: readonly { readonly fn: number; readonly line: number; readonly column: number }[];
}

/** Ids as Go writes them: 1, 2, 3 … */
function ids(count: number): BigUint64Array {
  return BigUint64Array.from({ length: count }, (_, i) => BigInt(i + 1));
}

export function functionTable(rows: readonly NewFunction[]): FunctionTable {
  return {
    count: rows.length,
    id: ids(rows.length),
    name: Uint32Array.from(rows, ({ name }) => name),
    systemName: Uint32Array.from(rows, ({ systemName }) => systemName),
    filename: Uint32Array.from(rows, ({ filename }) => filename),
    startLine: Float64Array.from(rows, ({ startLine }) => startLine),
  };
}

export function mappingTable(rows: readonly NewMapping[]): MappingTable {
  return {
    count: rows.length,
    id: ids(rows.length),
    start: BigUint64Array.from(rows, ({ start }) => start),
    limit: BigUint64Array.from(rows, ({ limit }) => limit),
    offset: BigUint64Array.from(rows, ({ offset }) => offset),
    filename: Uint32Array.from(rows, ({ filename }) => filename),
    buildId: Uint32Array.from(rows, ({ buildId }) => buildId),
    has: Uint8Array.from(rows, ({ has }) => has),
  };
}

export function locationTables(rows: readonly NewLocation[]): { locations: LocationTable; lines: LineTable } {
  const all = rows.flatMap(({ lines }) => lines);
  let end = 0;
  const locations = {
    count: rows.length,
    id: ids(rows.length),
    mapping: Int32Array.from(rows, ({ mapping }) => mapping),
    address: BigUint64Array.from(rows, ({ address }) => address),
    folded: Uint8Array.from(rows, ({ folded }) => folded),
    lineStart: Uint32Array.from([
      0,
      ...rows.map(({ lines }) => {
        end += lines.length;
        return end;
      }),
    ]),
  };
  const lines = {
    function: Int32Array.from(all, ({ fn }) => fn),
    line: Float64Array.from(all, ({ line }) => line),
    column: Float64Array.from(all, ({ column }) => column),
  };
  return { locations, lines };
}

/** Numbers in a column that grows. */
export class Column<T extends Uint32Array | Float64Array> {
  length = 0;
  data: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.data = make(1024);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#grow(this.length * 2);
    this.data[this.length++] = value;
  }

  /** The first `count` of some values. */
  append(values: ArrayLike<number>, count: number): void {
    const length = this.length + count;
    if (length > this.data.length) this.#grow(length * 2);
    for (let i = 0; i < count; i++) this.data[this.length + i] = values[i] as number;
    this.length = length;
  }

  #grow(size: number): void {
    const wider = this.#make(size);
    wider.set(this.data);
    this.data = wider;
  }

  done(): T {
    return this.data.slice(0, this.length) as T;
  }
}

export const uint32s = () => new Column((length) => new Uint32Array(length));
export const float64s = () => new Column((length) => new Float64Array(length));

/** Everything of a profile but its header. */
export type Tables = Pick<Profile, 'strings' | 'samples' | 'labels' | 'locations' | 'lines' | 'functions' | 'mappings'>;
