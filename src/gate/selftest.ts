import type { Comparison } from '../model/comparison.ts';
import type { Evidence, ProcessRecord } from '../model/evidence.ts';
import type { Report, Trial } from '../model/report.ts';
import { subjectKey } from '../model/subject.ts';
import { conclude } from './conclude.ts';
import { survey } from './survey.ts';

/** The slowdown that is injected: this much beyond the limit, or this many times what the row could show, if that is more. */
const SLOWER = 1.5;
const BEYOND_NOISE = 2;

/**
 * Proves on a run's own evidence that it could have failed and could have passed: equal sides must pass, and a slowdown and
 * one more allocation injected into the recorded text of one benchmark must be caught. A few milliseconds, since only that
 * benchmark is judged; so every run does it.
 *
 * @param report of that evidence
 * @returns nothing where no benchmark was measured on both sides
 */
export function selftest(evidence: Evidence, { comparisons }: Pick<Report, 'comparisons'>): readonly Trial[] {
  const victim = mostMeasured(comparisons, evidence);
  const name = victim?.subject.benchmark;
  if (victim === undefined || name === undefined) return [];
  const alike = withEqualSides(alone(evidence, victim));
  const judge = (changed: Evidence) => conclude(survey(changed));
  const equal = judge(alike);
  const factor = Math.max((1 + (victim.limit ?? 0)) * SLOWER, 1 + BEYOND_NOISE * (victim.detectable ?? 0));
  const slower = judge(inject(alike, name, (line) => scaled(line, 'ns/op', factor)));
  return [
    trial('the same samples on both sides', 'nothing regressed', regressions(equal), regressions(equal) === NOTHING),
    caught(`${name} ${factor.toPrecision(3)}× slower`, slower, name, 'sec/op'),
    ...allocating(equal.comparisons, name, (change) => judge(inject(alike, name, change))),
  ];
}

type Judged = Pick<Report, 'verdict' | 'comparisons' | 'findings'>;

/** With as many more allocations as its limit does not bear: one, by the built-in rules. None where nothing limits them. */
function allocating(
  equal: readonly Comparison[],
  name: string,
  judge: (change: (line: string) => string) => Judged,
): readonly Trial[] {
  const row = equal.find((c) => c.metric === 'allocs/op');
  if (!row || row.limit === null) return [];
  const more = Math.floor(row.limit * (row.base?.center ?? 0)) + 1;
  const what = `${name} with ${more === 1 ? 'one more allocation' : `${more} more allocations`}`;
  return [
    caught(
      what,
      judge((line) => raised(line, 'allocs/op', more)),
      name,
      'allocs/op',
    ),
  ];
}

/** The row with the most rounds; one whose processes it has to itself, so that the others can be left out. */
function mostMeasured(comparisons: readonly Comparison[], { processes }: Evidence): Comparison | undefined {
  const own = new Set(processes.filter((p) => p.rows.length === 1).map((p) => p.rows[0]));
  const timed = comparisons.filter(
    (c) => c.metric === 'sec/op' && c.base && c.head && c.limit !== null && own.has(subjectKey(c.subject)),
  );
  return [...timed].sort((a, b) => b.rounds - a.rounds)[0];
}

/** More rounds than this would prove nothing more, and take longer. */
const ENOUGH = 20;

/** The evidence of one row. */
function alone(evidence: Evidence, { subject }: Comparison): Evidence {
  const topLevel = subject.benchmark?.split('/')[0] ?? '';
  const key = subjectKey(subject);
  const packages = evidence.packages.filter((p) => p.pkg === subject.pkg);
  return {
    ...evidence,
    packages: packages.map((p) => ({ ...p, benchmarks: { base: [topLevel], head: [topLevel] } })),
    processes: evidence.processes.filter(
      (p) =>
        (p.rows[0] === key && p.round < ENOUGH && p.phase !== 'profile') ||
        (p.phase === 'calibrate' && p.pkg === subject.pkg),
    ),
  };
}

const NOTHING = 'nothing regressed';

function regressed(report: Pick<Report, 'comparisons'>): readonly Comparison[] {
  return report.comparisons.filter((c) => c.status === 'regressed');
}

function regressions(report: Pick<Report, 'comparisons'>): string {
  const names = regressed(report).map((c) => `${c.subject.benchmark} ${c.metric}`);
  return names.length === 0 ? NOTHING : names.join(', ');
}

/** The row must be a finding, and fail the job where its rule is an error that nobody waives. */
function caught(what: string, report: Judged, name: string, metric: string): Trial {
  const own = regressed(report).every((c) => c.subject.benchmark === name);
  const found = report.findings.filter((f) => f.subject.benchmark === name && f.metric === metric);
  const fails = found.length === 0 || found.some((f) => f.severity === 'error' && f.status !== 'waived');
  const expected = fails ? `verdict fail: ${name} ${metric}` : `a finding about ${name} ${metric}`;
  const got = `verdict ${report.verdict}: ${regressions(report)}`;
  return trial(what, expected, got, own && found.length > 0 && (!fails || report.verdict === 'fail'));
}

function trial(what: string, expected: string, got: string, ok: boolean): Trial {
  return { what, expected, got, ok };
}

/** Head says and costs what base did, in every phase that both were run in. */
function withEqualSides(evidence: Evidence): Evidence {
  const key = (p: ProcessRecord) => [p.pkg, p.phase, p.round, p.rows.join(' ')].join('\n');
  const base = new Map(evidence.processes.filter((p) => p.side === 'base').map((p) => [key(p), p]));
  const twin = (p: ProcessRecord) => {
    const { stdout, user, system } = base.get(key(p)) ?? p;
    return p.side === 'base' ? p : { ...p, stdout, user, system };
  };
  return { ...evidence, processes: evidence.processes.map(twin) };
}

/** Changes the head's result lines of one benchmark. */
function inject(evidence: Evidence, benchmark: string, change: (line: string) => string): Evidence {
  const own = (line: string) =>
    line.startsWith(`Benchmark${benchmark}`) && /^\S+\s+\d+\s/.test(line) && nameOf(line) === benchmark;
  const changed = (text: string) =>
    text
      .split('\n')
      .map((line) => (own(line) ? change(line) : line))
      .join('\n');
  return {
    ...evidence,
    processes: evidence.processes.map((p) => (p.side === 'head' ? { ...p, stdout: changed(p.stdout) } : p)),
  };
}

function nameOf(line: string): string {
  return (/^Benchmark(\S+)/.exec(line)?.[1] ?? '').replace(/-\d+$/, '');
}

function scaled(line: string, unit: string, factor: number): string {
  return line.replace(new RegExp(`([\\d.]+) ${unit}`), (_, n: string) => `${Number(n) * factor} ${unit}`);
}

function raised(line: string, unit: string, by: number): string {
  return line.replace(new RegExp(`(\\d+) ${unit}`), (_, n: string) => `${Number(n) + by} ${unit}`);
}
