import { childrenOf, type StackTree } from './stack-tree.ts';

/** Narrower frames say nothing and cannot be pointed at, pixels. */
const NARROWEST = 1;
/** So that a picture stays below a few megabytes, whatever the profile. */
const MOST_FRAMES = 4000;
const MOST_ROWS = 250;

/** A frame of the picture; the root is row 0 and stands below its callees. */
export interface Box {
  readonly node: number;
  readonly row: number;
  /** Pixels from the left. */
  readonly x: number;
  readonly width: number;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly rows: number;
  /** Call paths that are worth something and are not drawn: too narrow, too deep, or too many. */
  readonly left: number;
}

/**
 * Places the call paths side by side: a frame is as wide as what it is worth, its callees stand above it in the order of
 * their names; what is left free at their right is its own, and that of callees too narrow to draw.
 *
 * @param total what each path is worth, 0 or more; a parent at least what its children are together
 * @param width of the root, pixels
 */
export function layout(tree: StackTree, total: Float64Array, width: number): Layout {
  const whole = total[0] as number;
  if (!(whole > 0)) return { boxes: [], rows: 0, left: 0 };
  const scale = width / whole;
  const narrowest = cutoff(total, scale);
  const children = childrenOf(tree, (node) => (total[node] as number) * scale >= narrowest);
  const boxes: Box[] = [{ node: 0, row: 0, x: 0, width }];
  // The list grows while it is walked: breadth first.
  for (const box of boxes) {
    if (box.row + 1 >= MOST_ROWS) continue;
    let x = box.x;
    for (const node of children.get(box.node) ?? []) {
      const wide = (total[node] as number) * scale;
      boxes.push({ node, row: box.row + 1, x, width: wide });
      x += wide;
    }
  }
  const rows = boxes.reduce((most, { row }) => Math.max(most, row + 1), 0);
  return { boxes, rows, left: total.reduce((n, value) => n + (value > 0 ? 1 : 0), 0) - boxes.length };
}

/** The least width that is drawn: one pixel, or more where too many frames have that. */
function cutoff(total: Float64Array, scale: number): number {
  const widths = total.map((value) => value * scale).filter((wide) => wide >= NARROWEST);
  if (widths.length <= MOST_FRAMES) return NARROWEST;
  widths.sort();
  // Just wider than the widest that has no room; a child is never wider than its parent.
  return (widths[widths.length - MOST_FRAMES - 1] as number) * (1 + Number.EPSILON);
}

/**
 * What each path is worth where nothing is worth less than nothing: the own parts below 0, of a profile from which another
 * was taken, count as 0.
 */
export function positive(self: Float64Array): { readonly self: Float64Array; readonly left: number } {
  return { self: self.map((value) => Math.max(value, 0)), left: self.reduce((sum, v) => sum + Math.min(v, 0), 0) };
}
