import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessPlan } from '../../leaks/plan.ts';
import { readBounded } from '../bounded.ts';
import type { Env } from '../process/child-env.ts';
import type { Runner, RunnerAnswer } from '../process/runner.ts';

/** A test binary with the steps in it, and where it is run. */
export interface LeakBinary {
  readonly pkg: string;
  readonly bin: string;
  /** The package's folder. */
  readonly dir: string;
  readonly env: Env;
}

export interface LeakProcess {
  /** What it was told to write in; to be removed by the caller. */
  readonly folder: string;
  readonly answer: RunnerAnswer;
  readonly stdout: string;
  readonly stderr: string;
}

const ALWAYS = ['-test.paniconexit0', '-test.timeout=0', '-test.run=^$'];
/** gctrace of a busy heap is long: 256 MiB are some million cycles. */
const MAX_OUTPUT = 256 << 20;
/** A little more is written before the process is killed for it. */
const MOST_READ = MAX_OUTPUT + (64 << 20);
/** Seconds for what is around the steps: TestMain, collections of a large heap. */
const GRACE = 30;

/** A process that shows the benchmarks that a pattern selects, and how long they take when every allocation is recorded. */
export function calibrate(runner: Runner, binary: LeakBinary, bench: string, folder: string, timeout: number) {
  const args = [`-test.bench=${bench}`, '-test.benchtime=50ms', '-test.v'];
  return run(runner, binary, args, { GO_PERF_GATE_LEAKS_STEPS: '0' }, folder, timeout);
}

/** A process of one benchmark: as many runs as it has steps, or as there is time for. @param seconds most that it may take */
export function runSteps(
  runner: Runner,
  binary: LeakBinary,
  pattern: string,
  { steps, iterations, most }: ProcessPlan,
  folder: string,
  seconds: number,
): Promise<LeakProcess> {
  const args = [`-test.bench=${pattern}`, `-test.benchtime=${iterations}x`, `-test.count=${steps}`];
  const env = {
    GO_PERF_GATE_LEAKS_ITERATIONS: String(iterations),
    GO_PERF_GATE_LEAKS_STEPS: String(steps),
    GO_PERF_GATE_LEAKS_SECONDS: String(Math.max(1, Math.ceil(seconds))),
    GO_PERF_GATE_LEAKS_BYTES: String(most.bytes),
    GO_PERF_GATE_LEAKS_GOROUTINES: String(most.goroutines),
    GODEBUG: [binary.env.GODEBUG, 'gctrace=1'].filter(Boolean).join(','),
  };
  return run(runner, binary, args, env, folder, seconds + GRACE);
}

async function run(
  runner: Runner,
  { bin, dir, env }: LeakBinary,
  args: readonly string[],
  own: Env,
  folder: string,
  timeout: number,
): Promise<LeakProcess> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [stdout, stderr] = [join(folder, 'stdout.txt'), join(folder, 'stderr.txt')];
  const variables = { ...env, PWD: dir, GO_PERF_GATE_LEAKS: folder, ...own };
  const launch = { bin, dir, args: [...ALWAYS, ...args], env: variables, stdout, stderr, timeout };
  const answer = await runner.run({ ...launch, maxOutput: MAX_OUTPUT });
  const text = async (file: string) => (await readBounded(file, MOST_READ).catch(() => null))?.toString('utf8') ?? '';
  return { folder, answer, stdout: await text(stdout), stderr: await text(stderr) };
}
