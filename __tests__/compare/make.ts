import type { Reading } from '../../src/compare/align.ts';
import { JUDGE } from '../../src/compare/judge.ts';
import { firstRounds, type Looks, nextLook } from '../../src/compare/looks.ts';
import type { RowToJudge } from '../../src/compare/rows.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Design, Pair } from '../../src/model/evidence.ts';
import { type Metric, metricFor } from '../../src/model/metric.ts';
import type { JudgeSettings } from '../../src/model/rules.ts';
import type { Samples } from '../../src/model/samples.ts';
import { tidyUnit } from '../../src/model/unit.ts';
import { gaussian, times } from '../stats/random.ts';

export const SETTINGS: JudgeSettings = { alpha: 0.01, resolution: 0.1 };

export function samples(value: readonly number[], iterations = 100): Samples {
  return {
    value,
    round: value.map((_, i) => i),
    order: value.map((_, i) => i),
    iterations: value.map(() => iterations),
  };
}

type Sides = readonly [base: readonly number[], head: readonly number[]];

export function pairOf(unit: string, [base, head]: Sides, metric: Partial<Metric> = {}): Pair {
  return {
    subject: { pkg: 'example.com/m', benchmark: 'X', gomaxprocs: 2 },
    metric: { ...metricFor(tidyUnit(unit).unit), ...metric },
    base: samples(base),
    head: samples(head),
  };
}

export interface RowSpec {
  readonly unit?: string;
  readonly limit?: number | null;
  readonly metric?: Partial<Metric>;
}

/** A row of `sec/op` limited at 2 % unless said otherwise. */
export function row(sides: Sides, { unit = 'sec/op', limit = 0.02, metric }: RowSpec = {}): RowToJudge {
  return { pair: pairOf(unit, sides, metric), limit };
}

/** Around `center`, log-normal with a relative spread. */
export function noisy(n: number, center: number, spread: number, random: () => number): number[] {
  return times(n, () => center * Math.exp(spread * gaussian(random)));
}

export function judgeAll(
  rows: readonly RowToJudge[],
  design: Design = 'interleaved',
  looks: Looks | null = null,
): readonly Comparison[] {
  return JUDGE.judge(rows, design, SETTINGS, looks);
}

/** The only row of a job, judged. */
export function judgeOne(only: RowToJudge, design: Design = 'interleaved', looks: Looks | null = null): Comparison {
  return judgeAll([only], design, looks)[0] as Comparison;
}

/** The rows with the rounds that they have by the time nobody asks for more: each goes on from look to look on its own. */
export function measured(all: readonly RowToJudge[], looks: Looks): readonly RowToJudge[] {
  const had = all.map(() => looks.at[0] ?? 0);
  const rows = () => all.map((row, i) => ({ ...row, pair: firstRounds(row.pair, had[i] ?? 0) }));
  for (;;) {
    const now = rows();
    const going = JUDGE.goingOn(now, SETTINGS, looks);
    if (going.length === 0) return now;
    for (const i of going) had[i] = nextLook(looks, had[i] ?? 0) ?? 0;
  }
}

/** Readings of `Encode` in the order given: `ABBA` is base, head, head, base, each its own process. */
export function readingsInOrder(order: string, benchmark = 'Encode', from = 0): Reading[] {
  const seen = { base: 0, head: 0 };
  return [...order].map((letter, i) => {
    const side = letter === 'A' ? 'base' : 'head';
    return reading({ side, round: seen[side]++, order: from + i, benchmark });
  });
}

interface ReadingSpec {
  readonly side: 'base' | 'head';
  readonly round?: number;
  readonly order?: number;
  readonly benchmark?: string;
  readonly gomaxprocs?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly iterations?: number;
}

export function reading(spec: ReadingSpec): Reading {
  const { side, round = 0, order = 0, benchmark = 'Encode', gomaxprocs = 1, iterations = 100 } = spec;
  const values = Object.entries(spec.values ?? { 'sec/op': 1 }).map(([unit, value]) => ({
    value,
    unit: tidyUnit(unit).unit,
    original: { value, unit },
  }));
  return {
    side,
    phase: 'screen',
    round,
    order,
    result: {
      kind: 'result',
      subject: { pkg: 'example.com/m', benchmark, gomaxprocs },
      fullName: `Benchmark${benchmark}`,
      iterations,
      values,
      config: {},
      at: { file: 'bench.txt', line: 1 },
    },
  };
}
