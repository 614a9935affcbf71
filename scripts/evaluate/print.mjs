// The report as plain tables.

const percent = (n, of) => (of > 0 ? `${Math.round((100 * n) / of)} %` : '–');
const share = ({ n, of } = { n: 0, of: 0 }) => percent(n, of);
const RIVALS = ['ours', 'benchstat', 'actionBenchmark'];

export function printReport(report) {
  console.log(`judge ${report.judge}, limit ${100 * report.limit} %, alpha ${100 * report.alpha} %`);
  console.log(
    'false alarms: jobs in which a row that nothing happened to was called slower in time. Disjoint jobs with their exact\n' +
      '95 % interval; windows that overlap (every 4 pairs) as a point estimate only. benchstat and github-action-benchmark\n' +
      '(g-a-b) on the first ten rounds of the same jobs. Rounds: mean of a benchmark; seconds: what those take, both sides.\n',
  );
  table(alarmRows(report), [
    'scenario',
    'job',
    'failed',
    '95 %',
    'overlapping',
    'any metric',
    'improved',
    'benchstat',
    'g-a-b',
    'rounds',
    'seconds',
  ]);
  console.log(
    '\nfound, by true change, of rows beyond the limit; within: rows truly slower by no more than the limit that failed;',
  );
  console.log('silent: rows slower by the resolution or more that were called unchanged. ours / benchstat / g-a-b\n');
  table(powerRows(report), ['scenario', 'job', '+2.5 %', '+5 %', '+10 %', '+20 %', 'within', 'silent']);
  console.log('\nrows that nothing happened to (time), and allocs/op: changes found, and calls without one\n');
  table(statusRows(report), [
    'scenario',
    'job',
    'unchanged',
    'inconclusive',
    'improved',
    'regressed',
    'allocs found',
    'allocs false',
  ]);
}

function each(report, row) {
  return report.scenarios.flatMap(({ scenario, f, modes }) =>
    modes.map((m) => ({ scenario, job: m.mode, ...row(m, f) })).filter((r) => r.skip !== true),
  );
}

function alarmRows(report) {
  return each(report, (m) => {
    const { fwer, sliding } = m.ours;
    return {
      failed: `${fwer.failed} of ${fwer.disjoint}`,
      '95 %': fwer.interval ? `${percent(fwer.interval[0], 1)} – ${percent(fwer.interval[1], 1)}` : '–',
      overlapping: `${sliding.failed} of ${sliding.jobs}`,
      'any metric': `${m.anyMetricFailed} of ${sliding.jobs}`,
      improved: `${m.improvedJobs} of ${sliding.jobs}`,
      benchstat: percent(m.benchstat.sliding.failed, m.jobs),
      'g-a-b': percent(m.actionBenchmark.sliding.failed, m.jobs),
      rounds: m.meanRounds.toFixed(1),
      seconds: m.meanSeconds.toFixed(1),
    };
  });
}

function powerRows(report) {
  return each(report, (m, f) => {
    const of = (pick) => RIVALS.map((who) => share(pick(m[who]))).join(' / ');
    const sizes = ['+2.5 %', '+5 %', '+10 %', '+20 %'].map((size) => [
      size,
      m.ours.power[size] ? `${of((r) => r.power[size])} of ${m.ours.power[size].of}` : '–',
    ]);
    const within = m.ours.withinLimitFailed.of > 0 ? of((r) => r.withinLimitFailed) : '–';
    return { skip: f === 1, ...Object.fromEntries(sizes), within, silent: share(m.silent) };
  });
}

function statusRows(report) {
  return each(report, (m) => {
    const total = Object.values(m.unaffected).reduce((a, b) => a + b, 0);
    const of = (status) => percent(m.unaffected[status] ?? 0, total);
    return {
      unchanged: of('unchanged'),
      inconclusive: of('inconclusive'),
      improved: of('improved'),
      regressed: of('regressed'),
      'allocs found': `${m.allocs.found.n} of ${m.allocs.found.of}`,
      'allocs false': `${m.allocs.false.n} of ${m.allocs.false.of}`,
    };
  });
}

function table(rows, columns) {
  const cells = [columns, ...rows.map((row) => columns.map((c) => String(row[c] ?? '')))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  for (const line of cells)
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
}
