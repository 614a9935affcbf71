import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { poisson } from '../../src/stats/poisson.ts';
import { detectableRatio } from '../../src/stats/rate-power.ts';
import { rateRatio, rateRatioTest } from '../../src/stats/rate-ratio.ts';
import { times } from './random.ts';
import { off, upTo } from './relative.ts';

/** How many ways there are to choose k of n: Pascal's triangle. */
const CHOICES: number[][] = [[1]];
for (let n = 1; n <= 16; n++)
  CHOICES.push(times(n + 1, () => 0).map((_, k) => (CHOICES[n - 1]?.[k - 1] ?? 0) + (CHOICES[n - 1]?.[k] ?? 0)));

const counted = (events: number, exposure = 1) => ({ events, exposure });

describe('rateRatioTest', () => {
  test('of equal exposures is the share of the ways to divide the events, all pairs up to 8', () => {
    for (let n = 0; n <= 8; n++)
      for (let m = 0; m <= 8; m++) {
        // Each event is on either side with the same probability: 2^(n + m) ways.
        const ways = (from: number, to: number) => {
          let sum = 0;
          for (let k = from; k <= to; k++) sum += CHOICES[n + m]?.[k] ?? 0;
          return sum / 2 ** (n + m);
        };
        const { greater, less } = rateRatioTest(counted(n), counted(m));
        expect(off(greater, ways(m, n + m))).toBeLessThan(1e-12);
        expect(off(less, ways(0, m))).toBeLessThan(1e-12);
      }
  });

  test('exposures and ratio give the odds of an event: 3 operations of head to 1 of base, twice the rate', () => {
    // 6 to 1: of 2 events both are head's with (6/7)².
    expect(off(rateRatioTest(counted(0, 1), counted(2, 3), 2).greater, 36 / 49)).toBeLessThan(1e-12);
    expect(off(rateRatioTest(counted(2, 1), counted(0, 3), 2).less, 1 / 49)).toBeLessThan(1e-12);
  });

  test('turned around it is the other side', () => {
    fc.assert(
      fc.property(upTo(1e9), upTo(1e9), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (n, m, exposure) => {
        const there = rateRatioTest(counted(n, exposure), counted(m));
        const back = rateRatioTest(counted(m), counted(n, exposure));
        expect(there.greater).toBeCloseTo(back.less, 12);
        expect(there.less).toBeCloseTo(back.greater, 12);
      }),
    );
  });

  test('is called where nothing changed at most as often as its level says', () => {
    for (const [mean, exposure] of [
      [0.5, 1],
      [4, 0.3],
      [12, 2],
    ] as const)
      for (const level of [0.01, 0.05, 0.2]) {
        let called = 0;
        for (let n = 0; n <= 60; n++)
          for (let m = 0; m <= 100; m++)
            if (rateRatioTest(counted(n), counted(m, exposure)).greater <= level)
              called += poisson(n, mean) * poisson(m, mean * exposure);
        expect(called).toBeLessThanOrEqual(level);
        expect(called).toBeGreaterThanOrEqual(mean > 1 ? level / 5 : 0);
      }
  });

  test('of nothing says nothing', () => {
    expect(rateRatioTest(counted(0), counted(0))).toEqual({ greater: 1, less: 1 });
  });

  test('a billion against a billion is a number', () => {
    // 200,000 more of 2e9 are √20 = 4.47 standard deviations.
    expect(rateRatioTest(counted(1e9), counted(1e9 + 200_000)).greater).toBeCloseTo(3.8767e-6, 9);
    expect(rateRatioTest(counted(0), counted(1e9)).greater).toBe(0);
  });

  test.each([
    [counted(1.5), counted(1), 1],
    [counted(1), counted(-1), 1],
    [counted(1, 0), counted(1), 1],
    [counted(1), counted(1, Number.NaN), 1],
    [counted(1), counted(1), 0],
  ])('refuses %j, %j, ratio %d', (base, head, ratio) => {
    expect(() => rateRatioTest(base, head, ratio)).toThrow(RangeError);
  });
});

