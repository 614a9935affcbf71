import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { benchmarkLeaks } from '../../leaks/assemble.ts';
import { conclude, type JudgedRun } from '../../leaks/confirm.ts';
import { judgeRun, type LeakVerdict } from '../../leaks/judge.ts';
import { benchPattern, firstProcess, nextProcess, type ProcessPlan } from '../../leaks/plan.ts';
import type { BenchmarkLeaks, LeakReport } from '../../leaks/report.ts';
import type { Leaked } from '../../leaks/run.ts';
import { worstOf } from '../../leaks/worst.ts';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import { plural } from '../../model/format.ts';
import { VERSION } from '../../model/version.ts';
import { readBench } from '../../sources/bench/read.ts';
import { environmentOf } from '../go/environment.ts';
import type { Progress } from '../options.ts';
import { endingOf } from './ending.ts';
import { LeakFiles } from './files.ts';
import type { LeakOptions } from './options.ts';
import { calibrate, type LeakBinary, runSteps } from './process.ts';
import { readRun } from './read.ts';
import { type LeakWorkspace, openLeakWorkspace } from './workspace.ts';

/** A benchmark and how long it takes. */
interface Row {
  readonly binary: LeakBinary;
  readonly benchmark: string;
  readonly gomaxprocs: number;
  readonly secPerOp: number;
}

/**
 * Looks for leaks in the working tree's benchmarks: runs each in steps, until it is told or its share of the budget is
 * spent.
 *
 * @throws UserError for what the user can mend
 */
export async function findLeaks(options: LeakOptions, progress: Progress): Promise<LeakReport> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const files = await LeakFiles.open(options.out);
  const workspace = await openLeakWorkspace(options, progress);
  try {
    const build = elapsed();
    const looking = new Looking(options, workspace, () => options.budget - elapsed(), files, progress);
    const benchmarks = await looking.all();
    const report: LeakReport = {
      schema: 'go-perf-gate/leaks@1',
      version: VERSION,
      verdict: worstOf([...benchmarks.map(({ verdict }) => verdict), ...looking.missing]),
      benchmarks,
      environment: environmentOf(workspace.go),
      cost: { build, measure: elapsed() - build, budget: options.budget },
      diagnostics: [...workspace.diagnostics, ...looking.diagnostics],
    };
    await files.report(report);
    return report;
  } finally {
    await workspace.dispose();
  }
}

/** Processes of one benchmark, at most. */
const MOST_PROCESSES = 6;

/** Seconds below which the runtime's detector is not asked: the library is built again for it. */
const SHORTEST_DETECTION = 10;

class Looking {
  readonly diagnostics: Diagnostic[] = [];
  readonly #options: LeakOptions;
  readonly #workspace: LeakWorkspace;
  /** Seconds of the budget. */
  readonly #left: () => number;
  readonly #files: LeakFiles;
  readonly #progress: Progress;
  /** A process that was to show a package's benchmarks did not end well. */
  #cutShort = false;

  constructor(
    options: LeakOptions,
    workspace: LeakWorkspace,
    left: () => number,
    files: LeakFiles,
    progress: Progress,
  ) {
    this.#options = options;
    this.#workspace = workspace;
    this.#left = left;
    this.#files = files;
    this.#progress = progress;
  }

  /** What is to be said of packages that do not build and of benchmarks that fail: nothing was seen of them. */
  get missing(): readonly LeakVerdict[] {
    const unseen = this.#cutShort || this.#workspace.diagnostics.some(({ level }) => level === 'error');
    return unseen ? ['not enough evidence'] : [];
  }

