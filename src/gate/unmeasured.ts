import type { Reading } from '../compare/align.ts';
import { type Comparison, emptyRow, type NotMeasuredCause, type Status } from '../model/comparison.ts';
import { type Evidence, type PackageEvidence, SIDES, type SideName } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { Measure } from '../model/rules.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { selected } from '../plan/calibrate.ts';
import type { Row } from '../plan/row.ts';
import type { Outcome } from './outcome.ts';

/** Why something has no samples. */
interface Why {
  readonly cause: NotMeasuredCause;
  readonly failedOn: SideName | 'both';
  readonly reason: string;
  readonly output?: string;
}

/** The rows and troubles of one run. */
export interface Run {
  readonly evidence: Evidence;
  readonly outcome: Outcome;
  readonly measure: Measure;
  readonly rows: readonly Row[];
}

/**
 * A row for everything that has a benchmark and was not compared: equal binaries, benchmarks that are gone, and
 * whatever failed to build, panicked, hung, was skipped or found no time. Nothing passes in silence.
 */
export function unmeasured(asked: Run): readonly Comparison[] {
  const run = { ...asked, sampled: sampledRows(asked.outcome.readings) };
  const byPackage = groupBy(run.rows, (r) => r.pkg);
  return run.evidence.packages.flatMap((pkg) => ofPackage(pkg, byPackage.get(pkg.pkg) ?? [], run));
}

/** `side key` of every row with samples from the screening. */
function sampledRows(readings: readonly Reading[]): ReadonlySet<string> {
  return new Set(readings.filter((r) => r.phase === 'screen').map((r) => `${r.side} ${subjectKey(r.result.subject)}`));
}

type Known = Run & { readonly sampled: ReadonlySet<string> };

function ofPackage(pkg: PackageEvidence, rows: readonly Row[], run: Known): Comparison[] {
  const names = (side: SideName) => selected(pkg, side, run.measure);
  const all = [...new Set([...names('base'), ...names('head')])];
  const row = (benchmark: string): Subject => ({ pkg: pkg.pkg, benchmark });
  if (pkg.identical) return all.map((name) => without(row(name), 'identical'));
  const broken = buildFailure(pkg);
  if (broken) return all.map((name) => without(row(name), 'not-measured', broken));
  const byTopLevel = groupBy(rows, (r) => r.benchmark.split('/')[0] ?? '');
  return all.flatMap((name) => {
    const own = byTopLevel.get(name) ?? [];
    if (!names('head').includes(name)) return goneRows(own, row(name));
    const known = own.flatMap((r) => ofRow(r, name, run));
    return own.length > 0 ? known : silentBenchmark(pkg, name, run);
  });
}

function buildFailure(pkg: PackageEvidence): Why | null {
  const failed = SIDES.filter((side) => pkg[side].state === 'failed');
  const [side] = failed;
  if (side === undefined) return null;
  const state = pkg[side];
  if (state.state !== 'failed') return null;
  const failedOn = failed.length === 2 ? 'both' : side;
  if (state.spent) return { cause: 'budget', failedOn, reason: `the budget was spent while ${failedOn} was built` };
  return { cause: 'build-failed', failedOn, reason: `${failedOn} does not build: ${state.reason}`, output: state.log };
}

function goneRows(rows: readonly Row[], topLevel: Subject): Comparison[] {
  const subjects = rows.length > 0 ? rows.map(subjectOf) : [topLevel];
  return subjects.map((subject) => without(subject, 'missing'));
}

function subjectOf({ pkg, benchmark, gomaxprocs }: Row): Subject {
  return { pkg, benchmark, gomaxprocs };
}

/** A row that the calibration found on at least one side. */
function ofRow(row: Row, topLevel: string, run: Known): Comparison[] {
  const absent = SIDES.filter((side) => row.secPerOp[side] === undefined);
  for (const side of absent) {
    const why = failureOf(side, row.pkg, topLevel, run);
    if (why) return [without(subjectOf(row), 'not-measured', why)];
  }
  if (absent.includes('head')) return [without(subjectOf(row), 'missing')];
  const why = failedInRounds(row, run);
  return why ? [without(subjectOf(row), 'not-measured', why)] : [];
}

