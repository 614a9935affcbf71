import { describe, expect, test } from '@jest/globals';
import { signTest } from '../../src/stats/sign-test.ts';
import { times } from './random.ts';

function signs(above: number, below: number): number[] {
  return [...times(above, () => 1), ...times(below, () => -2)];
}

describe('signTest', () => {
  test.each([
    [8, 0, 2 / 256],
    [7, 1, (2 * 9) / 256],
    [1, 7, (2 * 9) / 256],
    [9, 3, (2 * (1 + 12 + 66 + 220)) / 4096],
    [5, 5, 1],
    [0, 0, 1],
  ])('%i above and %i below', (above, below, p) => {
    expect(signTest(signs(above, below))).toBeCloseTo(p, 12);
  });

  test('leaves zeros out', () => {
    expect(signTest([...signs(7, 1), 0, 0, 0])).toBe(signTest(signs(7, 1)));
  });

  test('is exact by counting every sequence of signs', () => {
    for (let n = 1; n <= 12; n++) {
      const counts = times(2 ** n, () => 0).map((_, way) => [...way.toString(2)].filter((bit) => bit === '1').length);
      for (let above = 0; above <= n; above++) {
        const extreme = counts.filter((k) => Math.min(k, n - k) <= Math.min(above, n - above)).length;
        expect(signTest(signs(above, n - above))).toBeCloseTo(Math.min(1, extreme / 2 ** n), 10);
      }
    }
  });

  test('of thousands is a number, not nothing', () => {
    expect(signTest(signs(2000, 1800))).toBeCloseTo(0.00124, 4);
    expect(signTest(signs(1900, 1900))).toBe(1);
  });
});
