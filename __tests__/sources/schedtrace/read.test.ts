import { describe, expect, test } from '@jest/globals';
import { schedWindow } from '../../../src/memory/sched-window.ts';
import type { SchedSample } from '../../../src/model/schedtrace.ts';
import { readSchedTrace } from '../../../src/sources/schedtrace/index.ts';

const HEAD = 'SCHED 20ms: gomaxprocs=2 idleprocs=1 threads=5 spinningthreads=1';
const expected: SchedSample = {
  line: 1,
  at: 20e6,
  gomaxprocs: 2,
  idleProcs: 1,
  threads: 5,
  spinningThreads: 1,
  needSpinning: 0,
  idleThreads: 3,
  globalQueue: 4,
  localQueues: [7, 0],
};
const samplesOf = (text: string) => readSchedTrace(text, 'log').trace.processes.map(({ samples }) => samples);

describe('a line, as', () => {
  test.each([
    ['Go 1.19 prints it', `${HEAD} idlethreads=3 runqueue=4 [7 0]`, { needSpinning: null }],
    ['Go 1.20 to 1.24 print it', `${HEAD} needspinning=0 idlethreads=3 runqueue=4 [7 0]`, {}],
    ['Go 1.25 prints it', `${HEAD} needspinning=0 idlethreads=3 runqueue=4 [ 7 0 ] schedticks=[ 118812 136289 ]`, {}],
    [
      'scheddetail=1 has it',
      `${HEAD} needspinning=0 idlethreads=3 runqueue=4 gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=false`,
      { localQueues: null },
    ],
    ['it stands behind other output', `hello ${HEAD} needspinning=0 idlethreads=3 runqueue=4 [7 0]`, {}],
  ])('%s', (_, text, other) => expect(samplesOf(text)).toEqual([[{ ...expected, ...other }]]));

  test.each([`${HEAD} idlethr\n`, 'SCHED hello\n20ms: gomaxprocs=2 idlep\n'])(
    'it is cut off or torn: a diagnostic',
    (text) => {
      const { trace, diagnostics } = readSchedTrace(text, 'log');
      expect(trace.processes).toEqual([]);
      expect(diagnostics).toEqual([
        { level: 'warning', text: 'a schedtrace line that is cut off or torn apart', at: { file: 'log', line: 1 } },
      ]);
    },
  );
});

const at = (ms: number, idle: number, spinning: number, global: number, local = '0 0') =>
  `SCHED ${ms}ms: gomaxprocs=2 idleprocs=${idle} threads=5 spinningthreads=${spinning} needspinning=0 idlethreads=3 runqueue=${global} [${local}]\n`;

test('details are counted, and a clock that goes back begins another process', () => {
  const detail = '  P0: status=1 schedtick=9 syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0\n';
  const { trace, diagnostics } = readSchedTrace(at(0, 0, 0, 0) + detail + at(10, 0, 0, 0) + at(0, 0, 0, 0), 'log');
  expect(trace.processes.map(({ samples }) => samples.length)).toEqual([2, 1]);
  expect(trace.details).toBe(1);
  expect(diagnostics.map(({ level }) => level)).toEqual(['notice']);
});

describe('a window of samples', () => {
  const [samples = []] = samplesOf(
    at(0, 2, 0, 0) +
      at(10, 1, 1, 3) +
      at(20, 1, 1, 2) +
      at(30, 1, 2, 0, '0 5') +
      at(40, 0, 0, 9) +
      at(50, 2, 1, 0) +
      at(60, 2, 0, 0),
  );
  const window = schedWindow(samples);

  test('has means and maxima', () => {
    expect(window).toMatchObject({ samples: 7, span: 0.06, period: 0.01, globalQueue: { mean: 2, max: 9 } });
    expect(window.spinning).toEqual({ mean: 5 / 7, max: 2 });
    expect(window.localQueues.max).toBe(5);
  });
  test('has the longest spells, from their first sample to their last', () =>
    expect(window).toMatchObject({
      longestSpinning: 0.02,
      longestIdleWithGlobalQueue: 0.01,
      longestIdleWithQueue: 0.02,
    }));
});

test('hostile text takes no time', () => {
  const long = `${HEAD} needspinning=0 idlethreads=3 runqueue=4 [`;
  for (const text of [
    long + '1 '.repeat(1e6),
    long + '1'.repeat(1e6),
    'SCHED '.repeat(2e5),
    `SCHED ${'1'.repeat(1e6)}ms: `,
  ])
    expect(() => readSchedTrace(text, 'log')).not.toThrow();
});
