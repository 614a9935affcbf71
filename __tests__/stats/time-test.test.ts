import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Dated, withoutDrift } from '../../src/stats/drift.ts';
import { lowRanks } from '../../src/stats/low-ranks.ts';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { timeTest } from '../../src/stats/time-test.ts';
import { MACHINES, ROUNDED, walk } from './machine.ts';
import { gaussian, seeded, times } from './random.ts';

const LEVEL = 1e-3;

function dated(value: readonly number[], round = value.map((_, i) => i)): Dated {
  return { value, round };
}

function moved({ value, round }: Dated, by: number): Dated {
  return { value: value.map((v) => v + by), round };
}

/** Whole numbers: what is added to them changes no difference. */
const side = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 14 }).map((v) => dated(v));

describe('properties', () => {
  test('p is a probability and never 0', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(0.05, 1e-3, 1e-6), (base, head, level) => {
        const { greater, less, exact } = timeTest(base, head, level);
        for (const p of [greater, less]) {
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(exact).toBe(true);
      }),
    );
  });

  test('swapping the sides swaps the directions', () => {
    fc.assert(
      fc.property(side, side, (base, head) => {
        const [there, back] = [timeTest(base, head, LEVEL), timeTest(head, base, LEVEL)];
        expect(back.greater).toBeCloseTo(there.less, 12);
        expect(back.less).toBeCloseTo(there.greater, 12);
      }),
    );
  });

  test('a machine that is slower throughout changes nothing', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: -1000, max: 1000 }), (base, head, by) => {
        expect(timeTest(moved(base, by), moved(head, by), LEVEL)).toEqual(timeTest(base, head, LEVEL));
      }),
    );
  });

  test('rounds are known by their order, and samples may be listed in any', () => {
    fc.assert(
      fc.property(side, side, (base, head) => {
        const plain = timeTest(base, head, LEVEL);
        const stretched = ({ value, round }: Dated) =>
          dated(
            value,
            round.map((r) => 5 * r ** 2 + 2 * r + 8),
          );
        expect(timeTest(stretched(base), stretched(head), LEVEL)).toEqual(plain);
        const back = ({ value, round }: Dated) => dated(value.toReversed(), round.toReversed());
        expect(timeTest(back(base), back(head), LEVEL)).toEqual(plain);
      }),
    );
  });
});

test('a side without samples says nothing', () => {
  for (const [base, head] of [
    [[], []],
    [[1], []],
    [[], [1]],
  ])
    expect(timeTest(dated(base ?? []), dated(head ?? []), LEVEL)).toEqual({ greater: 1, less: 1, exact: true });
});

test('the level asked for is reached by a complete separation of enough samples, and a stray one does not spoil it', () => {
  const base = dated(times(12, () => 0).map((_, i) => 0.001 * i));
  const head = moved(base, 1);
  expect(timeTest(base, head, 1e-4).greater).toBeLessThan(1e-5);
  const stray = dated(base.value.map((v, i) => (i === 5 ? v + 2 : v)));
  expect(timeTest(stray, head, 1e-4).greater).toBeLessThan(1e-4);
});

const SIZES = [8, 20];
const DRAWS = 2000;

describe.each([...MACHINES, ROUNDED])('nothing changed: $name', ({ measure }) => {
  test.each(SIZES)('of 2,000 pairs of %p samples a side at most 6 %% are called at 5 %%, either way', (n) => {
    const random = seeded(n);
    const called = { greater: 0, less: 0 };
    for (let i = 0; i < DRAWS; i++) {
      const { base, head } = measure(n, random);
      const { greater, less } = timeTest(base, head, LEVEL);
      if (greater <= 0.05) called.greater++;
      if (less <= 0.05) called.less++;
    }
    expect(called.greater / DRAWS).toBeLessThanOrEqual(0.06);
    expect(called.less / DRAWS).toBeLessThanOrEqual(0.06);
    // Fewer where the machine shakes both sides of a round alike, but some.
    expect((called.greater + called.less) / DRAWS).toBeGreaterThan(0.002);
  });
});

type Pair = { readonly base: Dated; readonly head: Dated };

/** Shares of 200 pairs that the test calls, and that one of its parts alone would. */
function found(make: (random: () => number) => Pair, alone: (pair: Pair) => number) {
  const random = seeded(11);
  const pairs = times(200, () => make(random));
  const share = (p: (pair: Pair) => number) => pairs.filter((pair) => p(pair) <= LEVEL).length / pairs.length;
  return { together: share(({ base, head }) => timeTest(base, head, LEVEL).greater), alone: share(alone) };
}

const allRanks = ({ base, head }: Pair) => mannWhitney(base.value, head.value).greater;
const lowestRanks = ({ base, head }: Pair) => lowRanks(base.value, head.value, 0.2 * 2 * head.value.length).greater;

describe('each part sees what the others do not', () => {
  test('the floor: two in three samples are hit by a load', () => {
    const hit = (random: () => number, work: number) =>
      dated(times(50, () => work + 0.005 * Math.abs(gaussian(random)) + (random() < 0.66 ? random() : 0)));
    const { together, alone } = found((random) => ({ base: hit(random, 0), head: hit(random, 0.05) }), allRanks);
    expect(together).toBeGreaterThan(0.9);
    expect(alone).toBeLessThan(0.2);
  });

  test('without the drift: a change far below what the machine wanders by', () => {
    const drifting = (random: () => number) => {
      const drift = walk(60, random);
      const at = (work: number) => dated(drift.map((s) => s + work + 0.004 * Math.abs(gaussian(random))));
      return { base: at(0), head: at(0.03) };
    };
    const { together, alone } = found(drifting, lowestRanks);
    expect(together).toBeGreaterThan(0.9);
    expect(alone).toBeLessThan(0.5);
  });

  test('all ranks: the fast samples are the same, the slow ones are slower', () => {
    const fast = (random: () => number, slow: number) =>
      dated(times(40, () => 0).map((_, i) => 0.01 * random() + (i % 5 === 0 ? 0 : slow)));
    const pair = (random: () => number) => ({ base: fast(random, 0.1), head: fast(random, 0.3) });
    const { together, alone } = found(pair, lowestRanks);
    expect(together).toBeGreaterThan(0.9);
    expect(alone).toBeLessThan(0.2);
  });
});

/** One part's p is at least its weight times that of all together, and just that where it decides. */
test('the three parts share the error: their weights add up to 1', () => {
  const random = seeded(12);
  const weights = { floor: 1, drift: 1, all: 1 };
  for (const { measure } of MACHINES)
    for (let i = 0; i < 60; i++) {
      const { base, head } = measure(50, random);
      const slower = moved(head, 0.004 * (i % 5));
      const together = timeTest(base, slower, 0.05).greater;
      const rest = withoutDrift(base, slower)(0);
      // A fifth and two fifths of 100 ranks: more than a p of 5 % takes.
      const alone = {
        floor: lowRanks(base.value, slower.value, 20).greater,
        drift: lowRanks(rest.base, rest.head, 40).greater,
        all: mannWhitney(base.value, slower.value).greater,
      };
      for (const part of ['floor', 'drift', 'all'] as const)
        weights[part] = Math.min(weights[part], alone[part] / together);
    }
  expect(weights.floor + weights.drift + weights.all).toBeCloseTo(1, 9);
});
