import type { Comparison } from '../model/comparison.ts';
import type { Finding, Testimony } from '../model/finding.ts';
import { benchmarkFunction, rowOf, silent } from '../model/finding-of.ts';
import { changeWord, formatChange, formatValue } from '../model/format.ts';
import type { CrossCheck } from './crosscheck.ts';

const WITNESS = 'allocations';
/** A rise of allocs/op by this or less is the rounding of a quotient of integers. */
const QUANTUM = 1;
/** B/op wobbles: a rise counts beyond 1 % and 32 bytes. */
const WOBBLE = { relative: 0.01, absolute: 32 };

/**
 * The runtime's allocation counters (`-benchmem`, MemStats) against the clock: a benchmark that is slower and allocates
 * more has both tools against it, and the allocations are a cause. For findings about allocations, time is the witness.
 */
export const allocations: CrossCheck = {
  witness: WITNESS,
  about: 'The allocation counters of the runtime: does a slower benchmark allocate more?',
  testify(finding, { comparisons }) {
    switch (finding.metric) {
      case 'sec/op':
        return ofTime(finding, comparisons);
      case 'allocs/op':
      case 'B/op':
        return ofAllocations(finding, comparisons);
      default:
        return silent('this metric is neither time nor allocations');
    }
  },
};

function ofTime(finding: Finding, comparisons: readonly Comparison[]): Testimony {
  const count = rowOf({ ...finding, metric: 'allocs/op' }, comparisons);
  const bytes = rowOf({ ...finding, metric: 'B/op' }, comparisons);
  if (!count && !bytes) return silent('allocations were not counted');
  const more = [
    ...(count && rose(count, QUANTUM) ? [`${change(count)} allocations per op`] : []),
    ...(bytes && rose(bytes, wobble(bytes)) ? [`${change(bytes)} allocated per op`] : []),
  ];
  if (more.length === 0) return silent('allocations did not rise');
  const text = more.join(', ');
  const cause = { function: benchmarkFunction(finding.subject), kind: 'allocation', witnesses: [WITNESS], text };
  return { says: 'agrees', text, causes: [cause] };
}

/** Bytes and counts come from the same counters, so they are one witness; the clock is another. */
function ofAllocations(finding: Finding, comparisons: readonly Comparison[]): Testimony {
  const time = rowOf({ ...finding, metric: 'sec/op' }, comparisons);
  if (time?.status !== 'regressed') return silent('time did not follow; allocations count by themselves');
  return {
    says: 'agrees',
    text: `time rose too: ${change(time)}, ${formatChange(time.ratio)} ${changeWord('sec/op', true)}`,
  };
}

function rose(row: Comparison, least: number): boolean {
  return row.status === 'regressed' || (row.difference ?? 0) > least;
}

function wobble({ base }: Comparison): number {
  return Math.max(WOBBLE.absolute, WOBBLE.relative * (base?.center ?? 0));
}

function change({ base, head, unit }: Comparison): string {
  return `${formatValue(base?.center ?? Number.NaN, unit)} → ${formatValue(head?.center ?? Number.NaN, unit)}`;
}
