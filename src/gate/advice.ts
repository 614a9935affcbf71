import type { Comparison } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Design } from '../model/evidence.ts';
import { nameOf } from '../model/finding-of.ts';
import { formatPercent, plural } from '../model/format.ts';
import { median } from '../stats/median.ts';

/** What a person can do about rows and files that cannot be judged well. */
export function advice(comparisons: readonly Comparison[], design: Design, ran: boolean): readonly Diagnostic[] {
  const timed = comparisons.filter((c) => c.metric === 'sec/op' && c.base && c.head && c.limit !== null);
  return [...(ran ? hopeless(timed) : filesCarry(timed, comparisons, design))].map((text) => ({
    level: 'notice',
    text,
  }));
}

/** A row that hides a slowdown by half guards nothing. */
const HOPELESS = 0.5;
const MOST_NAMES = 5;

/** Rows that no number of rounds will settle here: they never fail, so somebody should know. */
function hopeless(timed: readonly Comparison[]): string[] {
  const rows = timed.filter(
    (c) => c.status === 'inconclusive' && (c.detectable ?? Number.POSITIVE_INFINITY) > HOPELESS,
  );
  if (rows.length === 0) return [];
  const names = rows.slice(0, MOST_NAMES).map((c) => nameOf(c.subject));
  const others = rows.length > MOST_NAMES ? ` and ${rows.length - MOST_NAMES} more` : '';
  const quarantine = `- { id: bench/time, metric: sec/op, where: { benchmark: ${JSON.stringify(rows[0]?.subject.benchmark ?? '')} }, severity: off, why: … }`;
  return [
    `${names.join(', ')}${others}: too noisy to guard anything (a slowdown below ${formatPercent(HOPELESS)} stays hidden). ` +
      'Make an operation longer (more work per b.N, or benchtime: 50ms), its input fixed (no fresh random data, no network), ' +
      `or take it out of the gate: ${quarantine}`,
  ];
}

/** Samples a side with which time may be called over some ten rows. */
const ENOUGH = 10;

/** What files that people bring can and cannot carry. */
function filesCarry(timed: readonly Comparison[], all: readonly Comparison[], design: Design): string[] {
  if (timed.length === 0) return [];
  const n = Math.floor(median(timed.map((c) => Math.min(c.base?.n ?? 0, c.head?.n ?? 0))));
  const counted = all.some((c) => c.metric === 'allocs/op' && c.base && c.head);
  const counts = counted ? 'Counts (allocs/op) they carry. ' : 'They hold no counts (-benchmem). ';
  const has = `The files hold ${plural(n, 'sample')} a side`;
  if (design === 'interleaved')
    return n < ENOUGH
      ? [`${has}, in turns: few for ${plural(timed.length, 'row')} of time; ${2 * ENOUGH} a side find 5 to 10 %.`]
      : [];
  return [
    `${has}, ${design === 'baseline' ? 'recorded at another time' : 'one side after the other'}. ${counts}A change of time they ` +
      'cannot carry: a machine is fast and slow in episodes longer than that. check measures both sides in turns; ' +
      'where the rounds of the two files did alternate, say --interleaved.',
  ];
}
