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
      export { holm } from './src/stats/holm.ts';`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { mannWhitney, lowRanks, lowRankDifference, shiftDifference, holm } = await import(
  `data:text/javascript;base64,${code}`
);

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
const family = Array.from({ length: 50 }, () => random() ** 3);
console.log(JSON.stringify({ p: family, holm: holm(family) }));
