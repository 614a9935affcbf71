// The truth about every row: by how much its time follows the factor, from many rounds at a large one.

import { recordRounds } from './rounds.mjs';
import { affectedBenchmarks, timesOf } from './rows.mjs';
import { CALIBRATION } from './schedule.mjs';

const FACTORS = [1, 1.02, 1.05, 1.1];
/** Blocks of consecutive rounds; how they differ gives the error. */
const BLOCKS = 8;

/** @returns { f, start, rounds, ratios: { row: [head/base of each block] } } */
export async function calibrate(workshop, plan, number, ours) {
  const processes = await recordRounds(workshop, plan, CALIBRATION, number);
  const rows = plan.rows.map(({ name }) => [`Benchmark${name}`, blockRatios(samplesOf(processes, name, ours), plan)]);
  return { f: CALIBRATION.f, start: processes[0].start, rounds: plan.rounds, ratios: Object.fromEntries(rows) };
}

function samplesOf(processes, name, ours) {
  const of = (side) =>
    processes.filter((p) => p.row === name && p.side === side).map(({ text }) => timesOf(text, ours).get(name));
  return { base: of('base'), head: of('head') };
}

function blockRatios({ base, head }, { rounds }) {
  const blocks = Math.min(BLOCKS, Math.floor(rounds / 2));
  const edge = (i) => Math.floor((i * rounds) / blocks);
  const ratio = (i) =>
    lowerHalfMean(head.slice(edge(i), edge(i + 1))) / lowerHalfMean(base.slice(edge(i), edge(i + 1)));
  return Array.from({ length: blocks }, (_, i) => round(ratio(i), 5));
}

/** Geometric mean of the faster half: noise in time only ever adds. */
function lowerHalfMean(values) {
  const fast = values.toSorted((a, b) => a - b).slice(0, Math.ceil(values.length / 2));
  return Math.exp(fast.reduce((sum, v) => sum + Math.log(v), 0) / fast.length);
}

/** @returns by row name { affected, slope, slope_se, ratio_by_f, measured }; an unaffected row has slope 0 by its making */
export function truthOf(calibrations) {
  const affected = affectedBenchmarks();
  const names = Object.keys(calibrations[0].ratios);
  return Object.fromEntries(
    names.map((name) => [
      name,
      truthOfRow(
        affected.has(name.replace(/^Benchmark/, '').split('/')[0]),
        calibrations.flatMap(({ ratios }) => ratios[name]),
        calibrations[0].f,
      ),
    ]),
  );
}

function truthOfRow(affected, ratios, f) {
  const { mean, error } = meanOf(ratios.map((ratio) => (ratio - 1) / (f - 1)));
  const slope = affected ? round(mean, 4) : 0;
  const byFactor = FACTORS.map((g) => [g.toFixed(2), round(1 + slope * (g - 1), 4)]);
  return {
    ...{ affected, slope, slope_se: round(error, 4), ratio_by_f: Object.fromEntries(byFactor) },
    measured: { f, slope: round(mean, 4), se: round(error, 4), blocks: ratios.length },
  };
}

/** Mean and its standard error. */
function meanOf(values) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, error: values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : null };
}

function round(value, digits) {
  return value === null ? null : Number(value.toFixed(digits));
}
