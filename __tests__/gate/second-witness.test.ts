import { describe, expect, test } from '@jest/globals';
import { heardBoth, toldOnce } from '../../src/gate/second-witness.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Finding } from '../../src/model/finding.ts';
import { comparison, regressed } from '../checks/make.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, packageOf } from './evidence.ts';
import { runJob } from './job.ts';

const CPU = regressed('cpu-sec/op', 7e-6, 7.6e-6, { limit: 0.02 });

/** What becomes of CPU time that rose, beside a clock. */
function beside(clock: Partial<Comparison> | null): Comparison | undefined {
  const time = clock ? [{ ...comparison({ metric: 'sec/op' }), ...clock }] : [];
  return heardBoth([...time, CPU]).find((c) => c.metric === 'cpu-sec/op');
}

describe('CPU time that rose', () => {
  test('counts where the clock found it, or leans to it beyond the limit', () => {
    expect(beside({ status: 'regressed' })).toEqual(CPU);
    expect(beside({ ratio: 1.03, p: 0.1 })).toEqual(CPU);
  });

  test.each([
    ['does not lean surely enough', { ratio: 1.03, p: 0.11 }],
    ['leans by less than the limit', { ratio: 1.015, p: 0.001 }],
    ['leans to the other side', { ratio: 0.95, p: 0.001 }],
    ['is not there', null],
  ])('is inconclusive where the clock %s', (_, clock) => {
    expect(beside(clock)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('outside the timer'),
    });
  });

  test('is not heard with the clock of another benchmark', () => {
    const elsewhere = comparison({ name: 'Other', metric: 'sec/op', status: 'regressed' });
    expect(heardBoth([elsewhere, CPU])[1]?.status).toBe('inconclusive');
  });

  test('says nothing of other rows', () => {
    const others = [regressed('sec/op', 1, 2), { ...CPU, status: 'improved' as const }];
    expect(heardBoth(others)).toEqual(others);
  });
});

test('one slowdown is told once: by the clock where it has found it', () => {
  const finding = (metric: string, more: Partial<Finding> = {}): Finding => {
    const head = { rule: 'r', severity: 'error', confidence: 'high', status: 'fail' } as const;
    return { ...head, subject: CPU.subject, metric, message: 'slower', causes: [], ...more };
  };
  const [time, cpu] = [finding('sec/op'), finding('cpu-sec/op')];
  expect(toldOnce([time, cpu])).toEqual([time]);
  expect(toldOnce([cpu])).toEqual([cpu]);
  const other = finding('sec/op', { subject: { ...CPU.subject, benchmark: 'Other' } });
  expect(toldOnce([other, cpu])).toEqual([other, cpu]);
  const open = finding('sec/op', { status: 'inconclusive' });
  expect(toldOnce([open, cpu])).toEqual([open, cpu]);
});

describe('in a job', () => {
  const NAMES = ['Encode', 'Decode'];
  /** @param ns of Encode's head, whose base takes 1,000 on the clock and none beside it */
  const job = (ns: number, untimed: number) => {
    const random = seeded(9);
    const packages = [packageOf({ base: NAMES, head: NAMES })];
    const { report } = runJob(evidenceOf({ packages, seed: 5 }), NAMES, (name, { side }) => {
      const noise = Math.exp(0.01 * gaussian(random));
      return name === 'Encode' && side === 'head' ? { ns: ns * noise, untimed } : { ns: 1000 * noise };
    });
    const of = (metric: string) =>
      report.comparisons.find((c) => c.subject.benchmark === 'Encode' && c.metric === metric)?.status;
    return { clock: of('sec/op'), cpu: of('cpu-sec/op'), rules: report.findings.map((f) => f.rule) };
  };

  test('what is done outside the timer fails nothing', () => {
    expect(job(1000, 400)).toEqual({ clock: 'unchanged', cpu: 'inconclusive', rules: [] });
  });

  test('an only benchmark that does less outside it has lost nothing, and fails nothing', () => {
    const packages = [packageOf({ base: ['Encode'], head: ['Encode'] })];
    const { report } = runJob(evidenceOf({ packages, seed: 5 }), ['Encode'], (_, { side }) => ({
      ns: 1000,
      untimed: side === 'base' ? 5000 : 0,
    }));
    expect(report.comparisons.map((c) => c.status)).not.toContain('missing');
    expect([report.findings.map((f) => f.rule), report.verdict]).toEqual([[], 'pass']);
  });

  test('what is done inside it fails once', () => {
    expect(job(1400, 0)).toEqual({ clock: 'regressed', cpu: 'regressed', rules: ['bench/time'] });
  });
});
