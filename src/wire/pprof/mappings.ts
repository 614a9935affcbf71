import { MAPPING_HAS, type MappingTable } from '../../model/profile.ts';
import { Uint64Column } from './columns.ts';
import type { Context } from './context.ts';
import type { RowById } from './ids.ts';
import type { Messages } from './messages.ts';
import { Numbers } from './numbers.ts';
import { Rows } from './rows.ts';

/** Fields of a Mapping. */
const M = { id: 1, start: 2, limit: 3, offset: 4, filename: 5, buildId: 6, functions: 7, inlineFrames: 10 } as const;
/** Bits of what is known, by field. */
const HAS: Readonly<Record<number, number>> = {
  7: MAPPING_HAS.functions,
  8: MAPPING_HAS.filenames,
  9: MAPPING_HAS.lines,
  10: MAPPING_HAS.inlineFrames,
};

/** The mapping table, and its rows by id. */
export function readMappings(context: Context, messages: Messages): { table: MappingTable; rows: RowById } {
  const most = messages.mostRows;
  const rows = new Rows('mapping', messages, context.problems);
  const column = () => new Uint64Column(most);
  const [id, from, limit, offset] = [column(), column(), column(), column()];
  const [filename, buildId, has] = [new Uint32Array(most), new Uint32Array(most), new Uint8Array(most)];
  const numbers = new Numbers(M.inlineFrames, 'a mapping');
  const [lo, hi] = [numbers.lo, numbers.hi];
  const put = (to: Uint64Column, row: number, field: number) => to.set(row, lo[field] as number, hi[field] as number);
  for (let i = 0; i < messages.count; i++) {
    const start = numbers.message(context.at, messages, i);
    if (!rows.fits(lo[M.id] as number, hi[M.id] as number, start)) continue;
    const row = rows.next(lo[M.id] as number, hi[M.id] as number);
    put(id, row, M.id);
    put(from, row, M.start);
    put(limit, row, M.limit);
    put(offset, row, M.offset);
    filename[row] = context.textIndex(numbers, M.filename, start);
    buildId[row] = context.textIndex(numbers, M.buildId, start);
    has[row] = known(numbers);
  }
  const count = rows.count;
  return {
    rows: rows.byId,
    table: {
      count,
      id: id.data.subarray(0, count),
      start: from.data.subarray(0, count),
      limit: limit.data.subarray(0, count),
      offset: offset.data.subarray(0, count),
      filename: filename.subarray(0, count),
      buildId: buildId.subarray(0, count),
      has: has.subarray(0, count),
    },
  };
}

function known(numbers: Numbers): number {
  let bits = 0;
  for (let field: number = M.functions; field <= M.inlineFrames; field++)
    if (numbers.has(field)) bits |= HAS[field] as number;
  return bits;
}
