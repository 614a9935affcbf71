import { describe, expect, test } from '@jest/globals';
import { heardBoth, toldOnce } from '../../src/gate/second-witness.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Finding } from '../../src/model/finding.ts';
import { comparison, regressed } from '../checks/make.ts';

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
