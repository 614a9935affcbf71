import { describe, expect, test } from '@jest/globals';
import type { Reading } from '../../src/compare/align.ts';
import { fitnessOf } from '../../src/compare/machine.ts';
import { timed } from './readings.ts';

interface Times {
  readonly base: (round: number) => number;
  readonly head?: (round: number) => number;
  readonly again?: (round: number) => number;
}

/** Rounds in the order A B B A, base a second time after each. */
function job(rounds: number, { base, head = base, again = base }: Times): Reading[] {
  return Array.from({ length: rounds }, (_, round) => {
    const [first, second] = round % 2 ? [1, 0] : [0, 1];
    const at = (side: 'base' | 'head', phase: 'screen' | 'aa', order: number) =>
      ({ side, phase, round, order: 3 * round + order }) as const;
    return [
      timed(at('base', 'screen', first), 'Encode', base(round)),
      timed(at('head', 'screen', second), 'Encode', head(round)),
      timed(at('base', 'aa', 2), 'Encode', again(round)),
    ];
  }).flat();
}

const wobble = (round: number) => 1e-6 * (1 + 0.01 * ((round * 7) % 5));

describe('base against itself', () => {
  test('differs by the median of the pairs, whatever head does', () => {
    const again = (round: number) => wobble(round) * (round % 2 ? 1.04 : 1 / 1.04);
    const { own, unfit } = fitnessOf(job(20, { base: wobble, again, head: () => 1 }));
    expect(own?.pairs).toBe(20);
    expect(own?.spread).toBeCloseTo(0.04, 10);
    expect(own?.p).toBe(1);
    expect(unfit).toBeNull();
  });

  test('of fewer than eight pairs nothing is said', () => {
    expect(fitnessOf(job(7, { base: wobble, again: () => 1 }))).toMatchObject({ own: null, unfit: null });
    expect(fitnessOf(job(12, { base: wobble, again: () => 1 })).own?.pairs).toBe(12);
  });

  test('by more than half: too noisy', () => {
    const by = (factor: number) =>
      fitnessOf(job(16, { base: wobble, again: (r) => wobble(r) * (r % 2 ? factor : 1 / factor) })).unfit;
    expect([by(1.45), by(1.55)]).toEqual([null, 'too-noisy']);
  });

  test('in one direction: unlike itself, if that is more than chance and more than 2 %', () => {
    const leaning = (factor: number, against = 0) =>
      fitnessOf(job(16, { base: wobble, again: (r) => wobble(r) * (r < against ? 0.999 : factor) })).unfit;
    expect(leaning(1.03)).toBe('unlike-itself');
    expect(leaning(0.97)).toBe('unlike-itself');
    expect(leaning(1.01)).toBeNull();
    expect(leaning(1.03, 4)).toBeNull();
  });
});

describe('order and drift', () => {
  test('what runs second is slower by 5 %, and a slower head does not look like that', () => {
    const second = (slow: number): Times => ({
      base: (r) => wobble(r) * (r % 2 ? slow : 1),
      head: (r) => wobble(r) * (r % 2 ? 1 : slow),
    });
    expect(fitnessOf(job(20, second(1.05))).order).toBeCloseTo(0.05, 10);
    expect(fitnessOf(job(20, second(1.01))).order).toBe(0);
    expect(fitnessOf(job(20, { base: wobble, head: (r) => 1.3 * wobble(r) })).order).toBe(0);
  });

  test('drift is that of base, from the first third of the screening to the last', () => {
    const { drift } = fitnessOf(job(12, { base: (r) => (r < 6 ? 1e-6 : 1.2e-6), head: () => 1 }));
    expect(drift).toBeCloseTo(0.2, 10);
    expect(fitnessOf(job(12, { base: () => 1e-6, head: (r) => r + 1 })).drift).toBeCloseTo(0, 10);
    expect(fitnessOf([]).drift).toBe(0);
  });
});
