import type { Profile } from '../model/profile.ts';
import type { NodeTable } from './granularity.ts';
import { type Graph, graphOf, type Measure } from './graph.ts';
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
 * Drops light nodes, then all but the first `nodeCount`, then light edges; each time nodes go, the samples are added up anew
 * without them (google/pprof, internal/report: newTrimmedGraph).
 */
export function trimmed(profile: Profile, nodes: NodeTable, measure: Measure, options: TrimOptions): Trimmed {
  const without = (kept?: Uint8Array) => {
    const graph = graphOf(profile, nodes, measure, kept);
    return options.dropNegative ? withoutNegative(graph) : graph;
  };
  let graph = without();
  const total = graph.listed.reduce((sum, node) => sum + (graph.flat[node] as number), 0);
  const nodeCutoff = Math.abs(Math.trunc(total * options.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(total * options.edgeFraction));
  const heavy = graph.listed.filter((node) => Math.abs(graph.cum[node] as number) >= nodeCutoff);
  const droppedNodes = nodeCutoff > 0 ? graph.listed.length - heavy.length : 0;
  if (droppedNodes > 0) graph = without(marks(heavy, nodes));
  const candidates = graph.listed.length;
  let order = sorted(graph, options.order);
  if (options.nodeCount > 0 && options.nodeCount < order.length) {
    graph = without(marks(order.subarray(0, options.nodeCount), nodes));
    order = sorted(graph, options.order);
  }
  dropLightEdges(graph, edgeCutoff);
  return { graph, order, candidates, droppedNodes };
}

function marks(chosen: Uint32Array, { infos }: NodeTable): Uint8Array {
  const kept = new Uint8Array(infos.length);
  for (const node of chosen) kept[node] = 1;
  return kept;
}

/** internal/graph: selectNodesForGraph, isNegative. */
function withoutNegative(graph: Graph): Graph {
  const listed = graph.listed.filter((node) => {
    const flat = graph.flat[node] as number;
    return !(flat < 0 || (flat === 0 && (graph.cum[node] as number) < 0));
  });
  return { ...graph, listed };
}

/** Only edges into listed nodes are looked at (internal/graph: TrimLowFrequencyEdges). */
function dropLightEdges({ edges, listed, flat }: Graph, cutoff: number): void {
  if (cutoff === 0) return;
  const isListed = new Uint8Array(flat.length);
  for (const node of listed) isListed[node] = 1;
  for (let edge = 0; edge < edges.count; edge++)
    if (isListed[edges.to[edge] as number] === 1 && Math.abs(edges.weight[edge] as number) < cutoff) edges.drop(edge);
}
