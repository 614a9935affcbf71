// What of a report the documentation shows: the real schedule, and the files that people bring.
import { interval } from './interval.mjs';

const SHOWN = /^(schedule|sequential|-count)/;
/** Head is another build there, which may truly be slower: no false alarms to count. */
const OTHER_BUILD = /layout$/;

/** @returns { corpus, limit, alpha, rounds, pooled, rows: [{ scenario, job, … }] }, shares as { n, of } */
export function summaryOf(report, corpus) {
  const rows = report.scenarios.flatMap(({ scenario, modes }) =>
    modes.filter(({ mode }) => SHOWN.test(mode)).map((mode) => rowOf(scenario, mode)),
  );
  const same = rows.filter(({ scenario, job }) => job === 'schedule' && !OTHER_BUILD.test(scenario));
  return { corpus, limit: report.limit, alpha: report.alpha, rounds: report.rounds, pooled: pooledOf(same), rows };
}

function pooledOf(rows) {
  const sum = (of) => rows.reduce((s, row) => s + of(row), 0);
  const [failed, jobs] = [sum((r) => r.failed), sum((r) => r.disjoint)];
  return {
    failed,
    jobs,
    interval: interval(failed, jobs),
    windows: sum((r) => r.windows),
    failedWindows: sum((r) => r.failedWindows),
  };
}

function rowOf(scenario, m) {
  const { fwer, sliding, power, withinLimitFailed } = m.ours;
  const total = Object.values(m.unaffected).reduce((a, b) => a + b, 0);
  return {
    scenario,
    job: m.mode,
    disjoint: fwer.disjoint,
    failed: fwer.failed,
    interval: fwer.interval,
    windows: sliding.jobs,
    failedWindows: sliding.failed,
    benchstatFailed: { n: m.benchstat.sliding.failed, of: m.jobs },
    actionBenchmarkFailed: { n: m.actionBenchmark.sliding.failed, of: m.jobs },
    power: Object.fromEntries(
      Object.entries(power).map(([size, found]) => [size, { ...found, benchstat: m.benchstat.power[size].n }]),
    ),
    within: withinLimitFailed,
    unchanged: { n: m.unaffected.unchanged ?? 0, of: total },
    silent: m.silent,
    allocs: m.allocs,
    rounds: m.meanRounds,
    seconds: m.meanSeconds,
  };
}