/** A benchmark that the sources have and no process printed. */
function silentBenchmark(pkg: PackageEvidence, topLevel: string, run: Run): Comparison[] {
  const sides = SIDES.filter((side) => selected(pkg, side, run.measure).includes(topLevel));
  const whys = sides.flatMap(
    (side) => failureOf(side, pkg.pkg, topLevel, run) ?? skipped(side, pkg.pkg, topLevel, run) ?? [],
  );
  const [first] = whys;
  if (!first) return [];
  const why = whys.length === 2 ? onBoth(whys, first, topLevel) : first;
  return [without({ pkg: pkg.pkg, benchmark: topLevel }, 'not-measured', why)];
}

/** What takes too long on both sides found no time: that is our budget's doing, and nobody's failure. */
function onBoth(whys: readonly Why[], first: Why, topLevel: string): Why {
  if (!whys.every((why) => why.cause === 'timed-out')) return { ...first, failedOn: 'both' };
  const reason = `${topLevel} did not end in time on either side: give the job a larger budget, or leave it out`;
  return { ...first, failedOn: 'both', cause: 'budget', reason };
}

function failureOf(side: SideName, pkg: string, topLevel: string, { evidence, outcome }: Run): Why | null {
  const own = outcome.troubles.filter((t) => t.phase === 'calibrate' && t.side === side && t.pkg === pkg);
  const isolated = evidence.processes.some(
    (p) => p.phase === 'calibrate' && p.side === side && p.pkg === pkg && p.round > 0,
  );
  const trouble =
    own.find((t) => t.topLevel === topLevel && (t.round > 0 || !isolated)) ??
    (isolated ? undefined : own.find((t) => t.topLevel === undefined));
  return trouble
    ? { cause: trouble.cause, failedOn: side, reason: `${topLevel} ${trouble.text} on ${side}`, output: trouble.output }
    : null;
}

/** With a pattern that names sub-benchmarks, a benchmark without any of that name was simply not asked for. */
function skipped(side: SideName, pkg: string, topLevel: string, { evidence, measure }: Run): Why | null {
  if (measure.bench.includes('/')) return null;
  if (!evidence.processes.some((p) => p.side === side && p.pkg === pkg))
    return { cause: 'budget', failedOn: side, reason: 'the budget was spent before it could be run' };
  return {
    cause: 'skipped',
    failedOn: side,
    reason: `${topLevel} printed no result on ${side}: skipped (b.Skip), or filtered by its own flags`,
  };
}

function failedInRounds(row: Row, { outcome, measure, sampled }: Known): Why | null {
  const own = outcome.troubles.filter((t) => t.key === row.key && t.phase !== 'calibrate');
  const forged = own.find((t) => t.cause === 'forged');
  if (forged) return { cause: 'forged', failedOn: forged.side, reason: `${row.benchmark} ${forged.text}` };
  const sides = SIDES.filter((side) => row.secPerOp[side] !== undefined && !sampled.has(`${side} ${row.key}`));
  const [side] = sides;
  if (side === undefined) return null;
  const failedOn = sides.length === 2 ? 'both' : side;
  const trouble = own.find((t) => t.side === side);
  if (trouble)
    return {
      cause: trouble.cause,
      failedOn,
      reason: `${row.benchmark} ${trouble.text} on ${failedOn}`,
      output: trouble.output,
    };
  const cost = Math.max(...Object.values(row.secPerOp));
  return {
    cause: 'budget',
    failedOn: 'both',
    reason: `one operation takes ${cost.toPrecision(2)} s: no round of it fits the budget of ${measure.budget} s`,
  };
}

/** A row without numbers; time stands for all its metrics. */
function without(subject: Subject, status: Status, why?: Why): Comparison {
  const { output, ...said } = why ?? {};
  return { ...emptyRow(subject, 'sec/op', 'sec/op', status), ...said, ...(output ? { output } : {}) };
}
