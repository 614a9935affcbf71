// The exact 95 % interval of a share (C. Clopper & E. Pearson, Biometrika 26, 1934).

/** P(Binomial(n, p) ≤ k) */
function atMost(k, n, p) {
  let sum = 0;
  let logTerm = n * Math.log1p(-p);
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(((n - i) / (i + 1)) * (p / (1 - p)));
  }
  return sum;
}

/** The p at which a function that falls in p is `target`. */
function solve(falling, target) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (falling(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** @returns [lo, hi] of k in n, or null of nothing */
export function interval(k, n) {
  if (n === 0) return null;
  const lo = k === 0 ? 0 : solve((p) => atMost(k - 1, n, p), 0.975);
  const hi = k === n ? 1 : solve((p) => atMost(k, n, p), 0.025);
  return [lo, hi];
}

const RESAMPLES = 2000;

/**
 * The 95 % interval of a share when its blocks are drawn again with replacement (block bootstrap: H. Künsch, Ann. Stat.
 * 17, 1989): jobs that share an episode of noise are no independent witnesses.
 *
 * @param blocks each { n, of }
 * @returns [lo, hi], or null of a single block, which says nothing about others
 */
export function bootstrap(blocks) {
  if (blocks.length < 2) return null;
  let state = 20260101;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return blocks[Math.floor((state / 2 ** 32) * blocks.length)];
  };
  const shares = Array.from({ length: RESAMPLES }, () => {
    const drawn = blocks.map(draw);
    return drawn.reduce((s, b) => s + b.n, 0) / drawn.reduce((s, b) => s + b.of, 0);
  }).sort((a, b) => a - b);
  return [shares[Math.floor(0.025 * RESAMPLES)], shares[Math.floor(0.975 * RESAMPLES)]];
}
