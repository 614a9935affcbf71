// Counts, for every scenario and kind of job, how often the judge and its rivals are right.
import { bootstrap, interval } from './interval.mjs';
import { measured, modesOf, rowsOf, secondsOf, windows } from './jobs.mjs';
import { actionBenchmark, benchstat } from './rivals.mjs';

const SETTINGS = { alpha: 0.01, resolution: 0.1 };
const LIMIT = 0.02;
/** Rounds of a job, as rules/default.yml has them. */
const ROUNDS = { screen: 8, confirm: 40 };
/** benchstat's manual asks for ten. */
const TEN = 10;
/** The truth is a calibration: a ratio this near to the limit is not beyond it. */
const NEAR = 0.001;
/** True changes are put together by size; StringBuilder's factor acts at half strength and lands where it belongs. */
const SIZES = [
  [1.035, '+2.5 %'],
  [1.065, '+5 %'],
  [1.13, '+10 %'],
  [Number.POSITIVE_INFINITY, '+20 %'],
];

/** @returns { judge, limit, scenarios: [{ scenario, f, pairs, modes: [counts] }] } */
export function evaluate(corpus, judge, ours) {
  const scenarios = corpus.scenarios.map((scenario) => {
    const truth = truthOf(scenario, corpus.truth, ours);
    const modes = modesOf(scenario, ROUNDS).map((mode) => ({
      mode: mode.mode,
      ...replay(scenario, mode, truth, judge, ours),
    }));
    return { scenario: scenario.name, f: scenario.f, pairs: scenario.pairs.length, modes: modes.filter((m) => m.jobs) };
  });
  return { judge: judge.name, limit: LIMIT, ...SETTINGS, rounds: ROUNDS, scenarios };
}

/** Time by the manifest; allocations by the medians of all rounds there are. */
function truthOf(scenario, manifest, ours) {
  const rows = scenario.pairs.length === 0 ? [] : rowsOf(scenario.pairs, {}, ours);
  const allocs = new Map();
  for (const { name, pair } of rows)
    if (pair.metric.id === 'allocs/op') allocs.set(name, ours.median(pair.head.value) - ours.median(pair.base.value));
  return {
    ratio: (name) => 1 + (manifest[name]?.affected ? manifest[name].slope : 0) * (scenario.f - 1),
    affected: (name) => scenario.f !== 1 && Boolean(manifest[name]?.affected),
    allocs: (name) => allocs.get(name) ?? 0,
  };
}

function tally() {
  return { jobs: 0, disjoint: 0, failedDisjoint: 0, failed: 0 };
}

function replay(scenario, mode, truth, judge, ours) {
  const who = { ours: judgeJob, benchstat: rival(benchstat), actionBenchmark: rival(actionBenchmark) };
  const sums = Object.fromEntries(
    Object.keys(who).map((k) => [k, { ...tally(), power: {}, blocks: new Map(), within: count() }]),
  );
  const own = { statuses: {}, anyMetric: 0, improved: 0, rounds: 0, seconds: 0 };
  const silent = count();
  const allocs = { found: count(), false: count() };
  let jobs = 0;
  for (const { window, disjoint, block } of windows(scenario, mode)) {
    jobs++;
    const job = prepare(window, mode, judge, ours);
    for (const [name, ask] of Object.entries(who)) {
      const called = ask(job, judge, ours);
      score(sums[name], called, truth, { disjoint, block });
      if (name === 'ours') describe({ own, silent, allocs }, called, truth);
    }
    own.rounds += job.rounds;
    own.seconds += secondsOf(window, mode.rounds ? job.rounds : undefined);
  }
  if (jobs === 0) return { jobs };
  const fwer = (s) => ({
    disjoint: s.disjoint,
    failed: s.failedDisjoint,
    interval: interval(s.failedDisjoint, s.disjoint),
  });
  const results = Object.entries(sums).map(([name, s]) => [
    name,
    { fwer: fwer(s), sliding: { jobs, failed: s.failed }, power: powerOf(s), withinLimitFailed: s.within },
  ]);
  return {
    jobs,
    ...Object.fromEntries(results),
    anyMetricFailed: own.anyMetric,
    improvedJobs: own.improved,
    unaffected: own.statuses,
    silent,
    allocs,
    meanRounds: own.rounds / jobs,
    meanSeconds: own.seconds / jobs,
  };
}