describe('rateRatio', () => {
  test('its bounds are where the test turns, all pairs up to 8', () => {
    for (let n = 0; n <= 8; n++)
      for (let m = 0; m <= 8; m++) {
        const [base, head] = [counted(n, 3), counted(m, 7)];
        const { ratio, lo, hi } = rateRatio(base, head, 0.05);
        if (m === 0) expect(lo).toBe(0);
        else expect(off(rateRatioTest(base, head, lo).greater, 0.05)).toBeLessThan(1e-9);
        if (n === 0) expect(hi).toBe(Number.POSITIVE_INFINITY);
        else expect(off(rateRatioTest(base, head, hi).less, 0.05)).toBeLessThan(1e-9);
        if (n > 0) expect(ratio).toBeCloseTo(((m / n) * 3) / 7, 12);
      }
  });

  test('from 0 to a billion they enclose the ratio and narrow as the counts grow', () => {
    fc.assert(
      fc.property(upTo(1e9), upTo(1e9), (n, m) => {
        const { ratio, lo, hi } = rateRatio(counted(n), counted(m), 0.05);
        expect(lo).toBeLessThan(ratio);
        expect(hi).toBeGreaterThan(ratio);
        const wide = Math.sqrt(1 / n + 1 / m);
        expect(Math.log(hi / lo)).toBeGreaterThan(3 * wide);
        expect(Math.log(hi / lo)).toBeLessThan(3.3 * wide * (1 + 2 * wide));
      }),
    );
  });

  test('without events of one side one bound is left', () => {
    // (½)^m = 5 % turns into m ln(1 + 1/θ) = 3: base had none.
    expect(rateRatio(counted(0), counted(1e9), 0.05)).toMatchObject({ ratio: Number.POSITIVE_INFINITY });
    expect(rateRatio(counted(0), counted(1e9), 0.05).lo * 2.995732273553991).toBeCloseTo(1e9, -3);
    expect(rateRatio(counted(1e9), counted(0), 0.05)).toMatchObject({ ratio: 0, lo: 0 });
    expect(rateRatio(counted(0), counted(0), 0.05)).toEqual({ ratio: Number.NaN, lo: 0, hi: Number.POSITIVE_INFINITY });
  });
});

describe('detectableRatio', () => {
  /** P(the test calls), over every pair of counts. */
  function power(mean: number, exposures: number, level: number, ratio: number): number {
    const head = mean * exposures * ratio;
    const far = (of: number) => Math.ceil(of + 9 * Math.sqrt(of) + 20);
    const heads = times(far(head), () => 0).map((_, m) => poisson(m, head));
    let [called, critical] = [0, 0];
    for (let n = 0; n <= far(mean); n++) {
      while (rateRatioTest(counted(n), counted(critical, exposures)).greater > level) critical++;
      called += poisson(n, mean) * heads.slice(critical).reduce((sum, p) => sum + p, 0);
    }
    return called;
  }

  test.each([
    [2, 1, 0.05, 0.8],
    [20, 1, 0.01, 0.9],
    [40, 0.5, 0.05, 0.8],
    [100, 1, 0.05, 0.8],
  ])('with %d events, exposures %d, level %d has the power of %d', (expected, exposures, level, wanted) => {
    const ratio = detectableRatio({ expected, exposures, level, power: wanted });
    expect(power(expected, exposures, level, ratio)).toBeCloseTo(wanted, 5);
  });

  test('with many events every sixteenth of a deviation is enough', () => {
    const ratio = detectableRatio({ expected: 1500, level: 0.05, power: 0.8 });
    expect(power(1500, 1, 0.05, ratio)).toBeCloseTo(0.8, 4);
  });

  test('the formula takes over within half a percent', () => {
    for (const exposures of [0.8, 1, 3])
      for (const [level, wanted] of [
        [0.05, 0.8],
        [0.001, 0.9],
      ] as const) {
        const at = (expected: number) => detectableRatio({ expected, exposures, level, power: wanted });
        const [exact, formula] = [at(1e4 / Math.min(1, exposures)), at(1.0001e4 / Math.min(1, exposures))];
        expect(off(formula - 1, exact - 1)).toBeLessThan(0.005);
      }
  });

  test('falls as more is expected; nothing shows nothing', () => {
    const ratios = [0.1, 1, 5, 50, 500, 5000, 50_000, 1e9].map((expected) =>
      detectableRatio({ expected, level: 0.05, power: 0.8 }),
    );
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
    expect(ratios.at(-1)).toBeGreaterThan(1);
    expect(detectableRatio({ expected: 0, level: 0.05, power: 0.8 })).toBe(Number.POSITIVE_INFINITY);
  });
});
