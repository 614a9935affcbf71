import { describe, expect, test } from '@jest/globals';
import { type Course, courseOf, type Question } from '../../src/compare/course.ts';
import { EARLY_SHARE, firstRounds, looksOf } from '../../src/compare/looks.ts';
import { MANN_WHITNEY } from '../../src/compare/mann-whitney-method.ts';
import { isTimed, TIMES } from '../../src/compare/time-method.ts';
import type { Pair } from '../../src/model/evidence.ts';
import { pairOf } from './make.ts';

const LOOKS = looksOf({ screen: 8, confirm: 40 });
/** The p of a call in a family of ten. */
const LEVEL = 1e-3;

/** n values within a width of `center`, in an order that the step makes. */
function calm(n: number, center: number, step: number, width = 0.01): number[] {
  return Array.from({ length: n }, (_, i) => center * (1 + width * (((i * step) % 11) / 11)));
}

function rowOf(n: number, ratio: number, unit = 'sec/op', center = 1e-6): Pair {
  return pairOf(unit, [calm(n, center, 3), calm(n, ratio * center, 7)]);
}

function question(pair: Pair, limit = 0.02): Question {
  return { pair, method: isTimed(pair.metric) ? TIMES : MANN_WHITNEY, limit, level: LEVEL };
}

function course(pair: Pair, looks: typeof LOOKS | null = LOOKS): Course {
  return courseOf(question(pair), looks).course;
}

describe('how far a row has got', () => {
  test.each([
    ['no slower at the first look', 8, 1, 'cleared'],
    ['slower by less than is worth it', 8, 1.012, 'cleared'],
    ['slower', 8, 1.05, 'open'],
    ['slower, still before the early look', 19, 1.05, 'open'],
    ['slower by far at the early look', 20, 1.05, 'called'],
    ['slower about as much as the limit allows', 20, 1.022, 'open'],
    ['the same at the last but one', 28, 1.022, 'open'],
    ['the same with all the rounds there are', 48, 1.022, 'ended'],
    ['no slower with all the rounds there are', 48, 1, 'ended'],
    ['faster by far', 8, 0.9, 'open'],
    ['faster by far at the early look', 20, 0.9, 'called'],
    ['faster within the limit', 8, 0.985, 'cleared'],
  ] as const)('%s', (_, n, ratio, expected) => {
    expect(course(rowOf(n, ratio))).toBe(expected);
  });

  test('measured at one go, a row has ended whatever its rounds', () => {
    for (const [n, ratio] of [
      [3, 1],
      [8, 1.3],
      [20, 1.3],
      [60, 1],
    ] as const)
      expect(courseOf(question(rowOf(n, ratio)), null)).toMatchObject({ course: 'ended', share: 1, rounds: n });
  });

  test('without an early look all error is left for the end', () => {
    const once = looksOf({ screen: 8, confirm: 0 });
    expect(courseOf(question(rowOf(8, 1.3)), once)).toMatchObject({ course: 'ended', share: 1 });
    expect(courseOf(question(rowOf(48, 1.022)), LOOKS).share).toBe(1 - EARLY_SHARE);
    expect(courseOf(question(rowOf(20, 1.3)), LOOKS).share).toBe(EARLY_SHARE);
  });
});

