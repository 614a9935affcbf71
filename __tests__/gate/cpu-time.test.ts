import { describe, expect, test } from '@jest/globals';
import type { Reading } from '../../src/compare/align.ts';
import { withCpuTime } from '../../src/gate/cpu-time.ts';
import type { ProcessRecord, SideName } from '../../src/model/evidence.ts';
import { timed } from '../compare/readings.ts';
import { processOf } from './evidence.ts';

interface Spec {
  readonly rows: readonly string[];
  readonly side?: SideName;
  /** CPU seconds of the whole process. */
  readonly cpu: number;
  /** Seconds per operation, of 100. */
  readonly time?: number;
  readonly more?: Partial<ProcessRecord>;
}

/** CPU seconds per operation that each process, in turn, gives its first row; undefined for none. */
function cpuOf(specs: readonly Spec[]): (number | undefined)[] {
  const processes = specs.map(({ rows, side = 'base', cpu, more }, order) =>
    processOf(
      { side, phase: 'screen', round: order, rows, order },
      { args: ['-test.benchtime=100x'], user: 0.75 * cpu, system: 0.25 * cpu, ...more },
    ),
  );
  const readings = specs.map(({ rows, side = 'base', time = 10e-6, more }, order): Reading => {
    const where = { side, phase: more?.phase ?? ('screen' as const), round: order, order };
    return timed(where, rows[0] ?? '', time);
  });
  return withCpuTime(readings, processes).map(
    ({ result }) => result.values.find(({ unit }) => unit === 'cpu-sec/op')?.value,
  );
}

/** Starting takes 5 ms, and 100 operations of 10 µs each 1 ms. */
const plain: Spec = { rows: ['A'], cpu: 0.006 };

describe('CPU time per operation', () => {
  test('leaves out what starting the process takes', () => {
    const found = cpuOf([plain, { ...plain, side: 'head' }, { rows: ['B'], cpu: 0.005 + 0.003 }]);
    [10e-6, 10e-6, 30e-6].forEach((seconds, i) => {
      expect(found[i]).toBeCloseTo(seconds, 12);
    });
  });

  test('leaves out the same on both sides, so what head’s processes do besides is not hidden', () => {
    const quiet: Spec = { rows: ['B'], cpu: 0.006 };
    const [base, head] = cpuOf([plain, { ...plain, side: 'head', cpu: 0.009 }, quiet, { ...quiet, side: 'head' }]);
    expect([base, head].map((s) => Math.round((s ?? 0) * 1e9))).toEqual([10_000, 40_000]);
  });

  test('leaves out a start common to both sides, however long it is, where one row is all there is', () => {
    for (const start of [0, 2]) {
      const [base, head] = [0.006, 0.009].map((cpu) => ({ ...plain, cpu: cpu + start }));
      const found = cpuOf([
        { ...plain, ...base },
        { ...plain, ...head, side: 'head' },
      ]);
      expect(found).toEqual([expect.closeTo(10e-6, 10), expect.closeTo(40e-6, 10)]);
    }
  });

  test('leaves out the start of the package that was run', () => {
    const far = { ...plain, cpu: 0.1, more: { pkg: 'example.com/m/far' } };
    expect(cpuOf([plain, far])).toEqual([expect.closeTo(10e-6, 12), expect.closeTo(10e-6, 12)]);
  });

  test('adds nothing where a process waited: fewer CPU seconds than the clock ran', () => {
    expect(cpuOf([{ ...plain, cpu: 0.0004 }])).toEqual([expect.closeTo(4e-6, 12)]);
  });

  test('is not known of rows that share a process, that chose their own count, or that did not end well', () => {
    expect(cpuOf([{ ...plain, rows: ['A', 'B'] }])).toEqual([undefined]);
    expect(cpuOf([plain, { ...plain, more: { args: ['-test.benchtime=15ms'] } }])[1]).toBeUndefined();
    expect(cpuOf([plain, { ...plain, more: { ending: 'exit', exit: 1 } }])[1]).toBeUndefined();
    expect(cpuOf([plain, { ...plain, more: { phase: 'calibrate' } }])[1]).toBeUndefined();
    expect(cpuOf([plain, plain])[1]).toBeCloseTo(10e-6, 12);
  });
});
