/**
 * Holm's adjustment (S. Holm, Scand. J. Stat. 6, 1979): calling what is at most alpha afterwards keeps the chance of any
 * false call among all of them at alpha, whatever depends on what.
 *
 * @returns adjusted p values in the order given, each at least the p it comes from and at most 1
 */
export function holm(p: readonly number[]): readonly number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] ?? 1) - (p[b] ?? 1));
  const adjusted = p.map(() => 1);
  let running = 0;
  order.forEach((index, rank) => {
    running = Math.max(running, Math.min(1, (p[index] ?? 1) * (p.length - rank)));
    adjusted[index] = running;
  });
  return adjusted;
}
