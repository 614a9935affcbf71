import { describe, expect, test } from '@jest/globals';
import { judge, step } from '../../src/gate.ts';
import { iterationsOf } from '../../src/model/arguments.ts';
import type { Evidence, Launch } from '../../src/model/evidence.ts';
import type { ProfileWhen } from '../../src/model/rules.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, keyOf, MEASURE, packageOf } from './evidence.ts';
import { type Job, runJob } from './job.ts';

const NAMES = ['Encode', 'Decode', 'Append', 'Range'];
/** Of head over base: Encode is slower and allocates more, Append slower alone, Decode neither. Range allocates nothing. */
const SLOWER: Readonly<Record<string, number>> = { Encode: 2.5, Append: 1.4 };
const ALLOCS: Readonly<Record<string, readonly [number, number]>> = { Encode: [1, 3], Decode: [2, 2], Append: [1, 1] };

/** What processes under the profilers print looks like set-up that is spread over more operations, and allocates otherwise. */
function says(random: () => number) {
  return (name: string, { side, phase }: Launch) => {
    if (phase === 'profile') return { ns: 10, untimed: -9, allocs: side === 'base' ? 99 : 0 };
    const slower = side === 'head' ? (SLOWER[name] ?? 1) : 1;
    const allocs = ALLOCS[name]?.[side === 'head' ? 1 : 0] ?? 0;
    return { ns: 1000 * slower * Math.exp(0.01 * gaussian(random)), allocs };
  };
}

function job(profile: ProfileWhen, more: Partial<Evidence> = {}): Job {
  const packages = [packageOf({ base: NAMES, head: NAMES })];
  const measure = { ...MEASURE, profile };
  return runJob(evidenceOf({ packages, seed: 5, measure, ...more }), NAMES, says(seeded(3)));
}

const profiled = ({ steps }: Job) => steps.flat().filter((l) => l.phase === 'profile');

describe('profiles of a whole job', () => {
  const auto = job('auto');

  test('are taken of what regressed, the most first, once all that is timed was run', () => {
    expect(profiled(auto).map((l) => `${l.rows[0]} ${l.round}`)).toEqual(
      ['Encode', 'Append'].flatMap((name) => [0, 0, 1, 1, 2, 2].map((round) => `${keyOf(name)} ${round}`)),
    );
    expect(auto.steps.at(-1)).toEqual(profiled(auto));
    expect(step(auto.evidence)).toEqual({ report: auto.report });
  });

  test('are as long as what the rounds measured asks for', () => {
    const seconds = (name: string, ns: number) =>
      ((iterationsOf(profiled(auto).find((l) => l.rows[0] === keyOf(name)) as Launch) ?? 0) * ns) / 1e9;
    // Encode grew by 150 %, which is plain to see in a second; Append by 40 %: 16 · 2.4 · 1.4 / 0.4² samples.
    expect(seconds('Encode', 2500)).toBeCloseTo(1, 1);
    expect(seconds('Append', 1400) / 3.36).toBeCloseTo(1, 0.7);
  });

  test('are taken of every row where all are asked for, of memory where it allocates', () => {
    const runs = profiled(job('always')).filter((l) => l.side === 'head');
    expect(runs.map((l) => `${l.rows[0]} ${l.round}`).sort()).toEqual(
      NAMES.flatMap((name) => (name === 'Range' ? [0, 2] : [0, 1, 2]).map((round) => `${keyOf(name)} ${round}`)).sort(),
    );
  });

  test('are not taken where nobody wants them, nor where the budget is spent', () => {
    expect(profiled(job('never'))).toEqual([]);
    expect(profiled(job('auto', { cost: { build: 595, measure: 0, budget: 600 } }))).toEqual([]);
  });

  test('leave every number, every verdict and every finding as they are without', () => {
    const never = job('never');
    const { cost: _, agreement: __, diagnostics: told, ...rest } = auto.report;
    const { cost: ___, agreement: ____, diagnostics: before, ...same } = never.report;
    expect(rest).toEqual(same);
    // These processes wrote no profiles, which is told.
    expect(told.filter((d) => !d.text.startsWith('no profile says why'))).toEqual(before);
    expect(auto.evidence.processes.length).toBe(never.evidence.processes.length + 12);
  });

  test('that fail spoil nothing', () => {
    const spoilt = auto.evidence.processes.map((p) =>
      p.phase === 'profile'
        ? { ...p, ending: 'exit' as const, exit: 2, stdout: `${p.stdout}${p.stdout}`, stderr: 'panic: under profilers' }
        : p,
    );
    const { agreement: _, diagnostics, ...report } = judge({ ...auto.evidence, processes: spoilt });
    const { agreement: __, diagnostics: ___, ...same } = auto.report;
    expect(report).toEqual(same);
    expect(diagnostics.map((d) => d.text)).toContainEqual(
      expect.stringMatching(
        /^no profile says why Encode regressed: the process under the profilers on \w+ ended with status 2$/,
      ),
    );
  });
});
