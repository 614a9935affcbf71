import type { Comparison } from '../model/comparison.ts';
import { formatCount, formatPercent, plural } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import type { Report, Verdict } from '../model/report.ts';
import { benchmarkKey } from '../model/subject.ts';
import { type Attention, attentionOf, isOpen } from './attention.ts';
import { type Tally, tally } from './tally.ts';

/** The verdict and the action to take, in one line. */
export interface Headline {
  /** `warn`: passed, with something to look at. */
  readonly mood: 'fail' | 'warn' | 'inconclusive' | 'pass';
  /** What is the case: `3 benchmarks got slower`. */
  readonly what: string;
  /** What to do about it: `fix them, or accept them in the rules`. */
  readonly action: string;
}

/** The headline of a report; `what` may quote foreign text (the report's reason, a finding's message). */
export function headlineOf(report: Report): Headline {
  const headline = VERDICTS[report.verdict](report);
  return { ...headline, what: headline.what.charAt(0).toUpperCase() + headline.what.slice(1) };
}

const VERDICTS: Readonly<Record<Verdict, (report: Report) => Headline>> = { fail: failed, inconclusive, pass: passed };

type Kind = 'slower' | 'allocates' | 'worse' | 'limit' | 'vanished' | 'unmeasured' | 'edited' | 'other' | 'rules';

/** One benchmark is counted under the first of these that fits any of its rows. */
const KINDS: readonly Kind[] = [
  'slower',
  'allocates',
  'worse',
  'limit',
  'vanished',
  'unmeasured',
  'edited',
  'other',
  'rules',
];
const SAYS: Readonly<Record<Exclude<Kind, 'rules'>, readonly [one: string, many: string]>> = {
  slower: ['got slower', 'got slower'],
  allocates: ['allocates more', 'allocate more'],
  worse: ['got worse', 'got worse'],
  limit: ['breaks a limit', 'break a limit'],
  vanished: ['vanished', 'vanished'],
  unmeasured: ['does not run', 'do not run'],
  edited: ['was itself edited', 'were themselves edited'],
  other: ['breaks a rule', 'break a rule'],
};

function kindOf({ comparison, findings }: Attention): Kind {
  if (findings.some((f) => f.rule === 'rules/changed')) return 'rules';
  if (findings.some((f) => f.rule === 'bench/failed')) return 'unmeasured';
  if (findings.some((f) => f.rule === 'bench/changed')) return 'edited';
  if (comparison === null) return findings.some((f) => f.rule === 'bench/missing') ? 'vanished' : 'other';
  if (comparison.status === 'missing') return 'vanished';
  if (comparison.status === 'not-measured') return 'unmeasured';
  if (comparison.status !== 'regressed') return 'limit';
  if (comparison.unit.startsWith('sec')) return 'slower';
  return /^(B|allocs)\/op$/.test(comparison.unit) ? 'allocates' : 'worse';
}

