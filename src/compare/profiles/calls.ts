import { memo } from '../../model/memo.ts';
import { nodesOf } from '../../profile/granularity.ts';
import { type Graph, graphOf } from '../../profile/graph.ts';
import type { Costs } from './costs.ts';

/** What each function pays per operation for its calls of others. */
export type Calls = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Who calls whom among some functions only; the others give their calls to their neighbours. */
export function callsAmong(costs: Costs, kept: (fn: string) => boolean): Calls {
  const { nodes } = costs.graph;
  const mask = Uint8Array.from(nodes.names, (name) => (kept(name) ? 1 : 0));
  return callsOf(graphOf(costs.profile, nodes, { value: costs.value }, mask), costs.scale);
}

/** Who calls whom, as the stacks have it. */
export const allCalls = memo((costs: Costs) => callsOf(costs.graph, costs.scale));

function callsOf({ nodes, edges }: Graph, scale: number): Calls {
  const calls = new Map<string, Map<string, number>>();
  for (let edge = 0; edge < edges.count; edge++) {
    const from = nodes.names[edges.from[edge] as number] ?? '';
    const to = nodes.names[edges.to[edge] as number] ?? '';
    const own = calls.get(from) ?? new Map<string, number>();
    calls.set(from, own.set(to, (own.get(to) ?? 0) + (edges.weight[edge] as number) * scale));
  }
  return calls;
}

/** A line of a source file as the compiler names it. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

const lineGraph = memo(({ profile, value }: Costs) => {
  const nodes = nodesOf(profile, { granularity: 'lines' });
  return graphOf(profile, nodes, { value });
});

/**
 * The line of a function that costs most: of its own work, or of its calls of one other function.
 *
 * @param callee null for its own work
 * @returns null where the profile knows no line
 */
export function dearestLine(costs: Costs, fn: string, callee: string | null): SourceLine | null {
  const { nodes, flat, edges } = lineGraph(costs);
  const cost = new Map<number, number>();
  const add = (node: number, value: number) => cost.set(node, (cost.get(node) ?? 0) + value);
  const isOf = (node: number, name: string) => nodes.infos[node]?.name === name;
  for (let node = 0; callee === null && node < nodes.infos.length; node++)
    if (isOf(node, fn)) add(node, flat[node] as number);
  for (let edge = 0; callee !== null && edge < edges.count; edge++) {
    const from = edges.from[edge] as number;
    if (isOf(from, fn) && isOf(edges.to[edge] as number, callee)) add(from, edges.weight[edge] as number);
  }
  const [dearest] = [...cost].reduce<readonly [number, number]>(
    (most, one) => (one[1] > most[1] ? one : most),
    [-1, 0],
  );
  const { file = '', line = 0 } = nodes.infos[dearest] ?? {};
  return line > 0 ? { file, line } : null;
}
