import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/gate.ts';
import type { Launch } from '../../src/model/evidence.ts';
import { spent } from '../../src/plan/budget.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, packageOf } from './evidence.ts';
import { type Job, runJob, type Says } from './job.ts';

const NAMES = ['Encode', 'Decode'];

function job(says: (name: string, launch: Launch) => Says, budget = 600, wall = 0.02): Job {
  const packages = [packageOf({ base: NAMES, head: NAMES })];
  return runJob(evidenceOf({ packages, seed: 5, cost: { build: 1, measure: 1, budget } }), NAMES, says, wall);
}

/** Whichever run of base was fast in a round, the other took twice as long; head is thrice as slow. */
const unfit = (allocs: number) => {
  const random = seeded(11);
  return job((_, { side, phase, round }) => {
    const slow = side === 'base' && (phase === 'aa') === (round % 2 === 0) ? 2 : 1;
    const ns = 1000 * (side === 'head' ? 6 : slow) * Math.exp(0.01 * gaussian(random));
    return { ns, allocs: side === 'head' ? allocs : 1 };
  });
};

function statuses({ report }: Job, metric: string): Set<string> {
  return new Set(report.comparisons.filter((c) => c.metric === metric).map((c) => c.status));
}

describe('a machine on which base differs from itself by a factor of two', () => {
  test('is unfit to judge times: inconclusive, with the reason', () => {
    const done = unfit(1);
    expect(done.report.machine.unfit).toBe('too-noisy');
    expect(done.report.machine.own?.pairs).toBe(16);
    expect(done.report.verdict).toBe('inconclusive');
    expect(done.report.reason).toMatch(/^This runner is unfit to judge times: the same binary, run twice/);
    expect(statuses(done, 'sec/op')).toEqual(new Set(['inconclusive']));
    expect(statuses(done, 'allocs/op')).toEqual(new Set(['unchanged']));
  });

  test('judges counts all the same', () => {
    const done = unfit(2);
    expect(statuses(done, 'allocs/op')).toEqual(new Set(['regressed']));
    expect(statuses(done, 'sec/op')).toEqual(new Set(['inconclusive']));
    expect(done.report.verdict).toBe('fail');
  });

  test('is judged the same way again, byte for byte', () => {
    const { evidence, report } = unfit(1);
    expect(JSON.stringify(judge(structuredClone(evidence)))).toBe(JSON.stringify(report));
  });
});

describe('a machine that favours neither side, but a place in the order', () => {
  const placed = (slower: (n: number, launch: Launch, before: Launch | undefined) => number) => {
    const random = seeded(4);
    const ran: Launch[] = [];
    return job((_, launch) => {
      const ns = 1000 * slower(ran.length, launch, ran.at(-1)) * Math.exp(0.01 * gaussian(random));
      ran.push(launch);
      return { ns };
    });
  };
  const told = ({ report }: Job) => report.diagnostics.map((d) => d.text).join('\n');

  test('what runs second is slower: told, and no side is blamed', () => {
    const second = (launch: Launch, before: Launch | undefined) =>
      before?.phase === launch.phase && before.round === launch.round && before.rows[0] === launch.rows[0];
    const done = placed((_, launch, before) => (second(launch, before) ? 1.3 : 1));
    expect(done.report.machine.order).toBeCloseTo(0.3, 1);
    expect(told(done)).toMatch(/what ran second in its round was [\d.]+ % slower: each side was second in half/);
    expect(done.report.findings).toEqual([]);
  });

  test('what runs later is slower: told, and no side is blamed', () => {
    const done = placed((n) => 1 + n / 60);
    expect(done.report.machine.drift).toBeGreaterThan(0.2);
    expect(told(done)).toMatch(/the machine got [\d.]+ % slower while it was measured: base and head alternated/);
    expect(done.report.findings).toEqual([]);
  });

  test('a steady one gets no word', () => {
    const done = placed(() => 1);
    expect(done.report.machine).toMatchObject({ order: 0, unfit: null });
    expect(told(done)).not.toMatch(/second|while it was measured/);
  });
});

describe('the job ends', () => {
  const noisy = (budget: number) => {
    const random = seeded(2);
    return job(
      (name, { side }) => {
        const slower = name === 'Encode' && side === 'head' ? 1.03 : 1;
        return { ns: 1000 * slower * Math.exp(0.02 * gaussian(random)) };
      },
      budget,
      0.5,
    );
  };

  test('with its budget, wherever in a look that is', () => {
    let cutShort = 0;
    for (let budget = 2; budget < 70; budget += 4.7) {
      const { evidence, steps } = noisy(budget);
      expect(spent(evidence)).toBeLessThanOrEqual(budget + 2);
      expect(steps.length).toBeLessThan(12);
      const rounds = evidence.processes.filter((p) => p.phase === 'confirm').map((p) => p.round + 1);
      if (rounds.length > 0 && ![14, 20, 28, 48].includes(Math.max(...rounds))) cutShort++;
    }
    // The budgets do end within a look, not only at one.
    expect(cutShort).toBeGreaterThan(3);
  });

  test('with all rounds where there is time for them', () => {
    const { evidence, report } = noisy(600);
    expect(Math.max(...evidence.processes.map((p) => (p.phase === 'confirm' ? p.round + 1 : 0)))).toBe(48);
    const time = report.comparisons.filter((c) => c.metric === 'sec/op');
    expect(time.map((c) => c.stop)).toEqual(['all-rounds', 'cleared']);
  });
});
