// Replays jobs over a corpus of recorded benchmark runs with a known truth, and says how often a judge is right.
//   node scripts/evaluate-judge.mjs CORPUS_DIR [--json] [--save FILE --name NAME]
// --save writes what docs/method.md shows of it (scripts/docs-method.mjs).
// CORPUS_DIR holds manifest.json and SCENARIO.SIDE.txt.gz, rounds begun by "#### round pair=… side=… order=…" lines.
// Beside our judge, on the same jobs: benchstat's rule (Mann-Whitney, p < 0.05, no correction) and
// github-action-benchmark's (a value above 200 %).
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { readCorpus } from './evaluate/corpus.mjs';
import { evaluate } from './evaluate/evaluate.mjs';
import { printReport } from './evaluate/print.mjs';
import { summaryOf } from './evaluate/summary.mjs';

const EXPORTS = `
  export { readBench } from './src/sources/bench/index.ts';
  export { alignResults } from './src/compare/align.ts';
  export { CPU_TIME, metricFor } from './src/model/metric.ts';
  export { heardBoth } from './src/gate/second-witness.ts';
  export { subjectKey } from './src/model/subject.ts';
  export { JUDGE } from './src/compare/judge.ts';
  export { firstRounds, looksOf, nextLook } from './src/compare/looks.ts';
  export { mannWhitney } from './src/stats/mann-whitney.ts';
  export { median } from './src/stats/median.ts';`;

async function ourCode() {
  const { outputFiles } = await build({
    stdin: { contents: EXPORTS, resolveDir: new URL('..', import.meta.url).pathname },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, save: { type: 'string' }, name: { type: 'string' } },
  });
  const [dir] = positionals;
  if (dir === undefined) throw new Error('a folder with a corpus is needed');
  return { dir, ...values };
}

function asked() {
  try {
    return options();
  } catch (error) {
    console.error(
      `${error.message}\nusage: node scripts/evaluate-judge.mjs CORPUS_DIR [--json] [--save FILE --name NAME]`,
    );
    process.exit(2);
  }
}

const { dir, json, save, name } = asked();
const ours = await ourCode();
const report = evaluate(readCorpus(dir, ours), ours.JUDGE, ours);
if (save !== undefined) writeFileSync(save, `${JSON.stringify(summaryOf(report, name ?? basename(dir)), null, 1)}\n`);
if (json) console.log(JSON.stringify(report, null, 1));
else printReport(report);
