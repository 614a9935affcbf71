import type { Profile } from '../../model/profile.ts';
import { compareTexts } from '../go-text.ts';
import { type Granularity, type NodeInfo, nodesOf } from '../granularity.ts';

/** Deeper frames are left out; what they are worth stays with the last one that is there. Go's profilers stop at 128. */
const DEEPEST = 4096;
/** No profile of a program has so many different call paths; a made-up one may. */
const MOST_NODES = 8_000_000;

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
  readonly #nodes: Nodes;

  constructor(columns: number) {
    this.#nodes = new Nodes(columns);
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
          at = this.#nodes.child(at, frames[node[f] as number] as number);
      }
      for (const [t, value] of values.entries()) this.#nodes.add(column + t, at, value);
    }
  }

  done(): StackTree {
    return { infos: this.#infos, names: this.#names, ...this.#nodes.done() };
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
}

/** The nodes while they become more: columns that double, and a hash table of (parent, frame) beside them. */
class Nodes {
  #count = 1;
  #parent = new Int32Array(1024).fill(-1);
  #frame = new Int32Array(1024).fill(-1);
  #depth = new Uint32Array(1024);
  #self: Float64Array[];
  /** Numbers of nodes, 0 for none; twice as many places as there is room for nodes. */
  #places = new Uint32Array(2048);

  constructor(columns: number) {
    this.#self = Array.from({ length: columns }, () => new Float64Array(1024));
  }

  /** The node of a frame under another; the other itself where the tree may not grow. */
  child(parent: number, frame: number): number {
    const mask = this.#places.length - 1;
    let place = hash(parent, frame) & mask;
    for (;;) {
      const node = this.#places[place] as number;
      if (node === 0) break;
      if (this.#parent[node] === parent && this.#frame[node] === frame) return node;
      place = (place + 1) & mask;
    }
    const depth = (this.#depth[parent] as number) + 1;
    if (depth > DEEPEST || this.#count >= MOST_NODES) return parent;
    const node = this.#count++;
    this.#places[place] = node;
    this.#parent[node] = parent;
    this.#frame[node] = frame;
    this.#depth[node] = depth;
    if (this.#count === this.#parent.length) this.#grow();
    return node;
  }

  add(column: number, node: number, value: number): void {
    const self = this.#self[column] as Float64Array;
    self[node] = (self[node] as number) + value;
  }

  done(): Omit<StackTree, 'infos' | 'names'> {
    const count = this.#count;
    return {
      count,
      parent: this.#parent.slice(0, count),
      frame: this.#frame.slice(0, count),
      depth: this.#depth.slice(0, count),
      self: this.#self.map((column) => column.slice(0, count)),
    };
  }

  #grow(): void {
    const size = 2 * this.#count;
    this.#parent = into(new Int32Array(size), this.#parent);
    this.#frame = into(new Int32Array(size), this.#frame);
    this.#depth = into(new Uint32Array(size), this.#depth);
    this.#self = this.#self.map((column) => into(new Float64Array(size), column));
    this.#places = new Uint32Array(2 * size);
    const mask = this.#places.length - 1;
    for (let node = 1; node < this.#count; node++) {
      let place = hash(this.#parent[node] as number, this.#frame[node] as number) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = node;
    }
  }
}

function into<T extends Int32Array | Uint32Array | Float64Array>(larger: T, column: T): T {
  larger.set(column);
  return larger;
}

/** Mixes both numbers into 32 bits (the last steps are those of MurmurHash3). */
function hash(parent: number, frame: number): number {
  let value = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
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

/** The children that are wanted, by their parent, in the order of their names. */
export function childrenOf(
  { count, parent, frame, names }: StackTree,
  wanted: (node: number) => boolean,
): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (let node = 1; node < count; node++) {
    if (!wanted(node)) continue;
    const above = parent[node] as number;
    const list = children.get(above);
    if (list) list.push(node);
    else children.set(above, [node]);
  }
  const nameOf = (node: number) => names[frame[node] as number] as string;
  for (const list of children.values()) list.sort((a, b) => compareTexts(nameOf(a), nameOf(b)) || a - b);
  return children;
}

/** The frames of a path, the outermost call first. */
export function pathOf({ parent, frame }: StackTree, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parent[at] as number) path.push(frame[at] as number);
  return path.reverse();
}
