import type { Profile } from '../model/profile.ts';
import { EdgeTable } from './edges.ts';
import type { NodeTable } from './granularity.ts';

/** Which of a sample's values count. */
export interface Measure {
  /** Sample type. */
  readonly value: number;
  /** Sample type to divide by, for means; none where undefined. */
  readonly divisor?: number | undefined;
}

/**
 * What each node is worth, in the unit of the sample type, and who calls whom. Columns have one row per node of `nodes`;
 * divisors are zeros unless a mean is asked for.
 */
export interface Graph {
  readonly nodes: NodeTable;
  /** The node itself was running, or allocating, or waiting. */
  readonly flat: Float64Array;
  readonly flatDivisor: Float64Array;
  /** It or what it called; once per sample, however often it recurs. */
  readonly cum: Float64Array;
  readonly cumDivisor: Float64Array;
  /** Nodes that are worth anything, in order of their numbers. */
  readonly listed: Uint32Array;
  readonly edges: EdgeTable;
}

/**
 * Adds the samples up (google/pprof, internal/graph: newGraph). A node that is not `kept` gives its edges to its
 * neighbours, and its own value to nobody.
 *
 * @param kept one per node: whether it may appear; all where undefined.
 */
export function graphOf(profile: Profile, nodes: NodeTable, measure: Measure, kept?: Uint8Array): Graph {
  const n = nodes.infos.length;
  const [flat, flatDivisor, cum, cumDivisor] = [
    new Float64Array(n),
    new Float64Array(n),
    new Float64Array(n),
    new Float64Array(n),
  ];
  const edges = new EdgeTable(n);
  const seen = new Uint32Array(n);
  const { samples, sampleTypes } = profile;
  const { stack, stackStart, values } = samples;
  const { start, node } = nodes;
  const types = sampleTypes.length;
  for (let sample = 0; sample < samples.count; sample++) {
    const w = values[sample * types + measure.value] as number;
    const dw = measure.divisor === undefined ? 0 : (values[sample * types + measure.divisor] as number);
    if (w === 0 && dw === 0) continue;
    const mark = sample + 1;
    const leaf = stackStart[sample] as number;
    let parent = -1;
    let residual = false;
    for (let i = (stackStart[sample + 1] as number) - 1; i >= leaf; i--) {
      const location = stack[i] as number;
      const innermost = start[location] as number;
      const outermost = (start[location + 1] as number) - 1;
      for (let frame = outermost; frame >= innermost; frame--) {
        const at = node[frame] as number;
        if (kept !== undefined && kept[at] === 0) {
          residual = true;
          continue;
        }
        if (seen[at] !== mark) {
          seen[at] = mark;
          cum[at] = (cum[at] as number) + w;
          if (dw !== 0) cumDivisor[at] = (cumDivisor[at] as number) + dw;
        }
        if (parent >= 0 && parent !== at) edges.add(parent, at, mark, w, dw, residual, frame !== outermost);
        parent = at;
        residual = false;
      }
    }
    if (parent < 0 || residual) continue;
    flat[parent] = (flat[parent] as number) + w;
    flatDivisor[parent] = (flatDivisor[parent] as number) + dw;
  }
  return { nodes, flat, flatDivisor, cum, cumDivisor, listed: worthAnything(flat, cum), edges };
}

function worthAnything(flat: Float64Array, cum: Float64Array): Uint32Array {
  const listed: number[] = [];
  for (let node = 0; node < flat.length; node++) if (flat[node] !== 0 || cum[node] !== 0) listed.push(node);
  return Uint32Array.from(listed);
}

/** Go's division of integers, and the value itself where there is no divisor. */
export function quotient(value: number, divisor: number): number {
  return divisor === 0 ? value : Math.trunc(value / divisor) + 0;
}

/** A node's own value, the mean where one was asked for. */
export function flatOf(graph: Graph, node: number): number {
  return quotient(graph.flat[node] as number, graph.flatDivisor[node] as number);
}

/** The value of a node and what it called, the mean where one was asked for. */
export function cumOf(graph: Graph, node: number): number {
  return quotient(graph.cum[node] as number, graph.cumDivisor[node] as number);
}
