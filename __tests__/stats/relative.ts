import fc from 'fast-check';

/** Relative error. */
export function off(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1);
}

/** Whole numbers from 1, every order of magnitude as likely as every other. */
export function upTo(most: number): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: Math.log(most), noNaN: true }).map((log) => Math.round(Math.exp(log)));
}
