import { step } from '../../src/gate.ts';
import { iterationsOf } from '../../src/model/arguments.ts';
import type { Evidence, Launch, ProcessRecord, ProfileFile } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import { keyOf } from './evidence.ts';

/** What an operation of a launch's row takes, nanoseconds, and how often it allocates. */
export interface Says {
  readonly ns: number;
  /** Nanoseconds of CPU that the timer does not see. */
  readonly untimed?: number;
  readonly allocs?: number;
  /** What its profilers write. */
  readonly profiles?: readonly ProfileFile[];
  /** What its trace says. */
  readonly trace?: TraceSummary;
}

export interface Job {
  readonly report: Report;
  readonly evidence: Evidence;
  /** What each step asked for. */
  readonly steps: readonly (readonly Launch[])[];
}

/** More steps than any job takes: whoever gets here goes on for ever. */
const ENDLESS = 40;

/**
 * Runs the gate to its report on processes that say what they are told to: each takes `wall` seconds, 5 ms of CPU to start
 * and the CPU time of its operations.
 *
 * @param names benchmarks of the package, all of them on both sides
 */
export function runJob(
  start: Evidence,
  names: readonly string[],
  says: (name: string, launch: Launch) => Says,
  wall = 0.02,
): Job {
  let evidence = start;
  const steps: (readonly Launch[])[] = [];
  while (steps.length < ENDLESS) {
    const next = step(evidence);
    if ('report' in next) return { report: next.report, evidence, steps };
    steps.push(next.run);
    const from = evidence.processes.length;
    const ran = next.run.map((launch, i) => execute(launch, from + i, names, says, wall));
    evidence = { ...evidence, processes: [...evidence.processes, ...ran] };
  }
  throw new Error(`no report after ${ENDLESS} steps`);
}

function execute(
  launch: Launch,
  order: number,
  names: readonly string[],
  says: (name: string, launch: Launch) => Says,
  wall: number,
): ProcessRecord {
  const own = launch.rows.length === 0 ? names : names.filter((name) => launch.rows.includes(keyOf(name)));
  const iterations = iterationsOf(launch) ?? 1000;
  const said = own.map((name) => ({ name, allocs: 0, untimed: 0, ...says(name, launch) }));
  const lines = said.map(
    (s) =>
      `Benchmark${s.name} \t${iterations}\t${s.ns.toFixed(3)} ns/op\t${64 * s.allocs} B/op\t${s.allocs} allocs/op\n`,
  );
  const cpu = 0.005 + said.reduce((sum, s) => sum + (s.ns + s.untimed) * 1e-9 * iterations, 0);
  return {
    ...launch,
    ...{ order, start: 1.7e9 + order * wall, wall, user: cpu, system: 0, maxRss: 1e7, ending: 'ok', exit: 0 },
    ...{ stdout: `${lines.join('')}PASS\n`, stderr: '' },
    ...(said[0]?.trace ? { trace: said[0].trace } : {}),
    ...(launch.profilers ? { profiles: said.flatMap(({ profiles = [] }) => profiles) } : {}),
  };
}
