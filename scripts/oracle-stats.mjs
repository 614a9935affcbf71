// Random samples and what src/stats says of them, as JSON lines for scripts/oracle-stats.py (see there).
import { buildSync } from 'esbuild';

const SEED = 20260101;
const PAIRS = 400;

const { outputFiles } = buildSync({
  stdin: {
    contents: `export { mannWhitney } from './src/stats/mann-whitney.ts';
      export { lowRanks } from './src/stats/low-ranks.ts';
      export { lowRankDifference } from './src/stats/low-rank-bounds.ts';
      export { shiftDifference } from './src/stats/hodges-lehmann.ts';
      export { holm } from './src/stats/holm.ts';
      export { mannKendall } from './src/stats/mann-kendall.ts';
      export { theilSen } from './src/stats/theil-sen.ts';
      export { betaQuantile, betaTails } from './src/stats/beta.ts';
      export { gammaTails } from './src/stats/gamma.ts';
      export { shareBounds } from './src/stats/proportion.ts';
      export { rateRatio, rateRatioTest } from './src/stats/rate-ratio.ts';
      export { detectableRatio } from './src/stats/rate-power.ts';
      export { shiftOf } from './src/stats/psi.ts';`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const stats = await import(`data:text/javascript;base64,${code}`);
const { mannWhitney, lowRanks, lowRankDifference, shiftDifference, holm } = stats;

let state = SEED;
/** A linear congruential generator is random enough to choose test cases. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

for (let i = 0; i < PAIRS; i++) {
  // SciPy's permutation test wants two samples a side.
  const ties = i % 2 === 1;
  const [n, m] = ties ? [2 + (i % 5), 2 + ((i >> 3) % 5)] : [1 + (i % 25), 1 + ((i >> 3) % 25)];
  const draw = () => (ties ? Math.floor(random() * 5) : random());
  const base = Array.from({ length: m }, draw);
  const head = Array.from({ length: n }, () => draw() + (i % 3 === 0 ? 1 : 0) * (ties ? 1 : 0.3));
  const { greater, less, twoSided } = mannWhitney(base, head);
  const shift = shiftDifference(base, head, 0.05);
  console.log(JSON.stringify({ ties, base, head, greater, less, twoSided, shift }));
}
for (let i = 0; i < PAIRS; i++) {
  const ties = i % 2 === 1;
  const [n, m] = [2 + (i % 6), 2 + ((i >> 3) % 6)];
  const draw = () => (ties ? Math.floor(random() * 5) : random());
  const base = Array.from({ length: m }, draw);
  const head = Array.from({ length: n }, draw);
  const cut = 1 + Math.floor(random() * (n + m));
  const { greater, less, twoSided } = lowRanks(base, head, cut);
  const shift = lowRankDifference(base, head, cut, 0.05);
  console.log(JSON.stringify({ cut, ties, base, head, greater, less, twoSided, shift }));
}
/** Whole, every order of magnitude as likely as every other. */
const upTo = (most) => Math.round(most ** random());
/** Points within 8 standard deviations of the mean, on the scale of log-odds; a few with large parameters. */
for (let i = 0; i < PAIRS; i++) {
  const most = i % 40 === 0 ? 1e6 : 3000;
  const [a, b] = [upTo(most), upTo(most)];
  const odds = (a / b) * Math.exp(16 * (random() - 0.5) * Math.sqrt(1 / a + 1 / b));
  const x = odds / (1 + odds);
  const p = random() ** 8;
  const { x: quantile } = stats.betaQuantile(p, a, b);
  console.log(JSON.stringify({ beta: [a, b], x, ...stats.betaTails({ x, y: 1 - x }, a, b), p, quantile }));
  const s = a / 2;
  const at = Math.max(s / 1000, s + 16 * (random() - 0.5) * Math.sqrt(s));
  console.log(JSON.stringify({ gamma: s, x: at, ...stats.gammaTails(s, at) }));
}
for (let i = 0; i < PAIRS; i++) {
  const [n, m] = [i % 7 === 0 ? 0 : upTo(1e4), i % 11 === 0 ? 0 : upTo(1e4)];
  const [base, head] = [n, m].map((events) => ({ events, exposure: 10 ** (4 * random() - 2) }));
  const ratio = 10 ** (2 * random() - 1);
  const { lo, hi } = stats.rateRatio(base, head, 0.05);
  const test = stats.rateRatioTest(base, head, ratio);
  console.log(JSON.stringify({ rates: [base, head], ratio, ...test, lo, hi: Number.isFinite(hi) ? hi : null }));
  console.log(JSON.stringify({ share: [n, n + m || 1], ...stats.shareBounds(n, n + m || 1, 0.025) }));
}
/** Counts that scatter by a few √mean, in two thirds of the cases about means that differ too. */
function shifted(mean, by) {
  const scattered = (of) => Math.round(Math.max(0, of + (random() + random() + random() - 1.5) * 2 * Math.sqrt(of)));
  return { base: scattered(mean), head: scattered(mean * (1 + by * (random() - 0.5) * 0.4)) };
}
for (let i = 0; i < PAIRS; i++) {
  const categories = Array.from({ length: 2 + (i % 9) }, () => shifted(5 + 40 * random(), i % 3));
  const { cells, psi, p, chiSquare } = stats.shiftOf(categories, { limit: 1, seed: i });
  if (cells.length > 1) console.log(JSON.stringify({ cells, psi, permutation: p, chiSquare }));
}
for (const expected of [0.5, 3, 30, 300, 3000])
  for (const exposures of [0.5, 1, 3]) {
    const design = { expected, exposures, level: 0.05, power: 0.8 };
    console.log(JSON.stringify({ design, detectable: stats.detectableRatio(design) }));
  }
for (let i = 0; i < PAIRS; i++) {
  const ties = i % 2 === 1;
  const n = ties ? 3 + (i % 6) : 3 + (i % 48);
  const xs = Array.from({ length: n }, (_, k) => k + random());
  const series = xs.map((x) => (ties ? Math.floor(random() * 4) : random()) + (i % 3) * 0.02 * x);
  const values = ties ? series.map(Math.floor) : series;
  console.log(
    JSON.stringify({ ties, xs, series: values, ...stats.mannKendall(values), slope: stats.theilSen(xs, values) }),
  );
}
const family = Array.from({ length: 50 }, () => random() ** 3);
console.log(JSON.stringify({ p: family, holm: holm(family) }));