/** `2 benchmarks got slower, 1 allocates more and 1 vanished`, and the kinds that were said. */
function whatHappened(items: readonly Attention[]): { text: string; kinds: readonly Kind[]; n: number } {
  const benchmarks = [...groupBy(items, (item) => benchmarkKey(item.subject)).values()];
  const found = benchmarks.map((rows) => KINDS.find((kind) => rows.some((row) => kindOf(row) === kind)) ?? 'other');
  const kinds = KINDS.filter((kind) => found.includes(kind));
  const noun = items.every(({ subject }) => !subject.benchmark && subject.pkg) ? 'package' : 'benchmark';
  const parts = kinds.map((kind, i) => {
    if (kind === 'rules') return 'the rules get looser';
    const n = found.filter((k) => k === kind).length;
    return `${i === 0 ? plural(n, noun) : formatCount(n)} ${SAYS[kind][n === 1 ? 0 : 1]}`;
  });
  return { text: listed(parts), kinds, n: benchmarks.length };
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function failed(report: Report): Headline {
  const errors = attentionOf(report).filter((item) => item.urgency === 'error');
  const only = errors.every((item) => kindOf(item) === 'other') ? errors[0]?.findings[0]?.message : undefined;
  if (errors.length === 0 || only !== undefined)
    return { mood: 'fail', what: bare(only ?? report.reason), action: 'see below, then fix it or change the rules' };
  const { text, kinds, n } = whatHappened(errors);
  return { mood: 'fail', what: text, action: repair(kinds, n === 1 ? 'it' : 'them') };
}

function repair(kinds: readonly Kind[], them: string): string {
  if (kinds.every((kind) => kind === 'rules')) return 'restore them, or change them in a pull request of their own';
  if (kinds.every((kind) => kind === 'vanished')) return `bring ${them} back, or accept that in the rules`;
  if (kinds.every((kind) => kind === 'unmeasured')) return `make ${them} run again on head`;
  return `fix ${them}, or accept ${them} in the rules`;
}

function passed(report: Report): Headline {
  const warnings = attentionOf(report);
  if (warnings.length > 0) {
    const { text, n } = whatHappened(warnings);
    return { mood: 'warn', what: `Nothing fails, but ${text}`, action: `have a look at ${n === 1 ? 'it' : 'them'}` };
  }
  const counts = tally(report.comparisons);
  const looser = report.rulesChanges.filter((change) => change.looser).length;
  const good = goodNews(report, counts);
  if (looser > 0)
    return {
      mood: 'warn',
      what: `${good}, but this change loosens ${plural(looser, 'rule')}`,
      action: 'look at the rules',
    };
  const open = whyUnmeasured(counts);
  return { mood: open ? 'warn' : 'pass', what: good, action: open ?? 'nothing to do' };
}

function whyUnmeasured(counts: Tally): string | null {
  const n = count(counts, 'not-measured');
  return n > 0 ? `see why ${plural(n, 'benchmark')} could not be measured` : null;
}

function goodNews(report: Report, counts: Tally): string {
  const [improved, waived, fresh] = (['improved', 'waived', 'new'] as const).map((status) => count(counts, status));
  if (counts.total === 0) return bare(report.reason);
  if (fresh === counts.total) return `${plural(counts.total, 'new benchmark')} and nothing yet to compare with`;
  if (count(counts, 'identical') === counts.total) return 'The code under every benchmark is unchanged';
  if (waived) return `No new regression, ${plural(waived, 'benchmark')} accepted in the rules`;
  const open = count(counts, 'inconclusive');
  const also = [
    ...(improved ? [`${formatCount(improved)} improved`] : []),
    ...(open ? [`${formatCount(open)} could not be judged`] : []),
  ];
  return listed(['No benchmark regressed', ...also]);
}

function count(counts: Tally, status: Comparison['status']): number {
  return counts.counts.find((c) => c.status === status)?.n ?? 0;
}

function inconclusive(report: Report): Headline {
  const open = report.comparisons.filter(isOpen);
  const unmeasured = open.filter((c) => c.status === 'not-measured');
  const noisy = open.filter((c) => c.status === 'inconclusive');
  const { what, action } =
    notMeasured(unmeasured, report) ?? tooNoisy(noisy, report) ?? nothingComparable(report) ?? unclear(report);
  return { mood: 'inconclusive', what, action };
}

/** Samples a side below which a 95 % interval of the median does not exist. */
const ENOUGH = 6;

type Said = Pick<Headline, 'what' | 'action'>;

/** Measuring them again would not make edited benchmarks comparable. */
function nothingComparable({ comparisons }: Report): Said | null {
  if (comparisons.length === 0 || comparisons.some((c) => c.status !== 'not-comparable')) return null;
  return {
    what: `the numbers of ${benchmarks(comparisons)} mean different things on both sides`,
    action: 'see why below',
  };
}

function unclear(report: Report): Said {
  const files =
    report.cost.budget === 0 ? 'compare files that hold benchmark results' : 'correct `bench` or `packages`';
  const again = report.comparisons.length > 0 ? 'see below, then run the job again' : files;
  return { what: bare(report.reason), action: again };
}

/** A sentence as the first half of another. */
function bare(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** The cause that struck most rows, with its cure. */
function notMeasured(rows: readonly Comparison[], report: Report): Said | null {
  if (rows.length === 0) return null;
  const causes = [...groupBy(rows, (c) => c.cause).entries()].sort(([, a], [, b]) => b.length - a.length);
  const [cause, struck = []] = causes[0] ?? [];
  const n = benchmarks(struck);
  switch (cause) {
    case 'build-failed': {
      const where = struck[0]?.failedOn === 'both' ? 'both sides' : (struck[0]?.failedOn ?? 'one side');
      const fix = where === 'both sides' ? 'them' : where;
      return {
        what: `${n} could not be compared, ${where} did not build`,
        action: `make ${fix} build, or choose another base`,
      };
    }
    case 'budget':
      return {
        what: `the budget ended before ${n} could be measured`,
        action: 'raise `budget`, or select fewer benchmarks',
      };
    case undefined:
      return unclear(report);
    default:
      return { what: `${n} could not be measured`, action: 'see why below, then run the job again' };
  }
}

function tooNoisy(rows: readonly Comparison[], report: Report): Said | null {
  if (rows.length === 0) return null;
  const judged = new Set(report.comparisons.filter((c) => c.limit !== null).map((c) => benchmarkKey(c.subject))).size;
  const some = new Set(rows.map((c) => benchmarkKey(c.subject))).size;
  const of = judged > some ? `${formatCount(some)} of ${plural(judged, 'benchmark')}` : benchmarks(rows);
  const few = Math.max(...rows.map((c) => Math.min(c.base?.n ?? 0, c.head?.n ?? 0)));
  if (few < ENOUGH)
    return { what: `${of} could not be judged from ${plural(few, 'sample')} a side`, action: 'measure more rounds' };
  if (report.design !== 'interleaved')
    return {
      what: `${of} could not be judged, the two sides were not measured side by side`,
      action: 'measure both in one job with `go-perf-gate check`',
    };
  return {
    what: `${of} could not be judged, this runner is too noisy${blindBelow(rows)}`,
    action: 'run the job again',
  };
}

/** ` (it hides slowdowns below 24 %)`, where the judge knows it. */
function blindBelow(rows: readonly Comparison[]): string {
  const known = rows.flatMap((c) => (c.detectable === null ? [] : [c.detectable]));
  return known.length > 0 ? ` (it hides slowdowns below ${formatPercent(Math.max(...known))})` : '';
}

function benchmarks(rows: readonly Comparison[]): string {
  return plural(new Set(rows.map((c) => benchmarkKey(c.subject))).size, 'benchmark');
}
