/** All ways to choose k of the indices 0 … n − 1. */
export function choices(n: number, k: number): number[][] {
  if (k === 0) return [[]];
  if (k > n) return [];
  const without = choices(n - 1, k);
  return [...without, ...choices(n - 1, k - 1).map((chosen) => [...chosen, n - 1])];
}

/** Pairs in which y is larger, equal ones counting half. */
export function countU(base: readonly number[], head: readonly number[]): number {
  return head.reduce((sum, y) => sum + base.reduce((s, x) => s + (y > x ? 1 : y === x ? 0.5 : 0), 0), 0);
}

/** The one-sided p values of the rank test by relabelling the pooled values in every possible way. */
export function permutationP(base: readonly number[], head: readonly number[]): { greater: number; less: number } {
  const pooled = [...base, ...head];
  const observed = countU(base, head);
  const all = choices(pooled.length, head.length).map((chosen) => {
    const picked = new Set(chosen);
    return countU(
      pooled.filter((_, i) => !picked.has(i)),
      pooled.filter((_, i) => picked.has(i)),
    );
  });
  const share = (holds: (u: number) => boolean) => all.filter(holds).length / all.length;
  return { greater: share((u) => u >= observed), less: share((u) => u <= observed) };
}

/** Every multiset of n of the values, ascending as they are. */
export function multisets(values: readonly number[], n: number): number[][] {
  if (n === 0) return [[]];
  return values.flatMap((v, i) => multisets(values.slice(i), n - 1).map((rest) => [v, ...rest]));
}

/** Every way to write n as an ordered sum: the sizes of the tie groups that n pooled values can have. */
export function compositions(n: number): number[][] {
  if (n === 0) return [[]];
  return Array.from({ length: n }, (_, i) => i + 1).flatMap((first) =>
    compositions(n - first).map((rest) => [first, ...rest]),
  );
}
