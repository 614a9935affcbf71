import type { Profile } from '../../model/profile.ts';
import { compareTexts } from '../go-text.ts';
import { type Granularity, type NodeInfo, nodesOf } from '../granularity.ts';

/** Deeper frames are left out; what they are worth stays with the last one that is there. Go's profilers stop at 128. */
const DEEPEST = 4096;
/** No profile of a program has so many different call paths; a made-up one may. */
const MOST_NODES = 2_000_000;

/** One profile of a tree, and which of its sample types count: each makes a column. */
export interface TreePart {
  readonly profile: Profile;
  readonly types: readonly number[];
}

/**
 * The stacks of one or more profiles as one tree of call paths: a node is a frame under its callers, inlined calls
 * included. Node 0 is the root, above all stacks; a parent's number is lower than its children's.
 */
export interface StackTree {
  /** What the frames are, by the numbers in `frame`. */
  readonly infos: readonly NodeInfo[];
  readonly names: readonly string[];
  readonly count: number;
  /** −1 for the root. */
  readonly parent: Int32Array;
  /** −1 for the root. */
  readonly frame: Int32Array;
  /** 0 for the root. */
  readonly depth: Uint32Array;
  /** One per column, in the order of the parts and their types: what a path itself is worth, without those that go on. */
  readonly self: readonly Float64Array[];
}

/** Builds the tree. Samples that are worth nothing in any column leave no node. */
export function stackTree(parts: readonly TreePart[], granularity: Granularity = 'functions'): StackTree {
  const builder = new Builder(parts.reduce((sum, { types }) => sum + types.length, 0));
  let column = 0;
  for (const part of parts) {
    builder.add(part, granularity, column);
    column += part.types.length;
  }
  return builder.done();
}

class Builder {
  readonly #infos: NodeInfo[] = [];
  readonly #names: string[] = [];
  readonly #frames = new Map<string, number>();
  readonly #parent = [-1];
  readonly #frame = [-1];
  readonly #depth = [0];
  readonly #self: number[][];
  readonly #children = new Map<number, number>();

  constructor(columns: number) {
    this.#self = Array.from({ length: columns }, () => [0]);
  }

  add({ profile, types }: TreePart, granularity: Granularity, column: number): void {
    const { names, infos, start, node } = nodesOf(profile, { granularity });
    const frames = Uint32Array.from(names, (name, i) => this.#frameOf(name, infos[i] as NodeInfo));
    const { samples, sampleTypes } = profile;
    for (let sample = 0; sample < samples.count; sample++) {
      const values = types.map((type) => samples.values[sample * sampleTypes.length + type] as number);
      if (values.every((value) => value === 0)) continue;
      let at = 0;
      const leaf = samples.stackStart[sample] as number;
      for (let i = (samples.stackStart[sample + 1] as number) - 1; i >= leaf; i--) {
        const location = samples.stack[i] as number;
        const innermost = start[location] as number;
        for (let f = (start[location + 1] as number) - 1; f >= innermost; f--)
          at = this.#child(at, frames[node[f] as number] as number);
      }
      for (const [t, value] of values.entries()) this.#add(column + t, at, value);
    }
  }

  done(): StackTree {
    return {
      infos: this.#infos,
      names: this.#names,
      count: this.#parent.length,
      parent: Int32Array.from(this.#parent),
      frame: Int32Array.from(this.#frame),
      depth: Uint32Array.from(this.#depth),
      self: this.#self.map((column) => Float64Array.from(column)),
    };
  }

  /** Frames of two profiles are the same when they read the same. */
  #frameOf(name: string, info: NodeInfo): number {
    const key = `${name}\n${info.file}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    this.#infos.push(info);
    this.#frames.set(key, this.#names.length);
    return this.#names.push(name) - 1;
  }

  #child(parent: number, frame: number): number {
    const key = frame * (MOST_NODES + 1) + parent;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const depth = (this.#depth[parent] as number) + 1;
    if (depth > DEEPEST || this.#parent.length >= MOST_NODES) return parent;
    const child = this.#parent.length;
    this.#children.set(key, child);
    this.#parent.push(parent);
    this.#frame.push(frame);
    this.#depth.push(depth);
    for (const column of this.#self) column.push(0);
    return child;
  }

  #add(column: number, node: number, value: number): void {
    const self = this.#self[column] as number[];
    self[node] = (self[node] as number) + value;
  }
}

/** What each path and those that go on from it are worth; of the root, the whole. */
export function totals({ count, parent }: StackTree, self: Float64Array): Float64Array {
  const total = self.slice();
  for (let node = count - 1; node > 0; node--) {
    const above = parent[node] as number;
    total[above] = (total[above] as number) + (total[node] as number);
  }
  return total;
}

/** The children of each node, by name. */
export function childrenOf({ count, parent, frame, names }: StackTree): readonly (readonly number[])[] {
  const children: number[][] = Array.from({ length: count }, () => []);
  for (let node = 1; node < count; node++) (children[parent[node] as number] as number[]).push(node);
  const nameOf = (node: number) => names[frame[node] as number] as string;
  for (const list of children) list.sort((a, b) => compareTexts(nameOf(a), nameOf(b)) || a - b);
  return children;
}

/** The frames of a path, the outermost call first. */
export function pathOf({ parent, frame }: StackTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parent[at] as number) path.push(frame[at] as number);
  return path.reverse();
}
