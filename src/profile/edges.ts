/** How a call came about: over nodes that are not shown; inlined. */
export const CALL = { residual: 1, inline: 2 } as const;

/** Beside those of {@link CALL}. */
const DROPPED = 4;

/**
 * Who calls whom: one row per pair of different nodes, in the order in which they were first seen. A hash table over columns,
 * with each node's last edge looked at first, since stacks have their beginnings in common.
 */
export class EdgeTable {
  count = 0;
  from: Uint32Array = new Uint32Array(1024);
  to: Uint32Array = new Uint32Array(1024);
  weight: Float64Array = new Float64Array(1024);
  weightDivisor: Float64Array = new Float64Array(1024);
  #bits = new Uint8Array(1024);
  #seen = new Uint32Array(1024);
  /** Edge + 1; a power of two of places, at most half of them full. */
  #places = new Uint32Array(4096);
  /** Edge + 1 by which a node was last reached. */
  readonly #last: Uint32Array;

  constructor(nodes: number) {
    this.#last = new Uint32Array(nodes);
  }

  /**
   * A call in a sample. Only the first of a sample counts (internal/graph: newGraph, AddToEdgeDiv).
   *
   * @param mark a number of the sample's, not 0.
   * @param call bits of {@link CALL}.
   */
  add(from: number, to: number, mark: number, weight: number, divisor: number, call: number): void {
    const last = (this.#last[to] as number) - 1;
    const edge = last >= 0 && this.from[last] === from ? last : this.#find(from, to);
    this.#last[to] = edge + 1;
    if (this.#seen[edge] === mark) return;
    this.#seen[edge] = mark;
    this.weight[edge] = (this.weight[edge] as number) + weight;
    if (divisor !== 0) this.weightDivisor[edge] = (this.weightDivisor[edge] as number) + divisor;
    const bits = (this.#bits[edge] as number) | (call & CALL.residual);
    this.#bits[edge] = call & CALL.inline ? bits : bits & ~CALL.inline;
  }

  /** Whether every such call was inlined. */
  isInline(edge: number): boolean {
    return ((this.#bits[edge] as number) & CALL.inline) !== 0;
  }

  /** Whether a node that is not shown stood between the two at least once. */
  isResidual(edge: number): boolean {
    return ((this.#bits[edge] as number) & CALL.residual) !== 0;
  }

  /** Whether it was taken for too light to be shown. */
  isDropped(edge: number): boolean {
    return ((this.#bits[edge] as number) & DROPPED) !== 0;
  }

  drop(edge: number): void {
    this.#bits[edge] = (this.#bits[edge] as number) | DROPPED;
  }

  #find(from: number, to: number): number {
    const mask = this.#places.length - 1;
    let place = hash(from, to) & mask;
    for (;;) {
      const edge = (this.#places[place] as number) - 1;
      if (edge < 0) break;
      if (this.from[edge] === from && this.to[edge] === to) return edge;
      place = (place + 1) & mask;
    }
    return this.#insert(place, from, to);
  }

  #insert(place: number, from: number, to: number): number {
    const edge = this.count++;
    if (edge === this.from.length) this.#growColumns();
    this.from[edge] = from;
    this.to[edge] = to;
    this.#bits[edge] = CALL.inline;
    this.#places[place] = edge + 1;
    if (this.count * 2 > this.#places.length) this.#growPlaces();
    return edge;
  }

  #growColumns(): void {
    const size = this.from.length * 2;
    const wider = <T extends { set(from: T): void }>(column: T, empty: T): T => {
      empty.set(column);
      return empty;
    };
    this.from = wider(this.from, new Uint32Array(size));
    this.to = wider(this.to, new Uint32Array(size));
    this.weight = wider(this.weight, new Float64Array(size));
    this.weightDivisor = wider(this.weightDivisor, new Float64Array(size));
    this.#bits = wider(this.#bits, new Uint8Array(size));
    this.#seen = wider(this.#seen, new Uint32Array(size));
  }

  #growPlaces(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let edge = 0; edge < this.count; edge++) {
      let place = hash(this.from[edge] as number, this.to[edge] as number) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = edge + 1;
    }
    this.#places = places;
  }
}

function hash(from: number, to: number): number {
  const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
