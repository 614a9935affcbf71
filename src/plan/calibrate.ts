import type { Evidence, Launch, PackageEvidence, ProcessRecord, SideName } from '../model/evidence.ts';
import { SIDES } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import { matchesTopLevel, topLevelParts } from '../model/top-level.ts';
import { left } from './budget.ts';
import { launch } from './launch.ts';

/** No calibration may take more than this share of the budget in one process: a hang must leave time for the others. */
const LONGEST_SHARE = 0.25;
/** A benchmark alone may take this many times what its package's process took to start and fail. */
const START_PATIENCE = 3;

/** Top-level benchmarks of a package on one side that the user's pattern selects. */
export function selected(pkg: PackageEvidence, side: SideName, measure: Measure): readonly string[] {
  return pkg.benchmarks[side].filter((name) => matchesTopLevel(measure.bench, name));
}

/** Whether a side of a package can and should be run at all. */
export function runnable(pkg: PackageEvidence, side: SideName): boolean {
  return pkg[side].state === 'built' && !pkg.identical;
}

/**
 * First launches: every package once a side, to find its rows and how long they take. A package whose process did not
 * end well is then run benchmark by benchmark, so that one that panics or hangs hides no other.
 */
export function calibration(evidence: Evidence, measure: Measure): readonly Launch[] {
  const wanted = evidence.packages.flatMap((pkg) =>
    SIDES.filter((side) => runnable(pkg, side) && selected(pkg, side, measure).length > 0).flatMap((side) =>
      calibrateSide(evidence, pkg, side, measure),
    ),
  );
  return withinBudget(wanted, left(evidence));
}

/** As many launches as the time that is left bears even if each of them hangs: at least one, while there is any. */
function withinBudget(launches: readonly Launch[], seconds: number): readonly Launch[] {
  let sum = 0;
  return launches.filter((launch, i) => {
    sum += launch.timeout;
    return seconds > 0 && (i === 0 || sum <= seconds);
  });
}

function calibrateSide(evidence: Evidence, pkg: PackageEvidence, side: SideName, measure: Measure): Launch[] {
  const ran = evidence.processes.filter((p) => p.phase === 'calibrate' && p.side === side && p.pkg === pkg.pkg);
  const whole = ran.find((p) => p.round === 0);
  const spec = { side, pkg: pkg.pkg, phase: 'calibrate' as const, cpu: measure.cpu, rows: [], verbose: true };
  const timing = { benchtime: `${Math.round(measure.benchtime * 1e3)}ms`, timeout: longest(measure) };
  if (!whole) return [launch({ ...spec, ...timing, round: 0, pattern: measure.bench })];
  if (ranToItsEnd(whole)) return [];
  const names = selected(pkg, side, measure);
  if (names.length < 2) return [];
  // What it took to get to the panic is what it takes to start.
  const start = whole.ending === 'timeout' ? 0 : START_PATIENCE * whole.wall;
  const timeout = Math.max(2, start, longest(measure) / names.length);
  const done = new Set(ran.map((p) => p.round));
  const alone = names.map((name, i) =>
    launch({ ...spec, ...timing, timeout, round: i + 1, pattern: narrowed(measure.bench, name) }),
  );
  return alone.filter((one) => !done.has(one.round));
}

/** b.Fatal fails one benchmark and the testing package goes on to the next; a panic or a signal ends them all. */
function ranToItsEnd(process: ProcessRecord): boolean {
  return process.ending === 'ok' || (process.ending === 'exit' && /^FAIL$/m.test(process.stdout));
}

function longest(measure: Measure): number {
  return Math.max(5, measure.budget * LONGEST_SHARE);
}

/** The user's pattern, restricted to one top-level benchmark; what it says of sub-benchmarks stays. */
function narrowed(pattern: string, topLevel: string): string {
  const [first = '', ...alternatives] = topLevelParts(pattern);
  const exact = `^Benchmark${topLevel}$`;
  return alternatives.length > 0 ? exact : `${exact}${pattern.slice(first.length)}`;
}
