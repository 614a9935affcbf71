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
