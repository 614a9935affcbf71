import type { Profile } from '../model/profile.ts';
import { CALL, EdgeTable } from './edges.ts';
import { framesKept } from './frames.ts';
import type { NodeTable } from './granularity.ts';

/** Which of a sample's values count. */
export interface Measure {
  /** Sample type. */
  readonly value: number;
  /** Sample type to divide by, for means; none where undefined. */
  readonly divisor?: number | undefined;
}

/**
 * What each node is worth, in the unit of the sample type. Columns have one row per node of `nodes`; divisors are zeros
 * unless a mean is asked for.
 */
export interface Weights {
  readonly nodes: NodeTable;
  /** The node itself was running, or allocating, or waiting. */
  readonly flat: Float64Array;
  readonly flatDivisor: Float64Array;
  /** It or what it called; once per sample, however often it recurs. */
  readonly cum: Float64Array;
  readonly cumDivisor: Float64Array;
  /** Nodes that are worth anything, in order of their numbers. */
  readonly listed: Uint32Array;
}

/** And who calls whom. */
export interface Graph extends Weights {
  readonly edges: EdgeTable;
}

/**
 * Adds the samples up (google/pprof, internal/graph: newGraph, without its edges). What a sample is worth itself goes to its
 * leaf.
 */
export function weightsOf(profile: Profile, nodes: NodeTable, measure: Measure): Weights {
  const n = nodes.infos.length;
  const columns = () => new Float64Array(n);
  const [flat, flatDivisor, cum, cumDivisor] = [columns(), columns(), columns(), columns()];
  const { samples } = profile;
  const { stack, stackStart } = samples;
  const { start, node } = nodes;
  const worth = reader(profile, measure.value);
  const divisorOf = reader(profile, measure.divisor);
  const seenAt = new Uint32Array(profile.locations.count);
  const seen = new Uint32Array(n);
  for (let sample = 0; sample < samples.count; sample++) {
    const [w, dw] = [worth(sample), divisorOf(sample)];
    if (w === 0 && dw === 0) continue;
    const mark = sample + 1;
    const leaf = stackStart[sample] as number;
    const end = stackStart[sample + 1] as number;
    for (let i = leaf; i < end; i++) {
      const location = stack[i] as number;
      if (seenAt[location] === mark) continue;
      seenAt[location] = mark;
      const to = start[location + 1] as number;
      for (let frame = start[location] as number; frame < to; frame++) {
        const at = node[frame] as number;
        if (seen[at] === mark) continue;
        seen[at] = mark;
        cum[at] = (cum[at] as number) + w;
        if (dw !== 0) cumDivisor[at] = (cumDivisor[at] as number) + dw;
      }
    }
    if (leaf === end) continue;
    const own = node[start[stack[leaf] as number] as number] as number;
    flat[own] = (flat[own] as number) + w;
    flatDivisor[own] = (flatDivisor[own] as number) + dw;
  }
  return { nodes, flat, flatDivisor, cum, cumDivisor, listed: worthAnything(flat, cum) };
}

/**
 * Who calls whom, and how much of the samples goes that way (internal/graph: newGraph, its edges). A node that is not kept
 * gives its edges to its neighbours.
 *
 * @param kept one per node: whether it may appear; all where undefined.
 */
export function edgesOf(profile: Profile, nodes: NodeTable, measure: Measure, kept?: Uint8Array): EdgeTable {
  const { samples, locations } = profile;
  const { stack, stackStart } = samples;
  const { start, node, call, exit } = framesKept(nodes, kept);
  const edges = new EdgeTable(nodes.infos.length);
  const worth = reader(profile, measure.value);
  const divisorOf = reader(profile, measure.divisor);
  // How a sample came to a location last: from there again, all of its edges are known.
  const seenAt = new Uint32Array(locations.count);
  const cameFrom = new Int32Array(locations.count);
  for (let sample = 0; sample < samples.count; sample++) {
    const [w, dw] = [worth(sample), divisorOf(sample)];
    if (w === 0 && dw === 0) continue;
    const mark = sample + 1;
    const leaf = stackStart[sample] as number;
    let parent = -1;
    let over = 0;
    for (let i = (stackStart[sample + 1] as number) - 1; i >= leaf; i--) {
      const location = stack[i] as number;
      const came = parent * 2 + over;
      const known = seenAt[location] === mark && cameFrom[location] === came;
      if (!known) {
        seenAt[location] = mark;
        cameFrom[location] = came;
        const from = start[location] as number;
        for (let frame = (start[location + 1] as number) - 1; frame >= from; frame--) {
          const at = node[frame] as number;
          if (parent >= 0 && parent !== at) edges.add(parent, at, mark, w, dw, (call[frame] as number) | over);
          parent = at;
          over = 0;
        }
      }
      const left = exit[location] as number;
      // Without a frame that is kept, the next one is reached over this location.
      over = left < 0 ? CALL.residual : left & CALL.residual;
      if (left >= 0) parent = left >> 1;
    }
  }
  return edges;
}

/**
 * Weights and edges.
 *
 * @param kept one per node: whether it may appear; all where undefined.
 */
export function graphOf(profile: Profile, nodes: NodeTable, measure: Measure, kept?: Uint8Array): Graph {
  const all = weightsOf(profile, nodes, measure);
  const weights = kept
    ? onlyNodes(
        all,
        all.listed.filter((node) => kept[node] === 1),
      )
    : all;
  return { ...weights, edges: edgesOf(profile, nodes, measure, kept) };
}

/** Without the other nodes. Those that stay are worth what they were: their own leaves and samples are the same. */
export function onlyNodes(weights: Weights, listed: Uint32Array): Weights {
  const column = (from: Float64Array) => {
    const to = new Float64Array(from.length);
    for (const node of listed) to[node] = from[node] as number;
    return to;
  };
  const { flat, flatDivisor, cum, cumDivisor } = weights;
  return {
    nodes: weights.nodes,
    flat: column(flat),
    flatDivisor: column(flatDivisor),
    cum: column(cum),
    cumDivisor: column(cumDivisor),
    listed,
  };
}

/** Reads a sample's value of one type; 0 of none. */
function reader({ samples, sampleTypes }: Profile, type: number | undefined): (sample: number) => number {
  if (type === undefined) return () => 0;
  const { values } = samples;
  const types = sampleTypes.length;
  return (sample) => values[sample * types + type] as number;
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
export function flatOf({ flat, flatDivisor }: Weights, node: number): number {
  return quotient(flat[node] as number, flatDivisor[node] as number);
}

/** The value of a node and what it called, the mean where one was asked for. */
export function cumOf({ cum, cumDivisor }: Weights, node: number): number {
  return quotient(cum[node] as number, cumDivisor[node] as number);
}
