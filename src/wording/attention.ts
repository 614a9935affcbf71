import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import { rowKey, rowOf } from '../model/finding-of.ts';
import { groupBy } from '../model/group-by.ts';
import { memo } from '../model/memo.ts';
import type { Report } from '../model/report.ts';
import { benchmarkKey, type Subject, subjectKey } from '../model/subject.ts';
import { isUndecidedWitness } from './tally.ts';

/** How much something that needs a person's eye matters; `unclear` could not be judged. */
export type Urgency = 'error' | 'warning' | 'unclear';

/** Something a person has to act on: a row with what the rules say of it, or a finding about no row at all. */
export interface Attention {
  readonly urgency: Urgency;
  readonly subject: Subject;
  /** Absent where the finding is about a whole benchmark, a package or the rules. */
  readonly comparison: Comparison | null;
  readonly findings: readonly Finding[];
}

/** Rows that were never compared say the same of every metric: they are one thing to act on. */
const WHOLE: readonly string[] = ['missing', 'not-measured', 'not-comparable'];
const ORDER: readonly Urgency[] = ['error', 'warning', 'unclear'];
const METRICS: readonly string[] = ['sec/op', 'B/s', 'B/op', 'allocs/op'];

/**
 * What needs action, most urgent first: broken errors, broken warnings, then what could not be judged. The rows of one
 * benchmark stay together, the worst benchmark first. Notices and waived findings need none and are not here.
 */
export const attentionOf = memo((report: Report): readonly Attention[] => {
  const bySubject = groupBy(report.comparisons, (c) => subjectKey(c.subject));
  const whole = (f: Finding) => bySubject.get(subjectKey(f.subject))?.find((c) => WHOLE.includes(c.status));
  const told = report.findings
    .filter(needsAction)
    .map((finding) => ({ finding, comparison: rowOf(finding, report.comparisons) ?? whole(finding) ?? null }));
  const items = [...groupBy(told, keyOf).values()].map(toAttention);
  return inOrder([...items, ...(report.verdict === 'inconclusive' ? unclearRows(report, items) : [])]);
});

/** Rows that could not be judged are alike: so many show what is the matter. */
const UNCLEAR_SHOWN = 8;

/** What is worth showing one by one; the others are only counted. */
export function pressing(items: readonly Attention[]): { readonly shown: readonly Attention[]; readonly left: number } {
  const unclear = items.filter((item) => item.urgency === 'unclear').slice(0, UNCLEAR_SHOWN);
  const shown = [...items.filter((item) => item.urgency !== 'unclear'), ...unclear];
  return { shown, left: items.length - shown.length };
}

interface Told {
  readonly finding: Finding;
  readonly comparison: Comparison | null;
}

function needsAction(f: Finding): boolean {
  return f.status !== 'waived' && f.severity !== 'notice';
}

function keyOf({ finding, comparison }: Told): string {
  if (comparison) return rowOrSubject(comparison);
  return JSON.stringify([finding.rule, subjectKey(finding.subject), finding.metric ?? '', finding.message]);
}

function rowOrSubject(c: Comparison): string {
  return WHOLE.includes(c.status) ? subjectKey(c.subject) : rowKey(c.subject, c.metric);
}

function toAttention(group: readonly Told[]): Attention {
  const findings = group.map((g) => g.finding);
  const urgencies = findings.map(urgencyOf);
  return {
    urgency: ORDER.find((u) => urgencies.includes(u)) ?? 'unclear',
    subject: group[0]?.finding.subject ?? {},
    comparison: group[0]?.comparison ?? null,
    findings: [...new Map(findings.map((f) => [`${f.rule} ${f.message}`, f])).values()],
  };
}

function urgencyOf(f: Finding): Urgency {
  if (f.status === 'inconclusive') return 'unclear';
  return f.severity === 'error' ? 'error' : 'warning';
}

/** Where the verdict is inconclusive, the rows behind it of which no finding speaks, neither of them nor of their package. */
function unclearRows(report: Report, told: readonly Attention[]): Attention[] {
  const rows = new Set(told.flatMap(({ comparison }) => (comparison ? [rowOrSubject(comparison)] : [])));
  const packages = new Set(told.map(({ subject }) => subjectKey(subject)));
  const known = (c: Comparison) => rows.has(rowOrSubject(c)) || packages.has(subjectKey({ pkg: c.subject.pkg ?? '' }));
  const open = report.comparisons.filter((c) => isOpen(c) && !known(c));
  const once = new Map(open.map((c) => [rowOrSubject(c), c]));
  return [...once.values()].map((c) => ({ urgency: 'unclear', subject: c.subject, comparison: c, findings: [] }));
}

/** Should have been judged and was not. What fails on both sides alike is no news, a spent budget is. */
export function isOpen(c: Comparison): boolean {
  if (c.status === 'not-measured') return c.failedOn !== 'both' || c.cause === 'budget';
  return c.status === 'not-comparable' || (c.status === 'inconclusive' && c.limit !== null && !isUndecidedWitness(c));
}

function inOrder(items: readonly Attention[]): Attention[] {
  const benchmarks = groupBy(items, (item) => `${ORDER.indexOf(item.urgency)} ${benchmarkKey(item.subject)}`);
  const groups = [...benchmarks.values()].map((group) => ({
    urgency: ORDER.indexOf(group[0]?.urgency ?? 'unclear'),
    worst: Math.max(...group.map((item) => factor(item.comparison))),
    group: group.sort((a, b) => metricRank(a) - metricRank(b)),
  }));
  return groups.sort((a, b) => a.urgency - b.urgency || b.worst - a.worst).flatMap(({ group }) => group);
}

/** By how much a row changed, either way; a rise from 0 beats every factor. */
function factor(c: Comparison | null): number {
  if (c === null) return 0;
  if (c.ratio === null) return c.base && c.head ? Number.MAX_VALUE : 0;
  return Math.max(c.ratio, 1 / Math.max(c.ratio, Number.MIN_VALUE));
}

function metricRank(item: Attention): number {
  const rank = METRICS.indexOf(item.comparison?.metric ?? '');
  return rank < 0 ? METRICS.length : rank;
}

/** The rules' own words (`why`) for each item, each said once: where it first applies. */
export function whysOf(items: readonly Attention[]): ReadonlyMap<Attention, readonly string[]> {
  const said = new Set<string>();
  return new Map(
    items.map((item) => {
      const fresh = [...new Set(item.findings.flatMap((f) => f.why ?? []))].filter((why) => !said.has(why));
      for (const why of fresh) said.add(why);
      return [item, fresh] as const;
    }),
  );
}
