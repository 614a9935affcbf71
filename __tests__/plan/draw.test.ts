import { describe, expect, test } from '@jest/globals';
import { coin } from '../../src/plan/draw.ts';
import { times } from '../stats/random.ts';

function heads(falls: readonly boolean[]): number {
  return falls.filter(Boolean).length;
}

describe('coin', () => {
  test('falls the same way whenever it is asked the same', () => {
    const draw = () => times(200, () => 0).map((_, i) => coin(42, 'row', i));
    expect(draw()).toEqual(draw());
  });

  // Of 1,000 fair coins 500 fall one way, with a standard deviation of 16: seven of them are 110.
  test.each([
    ['seeds', (i: number) => coin(i, 'example.com/m Encode 8', 0)],
    ['rounds', (i: number) => coin(1, 'example.com/m Encode 8', i)],
    ['rows', (i: number) => coin(1, `example.com/m Encode/n=${i} 8`, 0)],
  ])('is fair over %s, and what follows does not depend on what was', (_, fall) => {
    const falls = times(1000, () => 0).map((_, i) => fall(i));
    expect(Math.abs(heads(falls) - 500)).toBeLessThan(110);
    expect(Math.abs(heads(falls.map((f, i) => f === falls[i + 1])) - 500)).toBeLessThan(110);
    expect(Math.abs(heads(falls.map((f, i) => f === falls[i + 2])) - 500)).toBeLessThan(110);
  });

  test('falls otherwise for another seed or another row', () => {
    const falls = (seed: number, row: string) => times(64, () => 0).map((_, i) => coin(seed, row, i));
    expect(falls(1, 'a')).not.toEqual(falls(2, 'a'));
    expect(falls(1, 'a')).not.toEqual(falls(1, 'b'));
  });

  test('falls as it always did: stored evidence must give the plan that it was made by', () => {
    const falls = times(32, () => 0).map((_, i) => (coin(12_345, 'Encode', i) ? 'B' : 'A'));
    expect(falls.join('')).toBe('ABABBBBBABBAABAABAABABBBBABBAAAA');
  });
});
