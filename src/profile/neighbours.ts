import type { Graph } from './graph.ts';

/** Edges of each node. */
export type EdgesOfNodes = readonly (readonly number[])[];

/** The edges by which each node is called, as rows of the edge table; light ones that were dropped are not among them. */
export function callersOf(graph: Graph): EdgesOfNodes {
  return edgesBy(graph, graph.edges.to);
}

/** The edges by which each node calls. */
export function calleesOf(graph: Graph): EdgesOfNodes {
  return edgesBy(graph, graph.edges.from);
}

function edgesBy({ edges, flat }: Graph, end: Uint32Array): EdgesOfNodes {
  const lists = Array.from({ length: flat.length }, (): number[] => []);
  for (let edge = 0; edge < edges.count; edge++) if (!edges.isDropped(edge)) lists[end[edge] as number]?.push(edge);
  return lists;
}
