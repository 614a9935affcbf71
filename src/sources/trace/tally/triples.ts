import { grown } from '../grow.ts';

/** Numbers triples of small non-negative integers as they are first seen: a hash table with open addressing, no objects. */
export class Triples {
  /** How many there are: they are numbered from 0. */
  size = 0;
  /** Four places each, so that a triple is within one line of the cache; −1 where there is none. */
  private abc = new Int32Array(256).fill(-1);
  /** Number + 1, or 0; its length is a power of two, at least twice `size`. */
  private slots = new Int32Array(128);
  /** Whether a triple is number `at`. */
  is(at: number, a: number, b: number, c: number): boolean {
    return this.abc[4 * at] === a && this.abc[4 * at + 1] === b && this.abc[4 * at + 2] === c;
  }

  /** The parts of number `at`. */
  parts(at: number): readonly [number, number, number] {
    return [this.abc[4 * at] as number, this.abc[4 * at + 1] as number, this.abc[4 * at + 2] as number];
  }

  /** The number of a triple, a new one where it is new; −1 where it is new and there are `most` or more. */
  number(a: number, b: number, c: number, most: number): number {
    const mask = this.slots.length - 1;
    let slot = mix(a, b, c) & mask;
    for (let at = this.slots[slot] as number; at !== 0; at = this.slots[slot] as number) {
      if (this.is(at - 1, a, b, c)) return at - 1;
      slot = (slot + 1) & mask;
    }
    return this.size >= most ? -1 : this.add(a, b, c, slot);
  }

  private add(a: number, b: number, c: number, slot: number): number {
    const at = this.size++;
    this.abc = grown(this.abc, 4 * at + 3, -1);
    this.abc[4 * at] = a;
    this.abc[4 * at + 1] = b;
    this.abc[4 * at + 2] = c;
    this.slots[slot] = at + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return at;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let at = 0; at < this.size; at++) {
      let slot = mix(...this.parts(at)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = at + 1;
    }
    this.slots = slots;
  }
}

/** The finaliser of MurmurHash3 over a sum of multiples. */
function mix(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77) + Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
