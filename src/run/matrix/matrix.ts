import { createHash, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import type { Experiment } from '../../matrix/experiment.ts';
import { type Grid, gridOf } from '../../matrix/grid.ts';
import { judgeMatrix } from '../../matrix/judge.ts';
import { calibrationOf, launchOf, type MatrixRow, refusal, type Told } from '../../matrix/launches.ts';
import { roundSteps, roundsFor } from '../../matrix/plan.ts';
import type { MatrixReport } from '../../matrix/report.ts';
import { labelOf, settingKey } from '../../matrix/setting.ts';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import type { PackageEvidence } from '../../model/evidence.ts';
import { formatDuration, plural } from '../../model/format.ts';
import { VERSION } from '../../model/version.ts';
import { cgroupLimits } from '../go/environment.ts';
import { type Progress, SILENT } from '../options.ts';
import { checkOut } from '../store/out.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { distinct, namedStep, type ReadStep, readStep, rowRuns, stepName } from './assemble.ts';
import { writeMatrixReports } from './files.ts';
import type { MatrixOptions } from './options.ts';
import { calibrated, calibrationTrouble } from './read.ts';
import { type Finished, MATRIX_FOLDER, MatrixStore, readExperiment, refuseOther } from './store.ts';

/** Variables that the grid says; given beside it they would say something else. */
const VARIED = /^(?:GOGC|GOMEMLIMIT|GOMAXPROCS)(?:=|$)/;

/**
 * The experiment: builds the working tree's benchmarks, runs them under every setting in drawn rounds until all rounds are
 * run or the budget is spent, and judges. Every process's result is kept at once, so that the same command goes on where
 * it was stopped.
 *
 * @throws UserError for what the user can mend
 */
export async function gcMatrix(options: MatrixOptions, progress: Progress): Promise<MatrixReport> {
  const varied = options.env.find((entry) => VARIED.test(entry));
  if (varied !== undefined)
    throw new UserError(`env: ${varied.split('=')[0]} is what the grid varies`, { example: '--gogc 100,200' });
  await checkOut(options.out, MATRIX_FOLDER);
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const { axes: _, rounds: __, benchtime: ___, out: ____, restart: _____, ...run } = options;
  const workspace = await openWorkspace({ ...run, base: { by: 'none' }, cpu: options.axes.gomaxprocs }, progress);
  try {
    const build = elapsed();
    const experiment = await new Running(options, workspace, elapsed, progress).run();
    const report = judgeMatrix({ ...experiment, cost: { ...experiment.cost, build } });
    await writeMatrixReports(options.out, report);
    return report;
  } finally {
    await workspace.dispose();
  }
}

/** One run of the command. */
class Running {
  readonly #options: MatrixOptions;
  readonly #workspace: Workspace;
  /** Seconds since the command began. */
  readonly #elapsed: () => number;
  readonly #progress: Progress;
  readonly #grid: Grid;
  readonly #told: Told;
  readonly #store: MatrixStore;
  readonly #diagnostics: Diagnostic[] = [];
  /** Asked once: what is refused stays refused. */
  readonly #memory = availableMemory();

  constructor(options: MatrixOptions, workspace: Workspace, elapsed: () => number, progress: Progress) {
    const { gomaxprocs, cpus = 1, variables = {} } = workspace.evidence.environment.head;
    const procs = gomaxprocs ?? cpus;
    this.#options = options;
    this.#workspace = workspace;
    this.#elapsed = elapsed;
    this.#progress = progress;
    this.#grid = gridOf(options.axes, procs);
    this.#told = { godebug: variables.GODEBUG ?? '', procs };
    this.#store = new MatrixStore(options.out);
    this.#diagnostics.push(...workspace.evidence.diagnostics, ...tooMany(options.axes.gomaxprocs, cpus));
  }

  async run(): Promise<Experiment> {
    const packages = this.#workspace.evidence.packages.filter((pkg) => this.#isBuilt(pkg));
    if (packages.length === 0) throw nothingToRun(this.#workspace.evidence.packages, this.#options);
    const seed = await this.#open(packages);
    const rows = await this.#calibrate(packages);
    const steps = this.#store.finished.flatMap((process) => readStep(process, rows) ?? []);
    const asked = this.#options.rounds ?? roundsFor(rows.length, this.#grid.cells.length, OBJECTIVES);
    // Rounds that were run before are not taken back.
    const wanted = Math.max(asked, ...steps.map(({ step }) => step.round + 1));
    const done = await this.#rounds(rows, wanted, seed, steps);
    return {
      environment: this.#workspace.evidence.environment.head,
      affinity: this.#workspace.evidence.affinity ?? [],
      grid: this.#grid,
      rows: rowRuns(rows, this.#grid, steps, (row, cell) => this.#refusal(row, cell)),
      rounds: { wanted, done },
      // Of all runs that continue each other.
      cost: {
        build: 0,
        measure: this.#store.finished.reduce((sum, p) => sum + p.wall, 0),
        budget: this.#options.budget,
      },
      diagnostics: distinct(this.#diagnostics),
    };
  }

  #isBuilt({ pkg, head }: PackageEvidence): boolean {
    if (head.state === 'failed')
      this.#diagnostics.push({ level: 'error', text: `${pkg} does not build: ${head.reason}` });
    return head.state === 'built';
  }

  /** Goes on with what the folder holds, or begins. @returns the seed of the orders */
  async #open(packages: readonly PackageEvidence[]): Promise<number> {
    const identity = await this.#identity(packages);
    const stored = this.#options.restart ? null : await readExperiment(this.#options.out);
    if (stored) {
      refuseOther(this.#options.out, stored, identity);
      await this.#store.load();
      this.#progress.step(
        `go on with ${this.#options.out}: ${plural(this.#store.finished.length, 'process', 'processes')} there`,
      );
      return stored.seed;
    }
    const seed = randomInt(1, 2 ** 32);
    await this.#store.begin({ schema: 'go-perf-gate/gc-matrix-run@1', version: VERSION, seed, identity });
    return seed;
  }

  /** Everything that must be the same for results to be put together, as a person would say it. */
  async #identity(packages: readonly PackageEvidence[]): Promise<Readonly<Record<string, string>>> {
    const { bench, benchtime, tags, buildFlags, env, affinity } = this.#options;
    const { goVersion = '', goos = '', goarch = '', cpus = 0, kernel = '' } = this.#workspace.evidence.environment.head;
    const binaries = packages.map(async ({ pkg }) => {
      const bytes = await readFile(this.#workspace.binaries.get(pkg) ?? '');
      return [`binary of ${pkg}`, createHash('sha256').update(bytes).digest('hex').slice(0, 16)] as const;
    });
    return {
      cells: this.#grid.cells.map(labelOf).join(', '),
      benchmarks: bench,
      benchtime: formatDuration(benchtime),
      ...(tags ? { tags } : {}),
      ...(buildFlags.length > 0 ? { 'build flags': buildFlags.join(' ') } : {}),
      ...(env.length > 0 ? { env: env.join(' ') } : {}),
      ...(affinity.length > 0 ? { affinity: affinity.join(',') } : {}),
      go: goVersion,
      machine: `${goos}/${goarch}, ${plural(cpus, 'CPU')}, ${kernel}`,
      ...Object.fromEntries(await Promise.all(binaries)),
    };
  }

  async #calibrate(packages: readonly PackageEvidence[]): Promise<readonly MatrixRow[]> {
    const base = this.#grid.cells[this.#grid.base] as Grid['cells'][number];
    const longest = Math.max(30, this.#options.budget / 4);
    const rows: MatrixRow[] = [];
    this.#progress.step(`find the benchmarks of ${plural(packages.length, 'package')} and how long they take`);
    for (const [i, { pkg }] of packages.entries()) {
      const known = this.#store.finished.find(({ step }) => 'calibrate' in step && step.calibrate === pkg);
      const launch = calibrationOf(pkg, this.#options.bench, base, this.#told, longest);
      const process = known ?? (await this.#execute({ calibrate: pkg }, launch));
      const found = calibrated(process, pkg, this.#options.benchtime);
      this.#diagnostics.push(...calibrationTrouble(process, pkg, found.length));
      rows.push(...found);
      this.#progress.advance(i + 1, packages.length, pkg);
    }
    if (rows.length > 0) return rows;
    const why = this.#diagnostics.filter(({ level }) => level !== 'notice').map(({ text }) => text);
    throw new UserError(['no benchmark could be measured', ...why].join('\n  '), { example: EXAMPLE });
  }

  async #execute(step: Finished['step'], launch: Parameters<Workspace['execute']>[0][number]): Promise<Finished> {
    const [record] = await this.#workspace.execute([launch], SILENT);
    if (!record) throw new Error('the workspace gave no record of a process');
    return this.#store.add(step, record);
  }

  /** Runs what is left of the rounds; adds to `steps`. @returns the rounds that are complete */
  async #rounds(rows: readonly MatrixRow[], wanted: number, seed: number, steps: ReadStep[]): Promise<number> {
    const done = new Set(steps.map(({ step }) => stepName(step)));
    const { cells } = this.#grid;
    let longest = 0;
    for (let round = 0; round < wanted; round++) {
      const planned = roundSteps(round, rows.length, cells.length, seed).map(({ row, cell }) => ({
        row: rows[row] as MatrixRow,
        cell,
      }));
      const left = planned.filter(
        ({ row, cell }) => !done.has(stepName(namedStep(round, row, cells[cell] as Grid['cells'][number]))),
      );
      if (left.length === 0) continue;
      const began = this.#elapsed();
      if (began + longest > this.#options.budget) return round;
      this.#progress.step(`round ${round + 1} of ${wanted}: ${plural(left.length, 'process', 'processes')}`);
      for (const [i, { row, cell }] of left.entries()) {
        if (this.#elapsed() > this.#options.budget) return round;
        await this.#step(row, cell, round, steps);
        this.#progress.advance(
          i + 1,
          left.length,
          `${row.subject.benchmark} ${labelOf(cells[cell] as Grid['cells'][number])}`,
        );
      }
      longest = Math.max(longest, this.#elapsed() - began);
    }
    return wanted;
  }

  async #step(row: MatrixRow, cell: number, round: number, steps: ReadStep[]): Promise<void> {
    const setting = this.#grid.cells[cell] as Grid['cells'][number];
    if (this.#refusal(row, cell) !== null || isHopeless(row, settingKey(setting), steps)) return;
    const finished = await this.#execute(namedStep(round, row, setting), launchOf(row, setting, round, this.#told));
    const read = readStep(finished, [row]);
    if (read) steps.push(read);
  }

  #refusal(row: MatrixRow, cell: number): string | null {
    return refusal(row, this.#grid.cells[cell] as Grid['cells'][number], this.#memory);
  }
}

/** Throughput, p99, CPU time and memory: which of them there are is known only when the first round is over. */
const OBJECTIVES = 4;

const EXAMPLE = "go-perf-gate gc-matrix --packages ./codec --bench 'Encode'";

/** A cell that fails twice, or hangs once, is not tried again. */
function isHopeless({ subject }: MatrixRow, cell: string, steps: readonly ReadStep[]): boolean {
  const failures = steps.flatMap(({ step, read }) =>
    step.cell === cell && step.benchmark === subject.benchmark && step.pkg === subject.pkg && 'failure' in read
      ? [read.failure]
      : [],
  );
  return failures.length >= 2 || failures.some((text) => text.startsWith('did not end'));
}

function tooMany(procs: readonly number[], cpus: number): readonly Diagnostic[] {
  const above = procs.filter((n) => n > cpus);
  const text = `GOMAXPROCS=${above.join(', ')} is more than the ${plural(cpus, 'CPU')} here: its processors take turns, and waits look like work`;
  return above.length > 0 ? [{ level: 'warning', text }] : [];
}

function nothingToRun(packages: readonly PackageEvidence[], { bench }: MatrixOptions): UserError {
  const failed = packages.flatMap(({ pkg, head }) =>
    head.state === 'failed' ? [`\n  ${pkg} does not build: ${head.reason}`] : [],
  );
  const why =
    failed.length > 0
      ? failed.join('')
      : packages.length > 0
        ? `: none matches ${JSON.stringify(bench)}`
        : ': no package has one';
  return new UserError(`there is no benchmark to measure${why}`, { example: EXAMPLE });
}

/** Bytes that can be used: what the machine has free, or the control group allows. */
function availableMemory(): number {
  return Math.min(freemem(), cgroupLimits('/').memoryLimit ?? Number.POSITIVE_INFINITY);
}
