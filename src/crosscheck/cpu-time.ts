import { iterationsOf } from '../model/arguments.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Evidence, ProcessRecord, SideName } from '../model/evidence.ts';
import { SIDES } from '../model/evidence.ts';
import type { Finding, Testimony } from '../model/finding.ts';
import { benchmarkFunction, rowOf, silent } from '../model/finding-of.ts';
import { formatChange, formatDifference, formatValue, plural } from '../model/format.ts';
import { groupBy } from '../model/group-by.ts';
import { memo } from '../model/memo.ts';
import { CPU_TIME } from '../model/metric.ts';
import type { Agreement } from '../model/report.ts';
import { subjectKey } from '../model/subject.ts';
import { medianWithError } from '../stats/median-error.ts';
import type { CrossCheck, CrossContext } from './crosscheck.ts';

const WITNESS = 'cpu-time';
/** The share of the wall-clock effect that CPU time must show to agree with it. */
const SHARE = 1 / 3;
/** Standard errors beyond which a difference of CPU times is more than noise. */
const ERRORS = 2;
/** Seconds by which the kernel's CPU accounting of one process may be off: one tick of a 100 Hz clock. */
const TICK = 0.01;

/**
 * CPU time per operation (user and system, from the kernel's rusage of each process) against the wall clock of the
 * testing package. Compared are *differences*, head − base: start-up and untimed set-up are in the CPU time of both
 * sides at the same number of iterations, and cancel; in a ratio they would not. Blocked time is invisible to it, so CPU
 * time that stands still does not speak against a slowdown: it says that the benchmark waits.
 */
export const cpuTime: CrossCheck = {
  witness: WITNESS,
  about: 'CPU time of the processes (rusage): does a slower benchmark compute more, or wait?',
  testify(finding, { comparisons, evidence }) {
    if (finding.metric === CPU_TIME) return ofCpuTime(finding, comparisons);
    const row = rowOf(finding, comparisons);
    if (finding.metric !== 'sec/op' || !row) return silent('only time per operation can be compared with CPU time');
    const [base, head] = SIDES.map((side) => cpuPerOp(evidence, subjectKey(row.subject), side));
    if (!base || !head) return silent('fewer than 3 processes a side ran this benchmark alone');
    return weigh(row, base, head);
  },
  agreement,
};

/** For a finding about CPU time the clock is the witness. */
function ofCpuTime(finding: Finding, comparisons: readonly Comparison[]): Testimony {
  const time = rowOf({ ...finding, metric: 'sec/op' }, comparisons);
  if (time?.status !== 'regressed') return silent('the clock leans the same way, and is too noisy to say so by itself');
  return { says: 'agrees', text: `the clock says so too: ${formatChange(time.ratio)}` };
}

interface CpuPerOp {
  /** Seconds per operation, start-up included. */
  readonly median: number;
  readonly error: number;
}

/** From all rounds: they are what the finding rests on. */
function cpuPerOp(evidence: Evidence, key: string, side: SideName): CpuPerOp | null {
  const alone =
    processesOfRow(evidence)
      .get(key)
      ?.filter((p) => p.side === side) ?? [];
  const used = alone.filter((p) => p.phase === 'screen' || p.phase === 'confirm');
  return medianWithError(used.map((p) => (p.user + p.system) / (iterationsOf(p) ?? 1)));
}

/** By row: processes that ran this row alone, to their end, a fixed number of times. */
const processesOfRow = memo(({ processes }: Evidence) =>
  groupBy(
    processes.filter((p) => p.ending === 'ok' && p.rows.length === 1 && iterationsOf(p) !== null),
    (p) => p.rows[0] ?? '',
  ),
);

function weigh(row: Comparison, base: CpuPerOp, head: CpuPerOp): Testimony {
  const wall = row.difference ?? 0;
  if (wall <= 0) return silent('the benchmark did not get slower');
  const cpu = head.median - base.median;
  const noise = ERRORS * Math.hypot(base.error, head.error);
  const needed = SHARE * wall;
  const text = `CPU time per operation moved by ${formatDifference(cpu, 'sec')} where the clock moved by ${formatDifference(wall, 'sec')} (${formatValue(base.median, 'sec')} → ${formatValue(head.median, 'sec')}, start-up included)`;
  if (cpu >= needed && cpu > noise) return { says: 'agrees', text };
  if (-cpu >= needed && -cpu > noise) return { says: 'disagrees', text };
  if (Math.abs(cpu) + noise < needed) return waits(row, text);
  return silent(`${text}: too noisy (± ${formatValue(noise, 'sec')}) to tell`);
}

function waits(row: Comparison, text: string): Testimony {
  const told = `waits, not computing: ${text}`;
  const cause = { function: benchmarkFunction(row.subject), kind: 'waiting', witnesses: [WITNESS], text: told };
  return { says: 'silent', text: told, causes: [cause] };
}

/** A process cannot use more CPU time than its elapsed time on every CPU it may use. */
function agreement({ evidence }: Pick<CrossContext, 'evidence'>): readonly Agreement[] {
  const timed = evidence.processes.filter((p) => p.wall > 0 && evidence.environment[p.side].cpus !== undefined);
  if (timed.length === 0) return [];
  const cpus = (p: ProcessRecord) => evidence.environment[p.side].cpus ?? 1;
  const cpu = (p: ProcessRecord) => p.user + p.system;
  const most = Math.max(...new Set(timed.map(cpus)));
  return [
    {
      quantity: `seconds of ${plural(timed.length, 'process', 'processes')}`,
      values: { 'rusage (CPU)': total(timed.map(cpu)), 'clock (elapsed)': total(timed.map((p) => p.wall)) },
      tolerance: `CPU ≤ elapsed × ${plural(most, 'CPU')} + ${formatValue(TICK, 'sec')}, each process`,
      status: timed.every((p) => cpu(p) <= p.wall * cpus(p) + TICK) ? 'agree' : 'disagree',
    },
  ];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0);
}
