/** Uniform numbers from [0, 1). */
export type Random = () => number;

/**
 * A generator that gives the same numbers for the same seed on every machine: sfc32 (C. Doty-Humphrey, PractRand), 128
 * bits of state, seeded as its author does.
 *
 * @param seed whole
 */
export function seeded(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
