/**
 * Groups of cells that do not differ, as the compact letter display has them (H.-P. Piepho, An Algorithm for a
 * Letter-Based Representation of All-Pairwise Comparisons, J. Comput. Graph. Stat. 13, 2004, insert and absorb): two cells share a group exactly when
 * they are not different. "Not different" is no equivalence, so a cell may be in several groups.
 *
 * @param order cells, the best first: it decides which group comes first
 * @returns groups of cells, each in the order given
 */
export function groupsOf(
  order: readonly number[],
  differ: (a: number, b: number) => boolean,
): readonly (readonly number[])[] {
  let groups: readonly (readonly number[])[] = order.length > 0 ? [order] : [];
  for (const [i, a] of order.entries())
    for (const b of order.slice(i + 1))
      if (differ(a, b)) groups = absorbed(groups.flatMap((group) => split(group, a, b)));
  const place = new Map(order.map((cell, i) => [cell, i]));
  const first = (group: readonly number[], end: 0 | -1) => place.get(group.at(end) ?? 0) ?? 0;
  return [...groups].sort((x, y) => first(x, 0) - first(y, 0) || first(x, -1) - first(y, -1));
}

function split(group: readonly number[], a: number, b: number): readonly (readonly number[])[] {
  if (!group.includes(a) || !group.includes(b)) return [group];
  return [group.filter((cell) => cell !== b), group.filter((cell) => cell !== a)];
}

/** Without groups that are within another. */
function absorbed(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const within = (x: readonly number[], y: readonly number[]) => x.every((cell) => y.includes(cell));
  return groups.filter(
    (group, i) => !groups.some((other, j) => i !== j && within(group, other) && (group.length < other.length || j < i)),
  );
}

/** a, b, … z, aa, ab … */
export function letter(n: number): string {
  return n < 26 ? String.fromCharCode(97 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26);
}

/** The letters of one cell: `ab`. */
export function lettersOf(cell: number, groups: readonly (readonly number[])[]): string {
  return groups.flatMap((group, i) => (group.includes(cell) ? [letter(i)] : [])).join('');
}
