import type { Cause } from '../model/finding.ts';
import { formatPercent } from '../model/format.ts';
import { shortName } from '../model/profile-change.ts';

/** `codec.(*Encoder).grow` of a cause; '' where it is the benchmark's own function, which says nothing. */
export function causeFunction({ function: full }: Cause): string {
  const short = shortName(full);
  return /(^|\.)Benchmark[^.]*$/.test(short) ? '' : short;
}

/** What of a change a cause explains, and who says so: `explains 83 %`, `heap + cpu agree`. */
export function causeGrounds({ share, witnesses }: Cause): readonly string[] {
  const explains = share === undefined ? [] : [`explains ${formatPercent(share)}`];
  return witnesses.length > 1 ? [...explains, `${witnesses.join(' + ')} agree`] : explains;
}

/** `codec.(*Encoder).grow codec/encode.go:88: +64 allocations per op (explains 83 %, heap + cpu agree)` */
export function causeLine(cause: Cause): string {
  const { file, line, text } = cause;
  const place = file === undefined ? '' : line === undefined ? file : `${file}:${line}`;
  const where = [causeFunction(cause), place].filter(Boolean).join(' ');
  const grounds = causeGrounds(cause).join(', ');
  return `${where === '' ? '' : `${where}: `}${text}${grounds === '' ? '' : ` (${grounds})`}`;
}
