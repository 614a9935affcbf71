import type { Profile } from '../model/profile.ts';
import type { NodeTable } from './granularity.ts';
import { edgesOf, type Graph, type Measure, onlyNodes, type Weights, weightsOf } from './graph.ts';
import { type Order, sorted } from './order.ts';

export interface TrimOptions {
  /** Share of the total below which a node's cum is dropped. */
  readonly nodeFraction: number;
  /** Share of the total below which an edge is dropped. */
  readonly edgeFraction: number;
  /** Most nodes; 0 for all. */
  readonly nodeCount: number;
  readonly order: Order;
  /** Leaves out nodes that are worth less than nothing. */
  readonly dropNegative: boolean;
}

/** A graph without what is too light to be shown; `order` names its nodes as they are to be shown. */
export interface Trimmed {
  readonly graph: Graph;
  readonly order: Uint32Array;
  /** Nodes before `nodeCount` cut them. */
  readonly candidates: number;
  /** Nodes that were too light. */
  readonly droppedNodes: number;
}

/**
 * Drops light nodes, then all but the first `nodeCount`, then light edges; then adds up the edges
 * between those that are left (google/pprof, internal/report: newTrimmedGraph).
 */
export function trimmed(profile: Profile, nodes: NodeTable, measure: Measure, options: TrimOptions): Trimmed {
  let weights = weightsOf(profile, nodes, measure);
  if (options.dropNegative)
    weights = { ...weights, listed: weights.listed.filter((node) => !isNegative(weights, node)) };
  const total = weights.listed.reduce((sum, node) => sum + (weights.flat[node] as number), 0);
  const nodeCutoff = Math.abs(Math.trunc(total * options.nodeFraction));
  const heavy = weights.listed.filter((node) => Math.abs(weights.cum[node] as number) >= nodeCutoff);
  const droppedNodes = nodeCutoff > 0 ? weights.listed.length - heavy.length : 0;
  if (droppedNodes > 0) weights = onlyNodes(weights, heavy);
  const candidates = weights.listed.length;
  let order = sorted(weights, options.order);
  const cut = options.nodeCount > 0 && options.nodeCount < order.length;
  if (cut) {
    order = order.slice(0, options.nodeCount);
    weights = onlyNodes(weights, order.slice().sort());
  }
  const kept = droppedNodes > 0 || cut ? marks(weights.listed, nodes) : undefined;
  const graph = { ...weights, edges: edgesOf(profile, nodes, measure, kept) };
  dropLightEdges(graph, Math.abs(Math.trunc(total * options.edgeFraction)));
  return { graph, order, candidates, droppedNodes };
}

function marks(chosen: Uint32Array, { infos }: NodeTable): Uint8Array {
  const kept = new Uint8Array(infos.length);
  for (const node of chosen) kept[node] = 1;
  return kept;
}

/** internal/graph: selectNodesForGraph, isNegative. */
function isNegative({ flat, cum }: Weights, node: number): boolean {
  const own = flat[node] as number;
  return own < 0 || (own === 0 && (cum[node] as number) < 0);
}

/** Only edges into listed nodes are looked at (internal/graph: TrimLowFrequencyEdges). */
function dropLightEdges({ edges, listed, flat }: Graph, cutoff: number): void {
  if (cutoff === 0) return;
  const isListed = new Uint8Array(flat.length);
  for (const node of listed) isListed[node] = 1;
  for (let edge = 0; edge < edges.count; edge++)
    if (isListed[edges.to[edge] as number] === 1 && Math.abs(edges.weight[edge] as number) < cutoff) edges.drop(edge);
}
