import { formatPercent, formatValue, plural } from '../model/format.ts';
import { median, medianInterval } from '../stats/median.ts';
import type { CellRun, Quantity } from './experiment.ts';
import { hasSamples, valuesOf } from './objectives.ts';
import type { CellReport, Summary } from './report.ts';
import { type GcSetting, limitText } from './setting.ts';

export const QUANTITIES: readonly Quantity[] = [
  'op/s',
  'p99',
  'rate',
  'cpu-sec/op',
  'gc-cpu',
  'stw-max',
  'gc-cycles',
  'peak-heap',
  'max-rss',
];

const CONFIDENCE = 0.95;

/** Every quantity that a cell shows. */
export function summaries(cell: CellRun): CellReport['quantities'] {
  return Object.fromEntries(
    QUANTITIES.flatMap((quantity) => {
      const values = valuesOf(cell, quantity);
      return values.length > 0 ? [[quantity, summary(values)]] : [];
    }),
  );
}

function summary(values: readonly number[]): Summary {
  const { center, lo, hi } = medianInterval(values, CONFIDENCE);
  return { center, lo, hi, max: Math.max(...values), n: values.length };
}

/** Why a cell has no numbers; absent where it has. */
export function statusOf(cell: CellRun): Pick<CellReport, 'status' | 'reason'> {
  if (hasSamples(cell)) return { status: 'measured' };
  if (cell.refused !== undefined) return { status: 'not-run', reason: cell.refused };
  const [failure] = cell.failures;
  return failure
    ? { status: 'failed', reason: failure.reason }
    : { status: 'not-run', reason: 'the budget was spent before its turn came' };
}

/**
 * From this share of the CPU on the collector keeps the program from its work. The runtime itself gives it no more than
 * half (runtime/mgclimit.go), so that a limit below what is live ends in slowness and not in a standstill.
 */
const THRASHING = 0.4;

/** What to know of a cell's numbers. */
export function remarksOf(cell: CellRun, { gomemlimit }: GcSetting): readonly string[] {
  const of = (quantity: Quantity) => median(valuesOf(cell, quantity));
  const [share, heap] = [of('gc-cpu'), of('peak-heap')];
  const failed = hasSamples(cell) && cell.failures.length > 0 ? cell.failures : [];
  const limit = gomemlimit === null ? '' : limitText(gomemlimit);
  return [
    ...(share >= THRASHING ? [`thrashing: the collector takes ${formatPercent(share)} of the CPU`] : []),
    ...(gomemlimit !== null && heap > gomemlimit
      ? [`the limit is not kept: ${formatValue(heap, 'B')} of heap under GOMEMLIMIT=${limit}`]
      : []),
    ...(failed.length > 0
      ? [`${plural(failed.length, 'process', 'processes')} failed: ${failed[0]?.reason ?? ''}`]
      : []),
  ];
}
