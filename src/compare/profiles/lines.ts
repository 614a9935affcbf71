import { memo } from '../../model/memo.ts';
import { nodesOf } from '../../profile/granularity.ts';
import { graphOf } from '../../profile/graph.ts';
import type { Costs } from './costs.ts';

/** A line of a source file as the compiler names it, and what it costs per operation. */
export interface LineCost {
  readonly file: string;
  readonly line: number;
  readonly cost: number;
}

const lineGraph = memo(({ profile, value }: Costs) => {
  const nodes = nodesOf(profile, { granularity: 'lines' });
  return graphOf(profile, nodes, { value });
});

/**
 * What the lines of a function cost, in the order of the source: by their own work, or by their calls of one function.
 *
 * @param callee null for own work
 */
export function lineCosts(costs: Costs, fn: string, callee: string | null): readonly LineCost[] {
  const { nodes, flat, edges } = lineGraph(costs);
  const cost = new Map<number, number>();
  const add = (node: number, value: number) => cost.set(node, (cost.get(node) ?? 0) + value * costs.scale);
  const isOf = (node: number, name: string) => nodes.infos[node]?.name === name;
  for (let node = 0; callee === null && node < nodes.infos.length; node++)
    if (isOf(node, fn)) add(node, flat[node] as number);
  for (let edge = 0; callee !== null && edge < edges.count; edge++) {
    const from = edges.from[edge] as number;
    if (isOf(from, fn) && isOf(edges.to[edge] as number, callee)) add(from, edges.weight[edge] as number);
  }
  const lines = [...cost].flatMap(([node, value]) => {
    const { file = '', line = 0 } = nodes.infos[node] ?? {};
    return line > 0 && value > 0 ? [{ file, line, cost: value }] : [];
  });
  return lines.sort((a, b) => a.line - b.line);
}

/** Lines of one function with a cost that are compared at most: longer ones are machine-made. */
const MOST_LINES = 200;

/**
 * The line of head that became dearer most. Edits move lines but keep their order, so head's are matched with base's in
 * order such that the costs differ least in all, and what has no partner is new.
 *
 * @returns null where head has no line
 */
export function grownLine(base: readonly LineCost[], head: readonly LineCost[]): LineCost | null {
  const [before, after] = [base.slice(0, MOST_LINES), head.slice(0, MOST_LINES)];
  const partner = aligned(before, after);
  const growth = (i: number) => (after[i]?.cost ?? 0) - (before[partner[i] ?? -1]?.cost ?? 0);
  const order = after.map((_, i) => i).sort((a, b) => growth(b) - growth(a));
  return after[order[0] ?? -1] ?? null;
}

/** For each line of head its partner among base's lines, or −1: the alignment of least total difference. */
function aligned(base: readonly LineCost[], head: readonly LineCost[]): readonly number[] {
  const [n, m] = [base.length, head.length];
  const width = m + 1;
  // least[i * width + j]: of base's lines from i on and head's from j on.
  const least = new Float64Array((n + 1) * width);
  const at = (i: number, j: number) => least[i * width + j] as number;
  const apart = (i: number, j: number) => Math.abs((head[j]?.cost ?? 0) - (base[i]?.cost ?? 0));
  for (let i = n; i >= 0; i--)
    for (let j = m; j >= 0; j--) {
      if (i === n && j === m) continue;
      const skipBase = i < n ? at(i + 1, j) + (base[i]?.cost ?? 0) : Number.POSITIVE_INFINITY;
      const skipHead = j < m ? at(i, j + 1) + (head[j]?.cost ?? 0) : Number.POSITIVE_INFINITY;
      const match = i < n && j < m ? at(i + 1, j + 1) + apart(i, j) : Number.POSITIVE_INFINITY;
      least[i * width + j] = Math.min(skipBase, skipHead, match);
    }
  const partner = new Array<number>(m).fill(-1);
  for (let i = 0, j = 0; i < n && j < m; ) {
    const best = at(i, j);
    if (best === at(i + 1, j + 1) + apart(i, j)) partner[j++] = i++;
    else if (best === at(i + 1, j) + (base[i]?.cost ?? 0)) i++;
    else j++;
  }
  return partner;
}
