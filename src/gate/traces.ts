import { Owner } from '../compare/profiles/owner.ts';
import { traceChange } from '../compare/traces/change.ts';
import { iterationsOf } from '../model/arguments.ts';
import type { Evidence, ProcessRecord, ProfileFile } from '../model/evidence.ts';
import type { GcCycle } from '../model/gctrace.ts';
import { groupBy } from '../model/group-by.ts';
import { memo } from '../model/memo.ts';
import type { TraceChange } from '../model/trace-change.ts';
import type { TracedRow, TraceRun } from '../model/trace-run.ts';
import type { Row } from '../plan/row.ts';
import { readGcTrace } from '../sources/gctrace/read.ts';
import { readProfile } from '../sources/pprof/read.ts';
import { modulesOf } from './profiles.ts';

/** What traces say. */
export interface Traced {
  readonly rows: readonly TracedRow[];
  readonly changes: readonly TraceChange[];
}

/** @param rows what the calibration found, to tell which benchmark a process ran */
export function tracedIn(evidence: Evidence, found: readonly Row[]): Traced {
  const byRow = groupBy(
    evidence.processes.filter((p) => p.traced && p.trace && p.ending === 'ok'),
    (p) => p.rows[0] ?? '',
  );
  const rows = found.flatMap(({ key, pkg, benchmark, gomaxprocs, secPerOp }) => {
    const own = byRow.get(key);
    if (!own) return [];
    const of = (side: ProcessRecord['side']) => own.filter((p) => p.side === side).flatMap(runOf);
    const subject = { pkg, benchmark, gomaxprocs };
    return [{ subject, isNew: secPerOp.base === undefined, base: of('base'), head: of('head') }];
  });
  const owner = new Owner(modulesOf(evidence.packages), evidence.edited ? new Set(evidence.edited) : null);
  return { rows, changes: rows.flatMap((row) => traceChange(row, owner) ?? []) };
}

/** Only what ran to its end, a known number of times, is per operation. */
function runOf(process: ProcessRecord): TraceRun[] {
  const { trace, round, order, user, system, profiles = [] } = process;
  const iterations = iterationsOf(process);
  if (!trace || iterations === null) return [];
  const total = (kind: ProfileFile['kind']) => profiles.filter((file) => file.kind === kind).map(totalOf)[0] ?? null;
  const profiled = { cpu: total('cpu'), blocked: total('block') };
  return [{ summary: trace, iterations, gctrace: gctraceOf(process), cpu: user + system, profiled, round, order }];
}

/** The sample types that are times. */
const TIMES: readonly string[] = ['cpu', 'delay'];

/** Seconds that a profile adds up to; null where it cannot be read. */
const totalOf = memo(({ bytes }: ProfileFile): number | null => {
  const { profile } = readProfile(bytes, '');
  const at = profile?.sampleTypes.findIndex(({ type, unit }) => TIMES.includes(type) && unit === 'nanoseconds') ?? -1;
  if (!profile || at < 0) return null;
  const { samples, sampleTypes } = profile;
  let sum = 0;
  for (let i = at; i < samples.values.length; i += sampleTypes.length) sum += samples.values[i] ?? 0;
  return sum / 1e9;
});

/** Read once, however often the gate is asked. */
const gctraceOf = memo(({ godebug, stderr }: ProcessRecord): readonly GcCycle[] | null => {
  if (!godebug?.includes('gctrace=1')) return null;
  const [own, ...others] = readGcTrace(stderr, '').trace.processes;
  if (!own) return [];
  // Programs that it started print lines of their own: whose are whose, nobody knows.
  return others.length > 0 || own.missing > 0 ? null : own.cycles;
});
