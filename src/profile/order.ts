import { compareTexts } from './go-text.ts';
import type { Weights } from './graph.ts';

export type Order = 'flat' | 'cum';

/**
 * The listed nodes, heaviest first, then by name, then by the other value (google/pprof, internal/graph: Nodes.Sort with
 * FlatNameOrder and CumNameOrder). Means are not looked at. Where pprof leaves two nodes in any order, so that two runs
 * differ, ours is that of the locations.
 */
export function sorted(weights: Weights, order: Order): Uint32Array {
  const { names } = weights.nodes;
  const [first, then] = order === 'flat' ? [weights.flat, weights.cum] : [weights.cum, weights.flat];
  const nodes = Array.from(weights.listed);
  nodes.sort(
    (a, b) =>
      magnitude(first, b) - magnitude(first, a) ||
      compareTexts(names[a] as string, names[b] as string) ||
      magnitude(then, b) - magnitude(then, a) ||
      a - b,
  );
  return Uint32Array.from(nodes);
}

function magnitude(column: Float64Array, row: number): number {
  return Math.abs(column[row] as number);
}