  async all(): Promise<readonly BenchmarkLeaks[]> {
    const rows: Row[] = [];
    for (const binary of this.#workspace.binaries) rows.push(...(await this.#calibrate(binary)));
    if (rows.length === 0) {
      const why = [...this.#workspace.diagnostics, ...this.diagnostics].map(({ text }) => text);
      throw new UserError(['no benchmark could be run', ...why].join('\n  '), {
        example: 'go-perf-gate leaks --bench Encode',
      });
    }
    this.#progress.step(`look at ${plural(rows.length, 'benchmark')}`);
    const found: BenchmarkLeaks[] = [];
    for (const [i, row] of rows.entries()) {
      found.push(await this.#benchmark(row, i, this.#left() / (rows.length - i)));
      this.#progress.advance(i + 1, rows.length, `${row.binary.pkg} ${row.benchmark}`);
    }
    return found;
  }

  async #calibrate(binary: LeakBinary): Promise<readonly Row[]> {
    const { runner, temp } = this.#workspace;
    const folder = join(temp, 'calibrate');
    const process = await calibrate(runner, binary, this.#options.bench, folder, Math.max(5, this.#left() / 2));
    const rows = new Map<string, Row>();
    for (const record of readBench(process.stdout, binary.pkg)) {
      if (record.kind !== 'result') continue;
      const { benchmark = '', gomaxprocs = 1 } = record.subject;
      const secPerOp = record.values.find(({ unit }) => unit === 'sec/op')?.value ?? 0;
      rows.set(benchmark, { binary, benchmark, gomaxprocs, secPerOp });
    }
    const ending = endingOf(process);
    if (ending !== null) {
      this.#cutShort = true;
      this.diagnostics.push({ level: 'warning', text: `${binary.pkg}: finding its benchmarks ${ending}` });
    } else if (rows.size === 0)
      this.diagnostics.push({ level: 'warning', text: `${binary.pkg}: no benchmark printed a result` });
    return [...rows.values()];
  }

  /** @param share seconds for this benchmark */
  async #benchmark(row: Row, index: number, share: number): Promise<BenchmarkLeaks> {
    const until = this.#left() - share;
    const left = () => this.#left() - until;
    const runs: JudgedRun[] = [];
    let plan: ProcessPlan = firstProcess(row.secPerOp, this.#options.steps);
    let failure: string | null = null;
    while (conclude(runs).open && runs.length < MOST_PROCESSES) {
      if (left() < 1 || (runs.length > 0 && plan.seconds > left())) break;
      const judged = await this.#process(row, index, runs.length, plan, left());
      if ('failure' in judged) {
        failure = judged.failure;
        break;
      }
      runs.push(judged);
      plan = nextProcess(judged.run, this.#options.steps, left());
    }
    const missing = conclude(runs).open ? plan : null;
    const leaked = conclude(runs).leaks.some(({ kind }) => kind === 'goroutine')
      ? await this.#detect(row, left())
      : null;
    return benchmarkLeaks({ pkg: row.binary.pkg, benchmark: row.benchmark }, runs, missing, failure, leaked);
  }

  /** Asks the runtime's own detector, which needs a build of its own, where there is time left for it. */
  async #detect(row: Row, left: number): Promise<Leaked | null> {
    if (left < SHORTEST_DETECTION) return null;
    const started = performance.now();
    const binary = await this.#workspace.detecting(row.binary.pkg, left - SHORTEST_DETECTION / 2);
    const remaining = left - (performance.now() - started) / 1000;
    if (!binary || remaining < 1) return null;
    const folder = join(this.#workspace.temp, 'detecting');
    const plan = firstProcess(row.secPerOp);
    const pattern = benchPattern(row.benchmark, row.gomaxprocs);
    const { stderr } = await runSteps(this.#workspace.runner, binary, pattern, plan, folder, remaining);
    return (await readRun(folder, stderr, this.#workspace.places)).run.leaked;
  }

  async #process(row: Row, index: number, attempt: number, plan: ProcessPlan, seconds: number) {
    const { runner, temp, places } = this.#workspace;
    const folder = join(temp, `process-${index}-${attempt}`);
    const pattern = benchPattern(row.benchmark, row.gomaxprocs);
    const process = await runSteps(runner, row.binary, pattern, plan, folder, seconds);
    const { run, diagnostics } = await readRun(folder, process.stderr, places);
    this.diagnostics.push(...diagnostics);
    await this.#files.process(`${index + 1}-${row.benchmark}`, folder, run.steps.length);
    await rm(folder, { recursive: true, force: true });
    const ending = endingOf(process);
    if (run.steps.length === 0) return { failure: `${row.benchmark} ${ending ?? 'ended without a step'}` };
    if (ending !== null) this.#tell(row, ending);
    return { run, judgement: judgeRun(run) } satisfies JudgedRun;
  }

  #tell({ binary, benchmark }: Row, ending: string): void {
    this.diagnostics.push({ level: 'warning', text: `${binary.pkg} ${benchmark} ${ending}` });
  }
}
