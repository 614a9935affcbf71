// Writes the tables of docs/method.md from docs/measured/judge-*.json, which scripts/evaluate-judge.mjs --save made.
//   node scripts/docs-method.mjs [--check]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const DOC = new URL('../docs/method.md', import.meta.url);
const MEASURED = new URL('../docs/measured/', import.meta.url);
const SIZES = ['+2.5 %', '+5 %', '+10 %', '+20 %'];

const percent = ({ n, of }) => (of > 0 ? `${Math.round((100 * n) / of)} %` : '–');
const range = (interval) => (interval ? `${interval.map((x) => Math.round(100 * x)).join('–')} %` : '–');
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

function falseAlarms(summary) {
  const head = [
    'recording',
    'job',
    'failed (disjoint jobs)',
    '95 %',
    'failed (all windows)',
    'benchstat',
    'g-a-b',
    'rounds a row',
    'seconds',
  ];
  const rows = summary.rows.map((r) => [
    r.scenario,
    r.job,
    `${r.failed} of ${r.disjoint}`,
    range(r.interval),
    `${r.failedWindows} of ${r.windows}`,
    percent(r.benchstatFailed),
    percent(r.actionBenchmarkFailed),
    r.job === 'schedule' ? r.rounds.toFixed(1) : '–',
    r.job === 'schedule' ? r.seconds.toFixed(1) : '–',
  ]);
  return table(head, rows);
}

function power(summary) {
  const own = summary.rows.filter((r) => r.job === 'schedule' && (Object.keys(r.power).length > 0 || r.within.of > 0));
  const found = (p) =>
    p ? `**${percent(p)}** of ${p.of} (${range(p.interval)}); benchstat ${percent({ n: p.benchstat, of: p.of })}` : '–';
  return table(
    ['recording', ...SIZES, 'within the limit, failed', '+9 % and more called unchanged'],
    own.map((r) => [r.scenario, ...SIZES.map((size) => found(r.power[size])), percent(r.within), percent(r.silent)]),
  );
}

function section(summary) {
  const { pooled, limit, rounds } = summary;
  return `### ${summary.corpus}

Limit ${100 * limit} %, ${rounds.screen} + up to ${rounds.confirm} rounds. All recordings in which nothing (or nothing in those rows) changed, disjoint jobs of
the schedule together: **${pooled.failed} of ${pooled.jobs}** failed on time (95 %: ${range(pooled.interval)}); of all windows ${pooled.failedWindows} of ${pooled.windows}.

${falseAlarms(summary)}

Slower rows that were found, by their true change:

${power(summary)}`;
}

const files = readdirSync(MEASURED)
  .filter((name) => /^judge-.*\.json$/.test(name))
  .sort();
const sections = files.map((name) => section(JSON.parse(readFileSync(new URL(name, MEASURED), 'utf8'))));
const [BEGIN, END] = ['<!-- measured: made by scripts/docs-method.mjs -->', '<!-- end of measured -->'];
const text = readFileSync(DOC, 'utf8');
const [before, rest = ''] = text.split(BEGIN);
const after = rest.slice(rest.indexOf(END) + END.length);
const made = `${before}${BEGIN}\n\n${sections.join('\n\n')}\n\n${END}${after}`;
if (!process.argv.includes('--check')) writeFileSync(DOC, made);
else if (made !== text) {
  console.error('docs/method.md is not what docs/measured/ says: run node scripts/docs-method.mjs');
  process.exit(1);
}
