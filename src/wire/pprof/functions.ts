import type { FunctionTable } from '../../model/profile.ts';
import { Uint64Column } from './columns.ts';
import type { Context } from './context.ts';
import type { RowById } from './ids.ts';
import type { Messages } from './messages.ts';
import { Numbers } from './numbers.ts';
import { Rows } from './rows.ts';

/** Fields of a Function. */
const F = { id: 1, name: 2, systemName: 3, filename: 4, startLine: 5 } as const;

/** The function table, and its rows by id. */
export function readFunctions(context: Context, messages: Messages): { table: FunctionTable; rows: RowById } {
  const most = messages.mostRows;
  const rows = new Rows('function', messages, context.problems);
  const id = new Uint64Column(most);
  const [name, systemName, filename] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)];
  const startLine = new Float64Array(most);
  const numbers = new Numbers(F.startLine, 'a function');
  const [lo, hi] = [numbers.lo, numbers.hi];
  for (let i = 0; i < messages.count; i++) {
    const start = numbers.message(context.at, messages, i);
    const [low, high] = [lo[F.id] as number, hi[F.id] as number];
    if (!rows.fits(low, high, start)) continue;
    const row = rows.next(low, high);
    id.set(row, low, high);
    name[row] = context.textIndex(numbers, F.name, start);
    systemName[row] = context.textIndex(numbers, F.systemName, start);
    filename[row] = context.textIndex(numbers, F.filename, start);
    startLine[row] = context.number(numbers, F.startLine, start);
  }
  const count = rows.count;
  return {
    rows: rows.byId,
    table: {
      count,
      id: id.data.subarray(0, count),
      name: name.subarray(0, count),
      systemName: systemName.subarray(0, count),
      filename: filename.subarray(0, count),
      startLine: startLine.subarray(0, count),
    },
  };
}