describe('called early', () => {
  test('is called by the samples of that look, and stays so whatever follows', () => {
    const long = rowOf(48, 1.05);
    const back = { ...long, head: { ...long.head, value: long.head.value.map((v, i) => (i < 20 ? v : v / 1.2)) } };
    for (const pair of [firstRounds(long, 20), firstRounds(long, 31), long, back]) {
      const judged = courseOf(question(pair), LOOKS);
      expect(judged).toMatchObject({ course: 'called', rounds: 20 });
      expect(judged.pair.head.value).toEqual(firstRounds(long, 20).head.value);
      expect(judged.test.greater).toBeLessThanOrEqual(LEVEL * EARLY_SHARE);
    }
  });

  test('not with a p that only the end would take', () => {
    const wide = (center: number, step: number) => calm(20, center, step, 0.08);
    const ask = { ...question(pairOf('sec/op', [wide(1, 3), wide(1.03, 7)])), limit: 0 };
    const judged = courseOf(ask, LOOKS);
    expect(judged.course).toBe('open');
    expect(judged.test.greater).toBeGreaterThan(LEVEL * EARLY_SHARE);
    expect(judged.test.greater).toBeLessThan(LEVEL);
    expect(judged.change().lo).toBeGreaterThan(0);
    expect(courseOf({ ...ask, level: LEVEL / EARLY_SHARE }, LOOKS).course).toBe('called');
  });

  test('not when the lower bound does not reach the limit', () => {
    expect(courseOf(question(rowOf(20, 1.05), 0.02), LOOKS).course).toBe('called');
    expect(courseOf(question(rowOf(20, 1.05), 0.05), LOOKS).course).toBe('open');
    expect(courseOf(question(rowOf(20, 1.05), 0.2), LOOKS).course).toBe('cleared');
  });

  test('a round that lost a side is not counted', () => {
    const pair = rowOf(20, 1.05);
    const { value, round, order, iterations } = pair.head;
    const without = <T>(of: readonly T[]) => of.filter((_, i) => i !== 4);
    const head = {
      value: without(value),
      round: without(round),
      order: without(order),
      iterations: without(iterations),
    };
    expect(courseOf(question({ ...pair, head }), LOOKS)).toMatchObject({ course: 'open', rounds: 19 });
  });
});

describe('which way is better', () => {
  test.each([
    [1, 'cleared'],
    [1 / 1.05, 'open'],
    [1.05, 'open'],
    [1.01, 'cleared'],
    [1 / 1.012, 'cleared'],
  ] as const)('%p times the throughput at the first look is %p', (ratio, expected) => {
    expect(course(rowOf(8, ratio, 'B/s', 1e9))).toBe(expected);
  });

  test.each([1 / 1.05, 1.05])('%p times the throughput is called early', (ratio) => {
    expect(course(rowOf(20, ratio, 'B/s', 1e9))).toBe('called');
  });

  test('an estimate for the worse is enough to go on, one for the better must look sure', () => {
    // Six in eight of head are the same as base's, two are apart: an estimate beyond the limit, and a p of no weight.
    const noisy = [100, 108, 116, 124, 132, 140, 148, 156];
    const shifted = noisy.map((v) => v * 1.03);
    const time = (sides: readonly [number[], number[]]) => course(pairOf('sec/op', sides));
    const rate = (sides: readonly [number[], number[]]) => course(pairOf('B/s', sides));
    expect([time([noisy, shifted]), time([shifted, noisy])]).toEqual(['open', 'cleared']);
    expect([rate([shifted, noisy]), rate([noisy, shifted])]).toEqual(['open', 'cleared']);
  });
});

describe('what the metric calls nothing', () => {
  test('bytes below their floor are cleared, however sure the change', () => {
    for (const n of [8, 20, 28]) expect(course(rowOf(n, 1.2, 'B/op', 100))).toBe('cleared');
  });

  test('above it they go on, and are called', () => {
    expect(course(rowOf(8, 1.2, 'B/op', 1000))).toBe('open');
    expect(course(rowOf(20, 1.2, 'B/op', 1000))).toBe('called');
  });

  test('from nothing there is no ratio: the test says whether to go on', () => {
    const bytes = (n: number, head: number) => pairOf('B/op', [Array(n).fill(0), Array(n).fill(head)]);
    expect(course(bytes(8, 4096))).toBe('open');
    expect(course(bytes(20, 4096))).toBe('called');
    expect(course(bytes(8, 16))).toBe('cleared');
    expect(course(bytes(8, 0))).toBe('cleared');
  });
});

test('the change is found once, and only when asked for', () => {
  let asked = 0;
  const counting = {
    ...TIMES,
    change: (...args: Parameters<typeof TIMES.change>) => {
      asked++;
      return TIMES.change(...args);
    },
  };
  const judged = courseOf({ ...question(rowOf(8, 1.05)), method: counting }, LOOKS);
  expect(asked).toBe(0);
  expect(judged.change()).toBe(judged.change());
  expect(asked).toBe(1);
});
