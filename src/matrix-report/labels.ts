/** A rectangle, pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A name that is to stand beside its point. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** What else belongs to the point: whiskers. */
  readonly beside: readonly Box[];
}

const HEIGHT = 13;
const GAP = 9;

/**
 * Places for names beside their points, so that they cover neither points nor one another where that can be had: to the
 * right, the left, above, below, and then further out.
 *
 * @param bounds that no name leaves
 * @returns the left end of each base line
 */
export function placed(wanted: readonly Wanted[], bounds: Box): readonly { readonly x: number; readonly y: number }[] {
  const taken: Box[] = wanted.flatMap(({ x, y, beside }) => [{ x: x - 6, y: y - 6, width: 12, height: 12 }, ...beside]);
  return wanted.map((label) => {
    const places = around(label);
    const inside = places.filter((box) => within(box, bounds));
    const best = least(inside.length > 0 ? inside : places, (box) =>
      taken.reduce((sum, other) => sum + overlap(box, other), 0),
    );
    taken.push(best);
    return { x: best.x, y: best.y + HEIGHT - 3 };
  });
}

function around({ x, y, width }: Wanted): readonly Box[] {
  const at = (dx: number, dy: number): Box => ({ x: x + dx, y: y + dy - HEIGHT / 2, width, height: HEIGHT });
  const steps = [0, 12, -12, 24, -24, 38, -38];
  return steps.flatMap((dy) => [
    at(GAP, dy),
    at(-GAP - width, dy),
    ...(Math.abs(dy) >= 12 ? [at(-width / 2, dy > 0 ? dy + 4 : dy - 4)] : []),
  ]);
}

function least<T>(items: readonly T[], cost: (item: T) => number): T {
  const costs = items.map(cost);
  return items[costs.indexOf(Math.min(...costs))] as T;
}

function within(box: Box, bounds: Box): boolean {
  return (
    box.x >= bounds.x &&
    box.y >= bounds.y &&
    box.x + box.width <= bounds.x + bounds.width &&
    box.y + box.height <= bounds.y + bounds.height
  );
}

/** Pixels of area that two boxes share. */
function overlap(a: Box, b: Box): number {
  const along = (from: number, size: number, other: number, otherSize: number) =>
    Math.max(0, Math.min(from + size, other + otherSize) - Math.max(from, other));
  return along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
}
