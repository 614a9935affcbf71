import { describe, expect, test } from '@jest/globals';
import { type Looks, lastLook, looksOf } from '../../src/compare/looks.ts';
import type { RowToJudge } from '../../src/compare/rows.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { MACHINES, type Machine } from '../stats/machine.ts';
import { seeded, times } from '../stats/random.ts';
import { judgeAll, measured, row, SETTINGS } from './make.ts';

/** Whole jobs of five rows through the full schedule, with noise as machines make it. */

const LOOKS = looksOf({ screen: 8, confirm: 40 });
const ROWS = 5;

interface Made {
  readonly machine: Machine;
  readonly random: () => number;
  readonly rounds?: number;
  /** How many times louder the noise is. */
  readonly loud?: number;
}

/** A job in which only the first row changed, by so much. */
function jobOf({ machine, random, rounds = lastLook(LOOKS), loud = 1 }: Made, change = 0): readonly RowToJudge[] {
  return times(ROWS, () => 0).map((_, i) => {
    const { base, head } = machine.measure(rounds, random);
    const work = i === 0 ? 1 + change : 1;
    return row([base.value.map((v) => Math.exp(loud * v)), head.value.map((v) => work * Math.exp(loud * v))]);
  });
}

function judged(all: readonly RowToJudge[], looks: Looks | null = LOOKS): readonly Comparison[] {
  return judgeAll(looks ? measured(all, looks) : all, 'interleaved', looks);
}

const regressed = (c: Comparison | undefined) => c?.status === 'regressed';

/** Whether any row was left where rows are called: a job is dear to judge, and of the others nothing can be called. */
function mayFail(rows: readonly RowToJudge[]): boolean {
  return rows.some(({ pair }) => [LOOKS.early, lastLook(LOOKS)].includes(pair.base.value.length));
}

describe.each(MACHINES)('$name', (machine) => {
  /** None in 150 says with 95 % confidence: at most 2 % (1 − 0.05^(1/150)). 1 % may by design, and none of 2,100 did. */
  test('without a change hardly any job fails, and few rounds are spent', () => {
    const random = seeded(1);
    let [failed, rounds] = [0, 0];
    const jobs = 150;
    for (let i = 0; i < jobs; i++) {
      const rows = measured(jobOf({ machine, random, loud: 1 + (i % 4) }), LOOKS);
      for (const { pair } of rows) rounds += pair.base.value.length;
      if (mayFail(rows) && judgeAll(rows, 'interleaved', LOOKS).some(regressed)) failed++;
    }
    expect(failed).toBe(0);
    expect(rounds / jobs / ROWS).toBeLessThan(16);
  });

  test('a row that a look clears is never called, and costs the others nothing but its place', () => {
    const random = seeded(2);
    for (const rows of times(10, () => measured(jobOf({ machine, random }, 0.1), LOOKS))) {
      const cleared = judgeAll(rows, 'interleaved', LOOKS).filter(
        (c) => c.rounds !== LOOKS.early && c.rounds !== lastLook(LOOKS),
      );
      for (const c of cleared) {
        expect(['unchanged', 'inconclusive']).toContain(c.status);
        expect(c.pAdjusted).toBe(1);
      }
    }
  });
});

const [skewed, drifting, episodes] = MACHINES as readonly [Machine, Machine, Machine];

test.each([
  { ...skewed, least: 0.9 },
  { ...drifting, least: 0.75 },
  { ...episodes, least: 0.9 },
])('$name: a slowdown of 5 % is found, and hardly anything else', ({ least, ...machine }) => {
  const random = seeded(3);
  const jobs = times(60, () => judged(jobOf({ machine, random }, 0.05)));
  expect(jobs.filter(([first]) => regressed(first)).length).toBeGreaterThanOrEqual(60 * least);
  expect(jobs.filter(([, ...others]) => others.some(regressed)).length).toBeLessThanOrEqual(2);
});

test('10 % are called at the early look, mostly', () => {
  const random = seeded(4);
  const found = times(50, () => judged(jobOf({ machine: skewed, random }, 0.1))[0]);
  expect(found.filter(regressed).length).toBeGreaterThanOrEqual(48);
  expect(found.filter((c) => c?.rounds === LOOKS.early).length).toBeGreaterThan(25);
});

test('an improvement is found too, and fails nothing', () => {
  const random = seeded(5);
  const statuses = times(30, () => judged(jobOf({ machine: skewed, random }, -0.1))[0]?.status);
  expect(statuses.filter((s) => s === 'improved').length).toBeGreaterThanOrEqual(25);
  expect(statuses).not.toContain('regressed');
});

describe('the size that is called detectable is found', () => {
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

  /** A row of times, and for the rest of the family bytes that wobble, which are cheap to judge. */
  function rowAmongBytes(made: Made, change: number, looks: Looks | null): Comparison | undefined {
    const [time] = jobOf(made, change);
    const rounds = made.rounds ?? lastLook(LOOKS);
    const bytes = () => times(rounds, () => 1000 + Math.round(4 * made.random()));
    const others = times(ROWS - 1, () => row([bytes(), bytes()], { unit: 'B/op' }));
    return judged([time as RowToJudge, ...others], looks)[0];
  }

  /** The typical detectable size of rows without a change, and how many of those that changed by it are significant. */
  function powerAtDetectable(made: Made, looks: Looks | null): number {
    const still = times(30, () => rowAmongBytes(made, 0, looks)).filter((c) => looks === null || c?.stop === 'cleared');
    const size = middle(still.map((c) => c?.detectable ?? Number.POSITIVE_INFINITY));
    const draws = looks === null ? 250 : 80;
    const found = times(draws, () => rowAmongBytes(made, size, looks));
    return found.filter((c) => (c?.pAdjusted ?? 1) <= SETTINGS.alpha).length / draws;
  }

  test.each([skewed, drifting])('$name, 20 rounds at one go', (machine) => {
    const power = powerAtDetectable({ machine, random: seeded(6), rounds: 20 }, null);
    expect(power).toBeGreaterThanOrEqual(0.75);
  });

  test.each([skewed, drifting, episodes])('$name, cleared by a look', (machine) => {
    const power = powerAtDetectable({ machine, random: seeded(7) }, LOOKS);
    expect(power).toBeGreaterThanOrEqual(0.75);
  });
});
