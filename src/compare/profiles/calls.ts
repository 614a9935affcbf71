import { memo } from '../../model/memo.ts';
import type { EdgeTable } from '../../profile/edges.ts';
import type { NodeTable } from '../../profile/granularity.ts';
import { edgesOf } from '../../profile/graph.ts';
import type { Costs } from './costs.ts';

/** What each function pays per operation for its calls of others. */
export type Calls = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Who calls whom among some functions only; the others give their calls to their neighbours. */
export function callsAmong(costs: Costs, kept: (fn: string) => boolean): Calls {
  const { nodes } = costs.weights;
  const mask = Uint8Array.from(nodes.names, (name) => (kept(name) ? 1 : 0));
  return callsOf(nodes, edgesOf(costs.profile, nodes, { value: costs.value }, mask), costs.scale);
}

/** Who calls whom, as the stacks have it. */
export const allCalls = memo(({ profile, weights: { nodes }, value, scale }: Costs) =>
  callsOf(nodes, edgesOf(profile, nodes, { value }), scale),
);

function callsOf(nodes: NodeTable, edges: EdgeTable, scale: number): Calls {
  const calls = new Map<string, Map<string, number>>();
  for (let edge = 0; edge < edges.count; edge++) {
    const from = nodes.names[edges.from[edge] as number] ?? '';
    const to = nodes.names[edges.to[edge] as number] ?? '';
    const own = calls.get(from) ?? new Map<string, number>();
    calls.set(from, own.set(to, (own.get(to) ?? 0) + (edges.weight[edge] as number) * scale));
  }
  return calls;
}
