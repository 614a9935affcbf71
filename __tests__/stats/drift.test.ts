import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Dated, withoutDrift } from '../../src/stats/drift.ts';
import { walk } from './machine.ts';
import { gaussian, seeded, times } from './random.ts';

function dated(value: readonly number[]): Dated {
  return { value, round: value.map((_, i) => i) };
}

function deviation(values: Iterable<number>): number {
  const all = [...values];
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  return Math.sqrt(all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (all.length - 1));
}

test('the floor of seven rounds, both sides together', () => {
  const [base, head] = [dated([1, 2, 3, 4, 5, 6, 7]), dated([11, 12, 13, 14, 15, 16, 17])];
  // Fourteen values: the floor is the fourth, ⌊0.3 · 13⌋ = 3.
  const still = withoutDrift(base, head)(0);
  expect([...still.base]).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  expect([...still.head]).toEqual([7, 8, 9, 10, 11, 12, 13]);
  // Base moved onto head: pairs of equal values, of which the second is the fourth.
  const moved = withoutDrift(base, head)(10);
  expect([...moved.base]).toEqual([-1, 0, 1, 2, 3, 4, 5]);
  expect([...moved.head]).toEqual([-1, 0, 1, 2, 3, 4, 5]);
});

test('each round has the floor of the rounds around it, at the ends of the seven that there are', () => {
  const steps = dated(times(12, () => 0).map((_, i) => 10 * i));
  const rest = withoutDrift(steps, dated([]))(0);
  // Of seven single values the second is the floor: ⌊0.3 · 6⌋ = 1.
  expect([...rest.base]).toEqual([-10, 0, 10, 20, 20, 20, 20, 20, 20, 30, 40, 50]);
});

test('a walk that both sides share goes, and what is left spreads as the noise does', () => {
  const random = seeded(1);
  const noise = (n: number) => times(n, () => 0.01 * gaussian(random) ** 2);
  const n = 400;
  const drift = walk(n, random);
  const shaken = (values: readonly number[]) => dated(values.map((v, i) => v + (drift[i] ?? 0)));
  const [base, head] = [noise(n), noise(n)];
  const rest = withoutDrift(shaken(base), shaken(head))(0);
  const [calm, drifting] = [deviation([...base, ...head]), deviation(shaken([...base]).value)];
  expect(drifting).toBeGreaterThan(10 * calm);
  const left = deviation([...rest.base, ...rest.head]);
  expect(left).toBeGreaterThan(calm);
  // The walk within seven rounds stays: three per cent a round are about as much as they spread around the middle.
  expect(left).toBeLessThan(0.06);
  expect(left).toBeLessThan(drifting / 3);
});

test('a slow walk leaves nothing but the noise', () => {
  const random = seeded(2);
  const noise = times(400, () => 0.02 * gaussian(random));
  const slow = noise.map((v, i) => v + Math.sin(i / 1000));
  const rest = withoutDrift(dated(slow.filter((_, i) => i % 2 === 0)), dated(slow.filter((_, i) => i % 2 === 1)))(0);
  const left = deviation([...rest.base, ...rest.head]);
  expect(Math.abs(left / deviation(noise) - 1)).toBeLessThan(0.3);
});

describe('it never asks which side a value is of', () => {
  const round = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.boolean());

  test('swapping the sides of any rounds leaves the rest of each value what it is', () => {
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 25 }), (rounds) => {
        const plain = withoutDrift(dated(rounds.map(([b]) => b)), dated(rounds.map(([, h]) => h)))(0);
        const other = withoutDrift(
          dated(rounds.map(([b, h, swap]) => (swap ? h : b))),
          dated(rounds.map(([b, h, swap]) => (swap ? b : h))),
        )(0);
        rounds.forEach(([, , swap], i) => {
          const sides = [other.base[i], other.head[i]];
          expect(swap ? sides.reverse() : sides).toEqual([plain.base[i], plain.head[i]]);
        });
      }),
    );
  });

  test('nor for the numbers of the rounds: their order is enough', () => {
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 25 }), (rounds) => {
        const [base, head] = [dated(rounds.map(([b]) => b)), dated(rounds.map(([, h]) => h))];
        const stretched = (side: Dated) => ({ ...side, round: side.round.map((r) => r ** 2 + 3 * r - 7) });
        expect(withoutDrift(stretched(base), stretched(head))(2)).toEqual(withoutDrift(base, head)(2));
      }),
    );
  });

  test('nor for the order in which the values are listed', () => {
    const random = seeded(3);
    const [base, head] = [dated(times(15, random)), dated(times(15, random))];
    const back = ({ value, round: of }: Dated) => ({ value: value.toReversed(), round: of.toReversed() });
    const [one, other] = [withoutDrift(base, head)(0.1), withoutDrift(back(base), back(head))(0.1)];
    expect([...other.base].reverse()).toEqual([...one.base]);
    expect([...other.head].reverse()).toEqual([...one.head]);
  });
});

test('rounds that lost a side, and rounds with several samples', () => {
  const base = { value: [5, 1, 1, 2], round: [0, 1, 1, 4] };
  const head = { value: [3, 9], round: [2, 4] };
  // 1 1 2 3 5 9: the floor of all is the second.
  const rest = withoutDrift(base, head)(0);
  expect([...rest.base]).toEqual([4, 0, 0, 1]);
  expect([...rest.head]).toEqual([2, 8]);
  const none = withoutDrift({ value: [], round: [] }, { value: [], round: [] })(0);
  expect([none.base.length, none.head.length]).toEqual([0, 0]);
});
