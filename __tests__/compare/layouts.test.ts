import { describe, expect, test } from '@jest/globals';
import { LAYOUT_P, underLayouts } from '../../src/compare/layouts.ts';

/** Layouts move the code by up to 20 %, the same way on both sides. */
const LAYOUTS = [1, 1.02, 1.2, 1.05, 0.97, 1.11, 1.08, 1.01];
const other = [1.08, 1, 1.05, 1.11, 1.01, 0.97, 1.2, 1.02];

describe('under other layouts', () => {
  test('pairs find what ranks cannot: 5 % slower below a layout that moves by 20 %', () => {
    const found = underLayouts({ base: LAYOUTS, head: LAYOUTS.map((t) => 1.05 * t) });
    expect(found).toMatchObject({ seeds: 8, p: 2 / 256 });
    expect(found.ratio).toBeCloseTo(1.05, 10);
  });

  test('ranks find what is slower although each seed lays out the sides differently', () => {
    const found = underLayouts({ base: LAYOUTS, head: other.map((t) => 1.4 * t) });
    // Complete separation of eight and eight: one way in 12,870.
    expect(found.p).toBeCloseTo(2 / 12_870, 10);
  });

  test('the same code under other layouts is not slower', () => {
    expect(underLayouts({ base: LAYOUTS, head: other }).p).toBeGreaterThan(LAYOUT_P);
    expect(underLayouts({ base: LAYOUTS, head: LAYOUTS }).p).toBe(1);
    expect(underLayouts({ base: LAYOUTS, head: LAYOUTS.map((t) => 0.9 * t) }).p).toBe(1);
  });
});
