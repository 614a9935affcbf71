import type { LineTable, LocationTable } from '../../model/profile.ts';
import { Float64Column, signed, Uint32Column, Uint64Column } from './columns.ts';
import type { Context } from './context.ts';
import type { RowById } from './ids.ts';
import type { Messages } from './messages.ts';
import { Numbers } from './numbers.ts';
import { Rows } from './rows.ts';

/** Fields of a Location. */
const L = { id: 1, mapping: 2, address: 3, line: 4, folded: 5 } as const;

/** The location and line tables, and the locations' rows by id. */
export function readLocations(
  context: Context,
  messages: Messages,
  functions: RowById,
  mappings: RowById,
): { locations: LocationTable; lines: LineTable; rows: RowById } {
  const { at, problems } = context;
  const most = messages.mostRows;
  const rows = new Rows('location', messages, problems);
  const [id, address] = [new Uint64Column(most), new Uint64Column(most)];
  const [mapping, folded, lineStart] = [new Int32Array(most), new Uint8Array(most), new Uint32Array(most + 1)];
  const numbers = new Numbers(L.folded, 'a location');
  const [lo, hi] = [numbers.lo, numbers.hi];
  const lines = new Lines(context, functions);
  for (let i = 0; i < messages.count; i++) {
    const start = messages.at[i] as number;
    const end = messages.enter(at, i);
    const lengthBefore = lines.length;
    numbers.clear();
    while (at.pos < end) {
      const tag = at.tag();
      if (tag >>> 3 === L.line) lines.read(tag);
      else numbers.take(at, tag);
    }
    const [low, high] = [lo[L.id] as number, hi[L.id] as number];
    if (!rows.fits(low, high, start)) {
      lines.cut(lengthBefore);
      continue;
    }
    const row = rows.next(low, high);
    id.set(row, low, high);
    address.set(row, lo[L.address] as number, hi[L.address] as number);
    mapping[row] = mappings.find(lo[L.mapping] as number, hi[L.mapping] as number);
    if (mapping[row] === -1 && numbers.has(L.mapping))
      problems.add(
        'location mapping',
        `a location names mapping ${numbers.int64(L.mapping)}, which is not there`,
        start,
      );
    folded[row] = numbers.has(L.folded) ? 1 : 0;
    lineStart[row + 1] = lines.length;
  }
  const count = rows.count;
  return {
    rows: rows.byId,
    lines: lines.table(),
    locations: {
      count,
      id: id.data.subarray(0, count),
      mapping: mapping.subarray(0, count),
      address: address.data.subarray(0, count),
      folded: folded.subarray(0, count),
      lineStart: lineStart.subarray(0, count + 1),
    },
  };
}

/** Fields of a Line. */
const LINE = { function: 1, line: 2, column: 3 } as const;

/** The lines of all locations. One without a known function is left out: pprof refuses such a file. */
class Lines {
  readonly #context: Context;
  readonly #functions: RowById;
  readonly #numbers = new Numbers(LINE.column, 'a line');
  readonly #function = new Uint32Column();
  readonly #line = new Float64Column();
  readonly #column = new Float64Column();

  constructor(context: Context, functions: RowById) {
    this.#context = context;
    this.#functions = functions;
  }

  get length(): number {
    return this.#function.length;
  }

  /** Reads one, whose tag was just read. */
  read(tag: number): void {
    const { at, problems } = this.#context;
    const numbers = this.#numbers;
    const [start, outer] = [at.pos - 1, at.end];
    at.end = at.blockOf(tag, 'a location');
    numbers.read(at, at.end);
    at.end = outer;
    const row = this.#functions.find(numbers.lo[LINE.function] as number, numbers.hi[LINE.function] as number);
    if (row < 0) {
      problems.add('line function', `a line names function ${numbers.int64(LINE.function)}, which is not there`, start);
      return;
    }
    this.#function.push(row);
    this.#line.push(this.#context.number(numbers, LINE.line, start));
    this.#column.push(this.#context.number(numbers, LINE.column, start));
  }

  /** Forgets those beyond a length. */
  cut(length: number): void {
    for (const column of [this.#function, this.#line, this.#column]) column.length = length;
  }

  table(): LineTable {
    return { function: signed(this.#function.done()), line: this.#line.done(), column: this.#column.done() };
  }
}
