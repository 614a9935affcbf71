import type { Comparison } from '../model/comparison.ts';
import { groupBy } from '../model/group-by.ts';
import { CPU_TIME } from '../model/metric.ts';
import { subjectKey } from '../model/subject.ts';
import type { Wanted } from '../plan/profiles.ts';
import { runnableRows } from './discover.ts';
import { compareAll } from './opinion.ts';
import type { Survey } from './survey.ts';

/** Units that tell that a row allocates. */
const ALLOCATED: readonly string[] = ['B/op', 'allocs/op'];
/** Which time says by how much a row got slower: the first that regressed. */
const TIMES: readonly string[] = ['sec/op', CPU_TIME];

/** Stands for what grew from nothing, or fell to it. */
const MOST = Number.MAX_VALUE;

/**
 * The rows to run under the profilers: those that regressed in any metric by any of the rules that judge, and with
 * `profile: always` all of them. The largest regression comes first; of memory are asked those that allocate.
 */
export function toProfile(survey: Survey): readonly Wanted[] {
  const { measure, rows, outcome, rulings } = survey;
  if (measure.profile === 'never') return [];
  const comparisons = rulings.flatMap((ruling) => compareAll(ruling, survey));
  const byKey = groupBy(comparisons, ({ subject }) => subjectKey(subject));
  const known = runnableRows(rows, outcome).map(({ key }) => ({ key, own: byKey.get(key) ?? [] }));
  const asked = measure.profile === 'always' ? known : known.filter(({ own }) => own.some(isRegressed));
  const sized = asked.map(({ key, own }) => ({ key, own, size: sizeOf(own) }));
  return sized.sort((a, b) => b.size - a.size).map(({ key, own }) => wanted(key, own));
}

function isRegressed({ status }: Comparison): boolean {
  return status === 'regressed';
}

/** How far the metric that regressed most moved, up or down; 0 where none did. */
function sizeOf(own: readonly Comparison[]): number {
  const moved = own.filter(isRegressed).map(({ ratio }) => (ratio === null ? MOST : Math.abs(Math.log(ratio))));
  return Math.max(0, ...moved.map((size) => Math.min(size, MOST)));
}

function wanted(key: string, own: readonly Comparison[]): Wanted {
  const allocates = own.some(
    (c) => ALLOCATED.includes(c.metric) && [c.base, c.head].some((side) => (side?.center ?? 0) > 0),
  );
  return { key, growth: growthOf(own), secPerOp: slowerOf(own), runs: allocates ? ['cpu', 'memory'] : ['cpu'] };
}

function growthOf(own: readonly Comparison[]): number | null {
  const times = own.filter(isRegressed).filter(({ metric }) => TIMES.includes(metric));
  const [slower] = times.sort((a, b) => TIMES.indexOf(a.metric) - TIMES.indexOf(b.metric));
  return slower?.ratio == null ? null : slower.ratio - 1;
}

function slowerOf(own: readonly Comparison[]): number | null {
  const time = own.find(({ metric }) => metric === 'sec/op');
  const centers = [time?.base, time?.head].flatMap((side) => side?.center ?? []);
  return centers.length === 0 ? null : Math.max(...centers);
}
