/**
 * A fair coin that falls the same way whenever it is asked the same thing: the text is hashed (FNV-1a with a finalizer
 * of MurmurHash3, A. Appleby). Orders are drawn, since a fixed one can beat in time with a periodic load, and drawn from
 * a recorded seed, since planning must give the same plan again.
 */
export function coin(seed: number, ...of: readonly (string | number)[]): boolean {
  let h = 0x811c9dc5 ^ seed;
  for (const c of of.join(' ')) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) & 1) === 1;
}
