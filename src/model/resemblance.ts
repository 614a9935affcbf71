/** Longer names are compared by their beginnings. */
const LONGEST = 200;

/**
 * How alike two names are, 0 to 1: the share of letter pairs they have in common (Dice's coefficient over bigrams, case
 * ignored). Linear in the names' lengths.
 */
export function resemblance(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)];
  const total = sum(left) + sum(right);
  if (total === 0) return a.toLowerCase() === b.toLowerCase() ? 1 : 0;
  let common = 0;
  for (const [pair, n] of left) common += Math.min(n, right.get(pair) ?? 0);
  return (2 * common) / total;
}

function bigrams(name: string): Map<string, number> {
  const text = name.slice(0, LONGEST).toLowerCase();
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, n) => total + n, 0);
}
