import type { Comparison, Status } from '../model/comparison.ts';
import { groupBy } from '../model/group-by.ts';
import { CPU_TIME } from '../model/metric.ts';
import { benchmarkKey } from '../model/subject.ts';

/** How many benchmarks there are, and what became of them. */
export interface Tally {
  readonly total: number;
  /** Only what occurs, most important first. */
  readonly counts: readonly { readonly status: Status; readonly n: number }[];
}

/** A benchmark with several rows has the status that stands first here. */
const IMPORTANCE: readonly Status[] = [
  'regressed',
  'missing',
  'not-measured',
  'not-comparable',
  'waived',
  'improved',
  'inconclusive',
  'new',
  'unchanged',
  'identical',
];
const WORDS: Readonly<Partial<Record<Status, string>>> = {
  missing: 'vanished',
  identical: 'identical code, not run',
  'not-measured': 'not measured',
  'not-comparable': 'not comparable',
};

/** Counts benchmarks, each once, by the most important status of its judged rows (of all where no rule limits any). */
export function tally(comparisons: readonly Comparison[]): Tally {
  const statuses = [...groupBy(comparisons, (c) => benchmarkKey(c.subject)).values()].map(statusOf);
  const counts = IMPORTANCE.map((status) => ({ status, n: statuses.filter((s) => s === status).length }));
  return { total: statuses.length, counts: counts.filter(({ n }) => n > 0) };
}

/** A status as it is counted: `3 vanished`, `12 identical code, not run`. */
export function statusWords(status: Status): string {
  return WORDS[status] ?? status;
}

/** CPU time that cannot tell takes nothing from what the clock says. */
export function isUndecidedWitness({ metric, status }: Comparison): boolean {
  return metric === CPU_TIME && status === 'inconclusive';
}

function statusOf(rows: readonly Comparison[]): Status {
  const judged = rows.filter((c) => c.limit !== null && !isUndecidedWitness(c));
  const statuses = (judged.length > 0 ? judged : rows).map((c) => c.status);
  return IMPORTANCE.find((status) => statuses.includes(status)) ?? 'unchanged';
}
