import { judge } from '../gate.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Evidence, ProcessRecord } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';

/** One thing the gate was tried with, and whether it did what it must. */
export interface Trial {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  readonly ok: boolean;
}

/** The slowdown that is injected: this much, or this many times what the row could show, whichever is more. */
const SLOWER = 1.5;
const BEYOND_NOISE = 2;

/**
 * Proves on recorded evidence that the gate can fail and can pass: equal sides must pass, and a slowdown and one more
 * allocation injected into the recorded text of one benchmark must be caught, in that benchmark and nowhere else.
 */
export function selftest(evidence: Evidence): readonly Trial[] {
  const equal = judge(withEqualSides(evidence));
  const victim = mostMeasured(equal);
  const name = victim?.subject.benchmark;
  if (name === undefined) return [trial('recorded evidence', 'a benchmark to try', 'none', false)];
  const factor = Math.max(SLOWER, 1 + BEYOND_NOISE * (victim?.detectable ?? 0));
  const slower = judge(inject(withEqualSides(evidence), name, (line) => scaled(line, 'ns/op', factor)));
  const more = judge(inject(withEqualSides(evidence), name, (line) => raised(line, 'allocs/op')));
  return [
    trial('the same samples on both sides', 'nothing regressed', regressions(equal), regressions(equal) === NOTHING),
    caught(`${name} ${factor.toPrecision(3)}× slower`, slower, name, 'sec/op'),
    caught(`${name} with one more allocation`, more, name, 'allocs/op'),
  ];
}

/** A row that was confirmed with fresh rounds where there is one: where some were, only those can be regressed. */
function mostMeasured(report: Report): Comparison | undefined {
  const timed = report.comparisons.filter((c) => c.metric === 'sec/op' && c.base !== null && c.head !== null);
  return timed.sort((a, b) => b.rounds - a.rounds)[0];
}

const NOTHING = 'nothing regressed';

function regressed(report: Report): readonly Comparison[] {
  return report.comparisons.filter((c) => c.status === 'regressed');
}

function regressions(report: Report): string {
  const names = regressed(report).map((c) => `${c.subject.benchmark} ${c.metric}`);
  return names.length === 0 ? NOTHING : names.join(', ');
}

function caught(what: string, report: Report, name: string, metric: string): Trial {
  const own = regressed(report).every((c) => c.subject.benchmark === name);
  const hit = regressed(report).some((c) => c.subject.benchmark === name && c.metric === metric);
  const expected = `verdict fail: ${name} ${metric}`;
  return trial(
    what,
    expected,
    `verdict ${report.verdict}: ${regressions(report)}`,
    report.verdict === 'fail' && own && hit,
  );
}

function trial(what: string, expected: string, got: string, ok: boolean): Trial {
  return { what, expected, got, ok };
}

/** Head says what base said, in every phase that both were run in. */
function withEqualSides(evidence: Evidence): Evidence {
  const key = (p: ProcessRecord) => [p.pkg, p.phase, p.round, p.rows.join(' ')].join('\n');
  const base = new Map(evidence.processes.filter((p) => p.side === 'base').map((p) => [key(p), p]));
  const twin = (p: ProcessRecord) => (p.side === 'base' ? p : { ...p, stdout: base.get(key(p))?.stdout ?? p.stdout });
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

function raised(line: string, unit: string): string {
  return line.replace(new RegExp(`(\\d+) ${unit}`), (_, n: string) => `${Number(n) + 1} ${unit}`);
}