/** Found of how many by size, with the interval that resampling blocks of jobs gives. */
function powerOf({ power, blocks }) {
  return Object.fromEntries(
    Object.entries(power).map(([size, sum]) => [size, { ...sum, interval: bootstrap([...blocks.get(size).values()]) }]),
  );
}

function count() {
  return { n: 0, of: 0 };
}

function add(to, hit) {
  to.of++;
  if (hit) to.n++;
}

/** The rows of a job as our judge leaves them, and every sample of the window for the rivals. */
function prepare(window, mode, judge, ours) {
  const all = rowsOf(window, mode, ours);
  if (mode.rounds) return { ...measured(window, mode, judge, SETTINGS, ours), all, design: 'interleaved' };
  const rounds = mode.sequential ? window.length / 2 : window.length;
  return { rows: all, looks: null, rounds, all, design: mode.sequential ? 'sequential' : 'interleaved' };
}

/** Statuses by row and metric. */
function judgeJob({ rows, design, looks }, judge, ours) {
  const judged = ours.heardBoth(judge.judge(rows, design, SETTINGS, looks));
  return rows.map(({ name, pair }, i) => ({ name, metric: pair.metric.id, ...judged[i] }));
}

/** Rivals measure what they measure, whatever ours needs: benchstat ten rounds, the other one. */
function rival(rule) {
  return ({ all }, _judge, ours) =>
    all
      .filter((row) => row.pair.metric.id === 'sec/op')
      .map((row) => ({ ...row, pair: row.pair.base.value.length > TEN ? ours.firstRounds(row.pair, TEN) : row.pair }))
      .map((row) => ({ name: row.name, metric: 'sec/op', status: rule(row, ours) ? 'regressed' : 'unchanged' }));
}

const slower = (row) => row.status === 'regressed';

/** Time alone: false alarms on rows that nothing happened to, and what was found of the others by their true ratio. */
function score(sum, called, truth, { disjoint, block }) {
  const time = ofBenchmarks(called);
  const alarm = time.some((row) => !truth.affected(row.name) && slower(row));
  sum.jobs++;
  if (alarm) sum.failed++;
  if (disjoint) sum.disjoint++;
  if (disjoint && alarm) sum.failedDisjoint++;
  for (const row of time.filter(({ name }) => truth.affected(name))) {
    const ratio = truth.ratio(row.name);
    if (ratio <= 1 + LIMIT + NEAR) add(sum.within, slower(row));
    else {
      const size = SIZES.find(([below]) => ratio < below)[1];
      sum.power[size] ??= count();
      add(sum.power[size], slower(row));
      const blocks = sum.blocks.get(size) ?? new Map();
      sum.blocks.set(size, blocks);
      blocks.set(block, blocks.get(block) ?? count());
      add(blocks.get(block), slower(row));
    }
  }
}

/** One row per benchmark: slower where its time is, or its CPU time with the clock behind it. */
function ofBenchmarks(called) {
  const byCpu = new Set(called.filter((row) => row.metric === 'cpu-sec/op' && slower(row)).map(({ name }) => name));
  return called
    .filter((row) => row.metric === 'sec/op')
    .map((row) => (byCpu.has(row.name) ? { ...row, status: 'regressed' } : row));
}

/** What only our judge says. */
function describe({ own, silent, allocs }, called, truth) {
  const still = called.filter(({ name }) => !truth.affected(name));
  if (still.some((row) => slower(row) && !(row.metric === 'allocs/op' && truth.allocs(row.name) > 0))) own.anyMetric++;
  if (called.some((row) => row.metric === 'sec/op' && row.status === 'improved')) own.improved++;
  for (const row of called) {
    if (row.metric === 'allocs/op') add(truth.allocs(row.name) > 0 ? allocs.found : allocs.false, slower(row));
    if (row.metric !== 'sec/op') continue;
    if (!truth.affected(row.name)) own.statuses[row.status] = (own.statuses[row.status] ?? 0) + 1;
    else if (truth.ratio(row.name) >= 1 + 0.9 * SETTINGS.resolution) add(silent, row.status === 'unchanged');
  }
}
