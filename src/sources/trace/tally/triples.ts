import { grown } from '../grow.ts';

/** Numbers triples of small non-negative integers as they are first seen: a hash table with open addressing, no objects. */
export class Triples {
  /** How many there are: they are numbered from 0. */
  size = 0;
  private a = new Int32Array(64);
  private b = new Int32Array(64);
  private c = new Int32Array(64);
  /** Number + 1, or 0; its length is a power of two, at least twice `size`. */
  private slots = new Int32Array(128);
  /** Whether a triple is number `at`. */
  is(at: number, a: number, b: number, c: number): boolean {
    return this.a[at] === a && this.b[at] === b && this.c[at] === c;
  }

  /** The parts of number `at`. */
  parts(at: number): readonly [number, number, number] {
    return [this.a[at] as number, this.b[at] as number, this.c[at] as number];
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
    this.a = grown(this.a, this.size - 1);
    this.b = grown(this.b, this.size - 1);
    this.c = grown(this.c, this.size - 1);
    this.a[at] = a;
    this.b[at] = b;
    this.c[at] = c;
    this.slots[slot] = at + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return at;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let at = 0; at < this.size; at++) {
      let slot = mix(this.a[at] as number, this.b[at] as number, this.c[at] as number) & mask;
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
