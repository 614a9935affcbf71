import type { Diagnostic } from '../model/diagnostic.ts';
import { plural } from '../model/format.ts';
import { VERSION } from '../model/version.ts';
import { median } from '../stats/median.ts';
import { remarksOf, statusOf, summaries } from './cells.ts';
import type { Experiment, Quantity, RowRun } from './experiment.ts';
import type { Grid } from './grid.ts';
import { groupsOf, lettersOf } from './groups.ts';
import { hasSamples, type Objective, valuesOf } from './objectives.ts';
import { paretoOf } from './pareto.ts';
import { fewestRounds } from './plan.ts';
import { choose } from './recommend.ts';
import { ALPHA, type Comparison, type Relation, relations } from './relation.ts';
import type { BenchmarkReport, CellReport, Difference, MatrixReport } from './report.ts';
import { type GcSetting, labelOf, shortLabel } from './setting.ts';
import { type Named, recommendation, settingReport } from './words.ts';

/** The report: a pure function of the experiment. */
export function judgeMatrix(experiment: Experiment): MatrixReport {
  const { environment, affinity, grid, rows, rounds, cost, diagnostics } = experiment;
  const compared = relations(rows);
  const named = rows.map((row, i) => ({ name: row.subject.benchmark ?? '', relation: compared[i] as Relation }));
  const benchmarks = rows.map((row, i) => benchmarkReport(row, named[i] as Named, grid));
  const measured = named.filter((_, i) => hasDefault(rows[i], grid));
  return {
    schema: 'go-perf-gate/gc-matrix@1',
    version: VERSION,
    status: compared.every(({ objectives }) => objectives.length === 0) ? 'nothing' : howFar(experiment),
    environment,
    affinity,
    rounds,
    cost,
    alpha: ALPHA,
    family: compared.reduce((sum, { comparisons }) => sum + comparisons.length, 0),
    benchmarks,
    recommendation: measured.length > 1 ? recommended(measured, grid) : null,
    diagnostics: [...diagnostics, ...tooFew(compared, rounds.done)],
  };
}

/** What was asked for and does not build, or shows no benchmark for a failure, keeps an experiment from being complete. */
function howFar({ rounds, diagnostics }: Experiment): 'partial' | 'complete' {
  return rounds.done < rounds.wanted || diagnostics.some(({ level }) => level === 'error') ? 'partial' : 'complete';
}

/** Without the default there is nothing that a setting could be better than. */
function hasDefault(row: RowRun | undefined, { base }: Grid): boolean {
  const cell = row?.cells[base];
  return cell !== undefined && hasSamples(cell);
}

/** Whether the rounds can tell anything at all. */
function tooFew(compared: readonly Relation[], done: number): readonly Diagnostic[] {
  const family = compared.reduce((sum, { comparisons }) => sum + comparisons.length, 0);
  const needed = fewestRounds(family);
  if (family === 0 || done >= needed) return [];
  const text = `${plural(done, 'round')} cannot tell ${plural(family, 'comparison')} from noise, whatever they show: it takes ${needed}. Run the same command again to go on, or choose fewer settings or benchmarks`;
  return [{ level: 'warning', text }];
}

function recommended(rows: readonly Named[], grid: Grid) {
  return recommendation(
    choose(
      rows.map(({ relation }) => relation),
      grid,
    ),
    rows,
    grid,
  );
}

function benchmarkReport(row: RowRun, named: Named, grid: Grid): BenchmarkReport {
  const { relation } = named;
  const label = (cell: number) => labelOf(grid.cells[cell] as GcSetting);
  const cells = cellReports(row, relation, grid);
  return {
    subject: row.subject,
    iterations: row.iterations,
    units: row.units,
    objectives: relation.objectives.map(({ quantity, name, metric: { unit, better } }) => ({
      quantity,
      name,
      unit,
      better,
    })),
    cells,
    pareto: cells.flatMap(({ label, front }) => (front === 'yes' ? [label] : [])),
    comparisons: relation.comparisons.map((c) => ({ from: label(c.from), to: label(c.to), ...difference(c) })),
    recommendation: hasDefault(row, grid) ? recommended([named], grid) : null,
  };
}

function cellReports(row: RowRun, relation: Relation, grid: Grid): readonly CellReport[] {
  const measured = row.cells.flatMap((cell, i) => (hasSamples(cell) ? [i] : []));
  const pareto = paretoOf(measured, relation);
  const letters = lettersBy(row, relation, measured);
  return row.cells.map((cell, i): CellReport => {
    const setting = grid.cells[i] as GcSetting;
    const standing = pareto.get(i);
    const against = relation.objectives.flatMap((objective) => relation.between(objective, grid.base, i) ?? []);
    return {
      setting: settingReport(setting),
      label: labelOf(setting),
      short: shortLabel(setting),
      isDefault: i === grid.base,
      ...statusOf(cell),
      remarks: remarksOf(cell, setting),
      rounds: cell.samples.length,
      quantities: summaries(cell),
      againstDefault: against.map(difference),
      groups: letters(i),
      front: standing?.front ?? null,
      dominatedBy: defaultFirst(standing?.dominatedBy ?? [], grid).map((other) =>
        labelOf(grid.cells[other] as GcSetting),
      ),
    };
  });
}

/** The default dominates most tellingly. */
function defaultFirst(cells: readonly number[], { base }: Grid): readonly number[] {
  return cells.includes(base) ? [base, ...cells.filter((cell) => cell !== base)] : cells;
}

/** The letters of a cell on every objective, the best cells first. */
function lettersBy(row: RowRun, relation: Relation, measured: readonly number[]) {
  const groups = relation.objectives.map((objective) => ({
    objective,
    groups: groupsOf(bestFirst(row, objective, measured), (a, b) => isDifferent(relation, objective, a, b)),
  }));
  return (cell: number): Readonly<Partial<Record<Quantity, string>>> =>
    measured.includes(cell)
      ? Object.fromEntries(groups.map(({ objective, groups }) => [objective.quantity, lettersOf(cell, groups)]))
      : {};
}

function bestFirst(row: RowRun, { quantity, metric }: Objective, measured: readonly number[]): readonly number[] {
  const center = (cell: number) => {
    const run = row.cells[cell];
    return run ? median(valuesOf(run, quantity)) : 0;
  };
  const sign = metric.better === 'higher' ? -1 : 1;
  return [...measured].sort((a, b) => sign * (center(a) - center(b)) || a - b);
}

function isDifferent(relation: Relation, objective: Objective, a: number, b: number): boolean {
  const verdict = relation.between(objective, a, b)?.verdict;
  return verdict === 'better' || verdict === 'worse';
}

function difference({ objective, ratio, ratioLo, ratioHi, p, pAdjusted, verdict }: Comparison): Difference {
  return { quantity: objective.quantity, ratio, ratioLo, ratioHi, p, pAdjusted, verdict };
}
