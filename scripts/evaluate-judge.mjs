// Replays jobs over a corpus of recorded benchmark runs with a known truth, and says how often a judge is right.
//   node scripts/evaluate-judge.mjs CORPUS_DIR [--json]
// CORPUS_DIR holds manifest.json and SCENARIO.SIDE.txt.gz, rounds begun by "#### round pair=… side=… order=…" lines.
// Beside our judge, on the same jobs: benchstat's rule (Mann-Whitney, p < 0.05, no correction) and
// github-action-benchmark's (a value above 200 %).
import { build } from 'esbuild';
import { readCorpus } from './evaluate/corpus.mjs';
import { evaluate } from './evaluate/evaluate.mjs';
import { printReport } from './evaluate/print.mjs';

const EXPORTS = `
  export { readBench } from './src/sources/bench/index.ts';
  export { alignResults } from './src/compare/align.ts';
  export { metricFor } from './src/model/metric.ts';
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

function options(args) {
  const [dir] = args.filter((a) => !a.startsWith('--'));
  if (!dir || args.some((a) => a.startsWith('--') && a !== '--json')) {
    console.error('usage: node scripts/evaluate-judge.mjs CORPUS_DIR [--json]');
    process.exit(2);
  }
  return { dir, json: args.includes('--json') };
}

const { dir, json } = options(process.argv.slice(2));
const ours = await ourCode();
const report = evaluate(readCorpus(dir, ours), ours.JUDGE, ours);
if (json) console.log(JSON.stringify(report, null, 1));
else printReport(report);
