import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpuTime } from '../../src/crosscheck/cpu-time.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Evidence, Phase, ProcessRecord, SideName } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import { subjectKey } from '../../src/model/subject.ts';
import { checked, comparison, evidence, PKG, processRecord, regressed, rule, UNTRACED } from '../checks/make.ts';

const N = 1000;
const START_UP = 0.004;
const slower = regressed('sec/op', 100e-6, 140e-6);
const finding = findingOf(checked(slower, rule({})), 'fail', 'slower');

/** Processes of one side that used `cpu` seconds per operation, with an alternating wobble of `noise` (relative). */
function processes(side: SideName, cpu: number, phase: Phase = 'screen', noise = 0.01, n = 20): ProcessRecord[] {
  return Array.from({ length: n }, (_, round) => {
    const used = START_UP + N * cpu * (1 + noise * ((round % 5) - 2));
    const rows = [subjectKey(slower.subject)];
    return processRecord({ side, phase, round, rows, user: used * 0.9, system: used * 0.1, wall: used * 1.1 });
  });
}

const both = (base: number, head: number, phase?: Phase, noise?: number) =>
  evidence({ processes: [...processes('base', base, phase, noise), ...processes('head', head, phase, noise)] });

const testify = (about: Finding, comparisons: readonly Comparison[], of: Evidence) =>
  cpuTime.testify(about, { comparisons, evidence: of, profiles: [], ...UNTRACED });
const says = (of: Evidence) => testify(finding, [slower], of);

describe('a benchmark that got 40 µs slower', () => {
  test('and computes 40 µs more: agrees, with both sides and the start-up admitted', () => {
    expect(says(both(100e-6, 140e-6))).toEqual({
      says: 'agrees',
      text: 'CPU time per operation moved by +40.0 µs where the clock moved by +40.0 µs (104 µs → 144 µs, start-up included)',
    });
  });

  test('and computes a third of it more, or a little less than a third', () => {
    expect(says(both(100e-6, 114e-6)).says).toBe('agrees');
    expect(says(both(100e-6, 112e-6)).says).not.toBe('agrees');
  });

  test('in parallel, where CPU time moves by more than the clock', () => {
    expect(says(both(200e-6, 280e-6)).says).toBe('agrees');
  });

  test('and computes as much as before: waits, which does not speak against it', () => {
    const testimony = says(both(100e-6, 100e-6));
    expect(testimony.says).toBe('silent');
    expect(testimony.text).toMatch(/^waits, not computing: CPU time per operation moved by 0 s where/);
    expect(testimony.causes).toEqual([
      { function: `${PKG}.BenchmarkEncode`, kind: 'waiting', witnesses: ['cpu-time'], text: testimony.text },
    ]);
  });

  test('and computes less: disagrees', () => {
    expect(says(both(140e-6, 100e-6))).toMatchObject({ says: 'disagrees' });
  });

  test('in noise that hides a third of it: has nothing to say, and no cause', () => {
    const testimony = says(both(100e-6, 100e-6, 'screen', 0.3));
    expect(testimony).toMatchObject({ says: 'silent', text: expect.stringContaining('too noisy') });
    expect(testimony.causes).toBeUndefined();
  });
});

test('more CPU time that may be noise does not agree', () => {
  expect(says(both(100e-6, 130e-6, 'screen', 0.3))).toMatchObject({
    says: 'silent',
    text: expect.stringContaining('too noisy'),
  });
  expect(says(both(100e-6, 130e-6, 'screen', 0.1)).says).toBe('agrees');
});

test('fresh rounds are heard instead of the screening', () => {
  const screening = both(100e-6, 100e-6).processes;
  const fresh = both(100e-6, 140e-6, 'confirm').processes;
  expect(says(evidence({ processes: [...screening, ...fresh] })).says).toBe('agrees');
});

describe('has nothing to say', () => {
  const silent = (of: Evidence) => expect(says(of)).toMatchObject({ says: 'silent' });

  test('without processes, as with files that people bring', () => silent(evidence()));

  test('with processes of one side', () => silent(evidence({ processes: processes('head', 1e-4) })));

  test.each([
    ['shared by several benchmarks', { rows: [subjectKey(slower.subject), 'other'] }],
    ['that did not end well', { ending: 'exit' as const }],
    ['that chose their own iterations', { args: ['-test.benchtime=15ms'] }],
    ['of another benchmark', { rows: ['other'] }],
    ['of the calibration', { phase: 'calibrate' as const }],
  ])('with processes %s', (_, change) => {
    silent(evidence({ processes: both(100e-6, 140e-6).processes.map((p) => ({ ...p, ...change })) }));
  });

  test('of other metrics, or of a row that got faster', () => {
    const of = both(100e-6, 140e-6);
    const bytes = regressed('B/op', 100, 200);
    expect(testify({ ...finding, metric: 'B/op' }, [slower, bytes], of).says).toBe('silent');
    expect(testify(finding, [{ ...slower, difference: -1e-5 }], of).says).toBe('silent');
    expect(testify(finding, [comparison({ name: 'Other' })], of).says).toBe('silent');
  });
});

test('start-up does not dilute the effect, however long it is', () => {
  const startUps = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(startUps, (startUp) => {
      const longer = both(100e-6, 130e-6).processes.map((p) => ({ ...p, user: p.user + startUp }));
      expect(says(evidence({ processes: longer })).says).toBe('agrees');
    }),
  );
});

describe('agreement of rusage and clock', () => {
  const agreement = (change: Partial<ProcessRecord>, cpus?: number) => {
    const environment = { base: cpus === undefined ? {} : { cpus }, head: {} };
    const processes = [processRecord({ side: 'base', ...change })];
    return cpuTime.agreement?.({
      comparisons: [],
      evidence: evidence({ environment, processes }),
      profiles: [],
      ...UNTRACED,
    });
  };

  test('sums both, and states the bound', () => {
    expect(agreement({ wall: 0.1, user: 0.15, system: 0.04 }, 2)).toEqual([
      {
        quantity: 'seconds of 1 process',
        values: { 'rusage (CPU)': 0.19, 'clock (elapsed)': 0.1 },
        tolerance: 'CPU ≤ elapsed × 2 CPUs + 10.0 ms, each process',
        status: 'agree',
      },
    ]);
  });

  test('one process beyond the bound is a disagreement', () => {
    expect(agreement({ wall: 0.1, user: 0.2, system: 0.02 }, 2)?.[0]?.status).toBe('disagree');
    expect(agreement({ wall: 0.1, user: 0.2, system: 0.005 }, 2)?.[0]?.status).toBe('agree');
  });

  test('says nothing where the number of CPUs or the time is not known', () => {
    expect(agreement({})).toEqual([]);
    expect(agreement({ wall: 0 }, 2)).toEqual([]);
  });
});
