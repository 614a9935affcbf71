import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/model/evidence.ts';
import { layouts, ROUNDS_PER_SEED, SEEDS, whyNoLayouts } from '../../src/plan/layouts.ts';
import { evidenceOf, keyOf, MEASURE, PKG, processOf } from '../gate/evidence.ts';
import { groupOf } from './make.ts';

const STORE = 'example.com/m/store';
const [ENCODE, DECODE, APPEND] = [groupOf('Encode'), groupOf('Decode'), groupOf('Append', STORE)];

/** A round of each has cost 0.2 s. */
function evidence(budget: number, more: Partial<Evidence> = {}): Evidence {
  const processes = [ENCODE, DECODE, APPEND].flatMap(({ rows: [row] }) =>
    (['base', 'head'] as const).map((side) =>
      processOf({ side, phase: 'screen', round: 0, rows: [row?.key ?? ''] }, { pkg: row?.pkg ?? PKG, wall: 0.1 }),
    ),
  );
  return evidenceOf({ processes, cost: { build: 0, measure: 0, budget }, ...more });
}

function rowsOf(launches: readonly { readonly rows: readonly string[] }[]): Set<string> {
  return new Set(launches.flatMap((l) => l.rows));
}

describe('other layouts', () => {
  test('every seed on both sides, each seed in rounds of its own, mirrored', () => {
    const launches = layouts([ENCODE], evidence(600), MEASURE);
    expect(launches).toHaveLength(2 * SEEDS.length * ROUNDS_PER_SEED);
    for (const seed of SEEDS) {
      const own = launches.filter((l) => l.layout === seed);
      expect(own.map((l) => l.side).sort()).toEqual(
        (['base', 'head'] as const).flatMap((side) => Array(ROUNDS_PER_SEED).fill(side)),
      );
      expect(new Set(own.map((l) => Math.floor(l.round / ROUNDS_PER_SEED))).size).toBe(1);
    }
    expect(launches.every((l) => l.phase === 'layout' && l.args.includes('-test.benchtime=100x'))).toBe(true);
  });

  test('not where either side’s Go cannot', () => {
    const old = { environment: { base: { goVersion: 'go1.22.9' }, head: { goVersion: 'go1.26.1' } } };
    expect(layouts([ENCODE], evidence(600, old), MEASURE)).toEqual([]);
    expect(whyNoLayouts(evidence(600, old))).toContain('-randlayout');
    expect(whyNoLayouts(evidence(600))).toContain('budget');
  });

  test('the first first, as many as half of what is left bears; what is linked already costs no linking', () => {
    // 30 s of linking and 32 rounds of 0.2 s: 36.4 s for the first of a package, 6.4 s for another.
    const keys = (budget: number, ...groups: (typeof ENCODE)[]) => rowsOf(layouts(groups, evidence(budget), MEASURE));
    const [encode, decode, append] = [keyOf('Encode'), keyOf('Decode'), keyOf('Append', STORE)];
    expect(keys(70, ENCODE)).toEqual(new Set());
    expect(keys(90, ENCODE, APPEND, DECODE)).toEqual(new Set([encode, decode]));
    expect(keys(90, APPEND, ENCODE, DECODE)).toEqual(new Set([append]));
    expect(keys(200, APPEND, ENCODE, DECODE)).toEqual(new Set([append, encode, decode]));
  });
});
