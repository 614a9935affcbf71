import type { Comparison, Status } from '../model/comparison.ts';
import type { Design } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { nameOf } from '../model/finding-of.ts';
import { formatCount, plural } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import { subjectKey } from '../model/subject.ts';
import type { Situation } from './situation.ts';

const MOST_NAMES = 3;
const LONGEST_NAME = 80;
const BESIDES: readonly Status[] = ['identical', 'inconclusive', 'not-measured', 'not-comparable', 'missing', 'waived'];

/** `Fails: bench/time (Encode/large, Lookup), bench/missing (Old).` */
export function failureReason(failing: readonly Finding[]): string {
  const rules = [...groupBy(failing, (f) => f.rule)];
  return `Fails: ${rules.map(([rule, own]) => `${rule} (${listed(own.map((f) => nameOf(f.subject)))})`).join(', ')}.`;
}

/** What a pass rests on: never merely that nothing was found. */
export function passReason({ comparisons, evidence, findings }: Situation): string {
  if (comparisons.length === 0) return nothingReached(evidence.setAside.length);
  const count = counter(comparisons);
  const benchmarks = plural(new Set(comparisons.map((row) => subjectKey(row.subject))).size, 'benchmark');
  if (comparisons.every((row) => row.status === 'identical'))
    return `The code and inputs of ${benchmarks} are proved equal on both sides, so none was run.`;
  const judged = comparisons.filter((row) => row.limit !== null && isJudged(row));
  const fresh = count('new') > 0 ? [newRows(count('new'))] : [];
  const onlyNew = judged.length === 0 && fresh.length > 0;
  const rests = onlyNew ? fresh : [grounds(judged, benchmarks), ...fresh, ...apart(judged, evidence.design)];
  return [...rests, ...besides(comparisons, findings)].join(' ');
}

function nothingReached(setAside: number): string {
  const aside = setAside > 0 ? ` (${plural(setAside, 'package')} with benchmarks set aside)` : '';
  return `Nothing that this change can reach has a benchmark${aside}, so nothing was run.`;
}

function grounds(judged: readonly Comparison[], benchmarks: string): string {
  if (judged.length === 0)
    return `No check limits a change of any row of ${benchmarks}: they are reported, not judged.`;
  const metrics = new Set(judged.map((row) => row.metric)).size;
  return `None of ${plural(judged.length, 'judged row')} (${benchmarks}, ${plural(metrics, 'metric')}) broke a limit.`;
}

function apart(judged: readonly Comparison[], design: Design): string[] {
  if (design === 'interleaved' || judged.length === 0) return [];
  return ['Base and head were not measured in turns, so only counted metrics could fail.'];
}

function newRows(n: number): string {
  return `Notice: ${plural(n, 'row is', 'rows are')} new, with no base to compare with.`;
}

/** What the verdict does not rest on, so that a pass does not look like more than it is. */
function besides(comparisons: readonly Comparison[], findings: readonly Finding[]): string[] {
  const count = counter(comparisons);
  const rows = BESIDES.filter((status) => count(status) > 0).map((status) => `${formatCount(count(status))} ${status}`);
  const below = findings.filter((f) => f.status === 'fail').length;
  const others = [...rows, ...(below > 0 ? [`${plural(below, 'finding')} below error`] : [])];
  return others.length === 0 ? [] : [`Besides: ${others.join(', ')}.`];
}

function isJudged({ status }: Comparison): boolean {
  return status === 'unchanged' || status === 'improved' || status === 'regressed' || status === 'waived';
}

function counter(comparisons: readonly Comparison[]): (status: Status) => number {
  const groups = groupBy(comparisons, (row) => row.status);
  return (status) => groups.get(status)?.length ?? 0;
}

/** `A, B, C and 4 more`: each name once, long ones cut. */
export function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, MOST_NAMES).map(cut).join(', ');
  return distinct.length > MOST_NAMES ? `${shown} and ${formatCount(distinct.length - MOST_NAMES)} more` : shown;
}

function cut(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${[...name.slice(0, 2 * LONGEST_NAME)].slice(0, LONGEST_NAME - 1).join('')}…`;
}
