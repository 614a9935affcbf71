import { describe, expect, test } from '@jest/globals';
import { troubleOf } from '../../src/gate/trouble.ts';
import { keyOf, processOf } from './evidence.ts';

const NOTHING: ReadonlySet<string> = new Set();
const ROUND = { side: 'head', phase: 'screen', round: 0, rows: [keyOf('Encode')] } as const;
const FIRST = { side: 'head', phase: 'calibrate', round: 0 } as const;

describe('a round that was told which row to run', () => {
  test('no trouble when the row was printed, however the process ended', () => {
    expect(troubleOf(processOf(ROUND), new Set([keyOf('Encode')]))).toEqual([]);
    expect(troubleOf(processOf(ROUND, { ending: 'exit', exit: 1 }), new Set([keyOf('Encode')]))).toEqual([]);
  });

  test.each([
    ['timed-out', { ending: 'timeout', exit: -1 }],
    ['killed', { ending: 'signal', signal: 'SIGKILL', exit: -1 }],
    ['not-started', { ending: 'not-started', exit: -1, stderr: 'permission denied\n' }],
    ['panicked', { ending: 'exit', exit: 2, stderr: 'panic: index out of range [3]\n\ngoroutine 1 [running]:\n' }],
    ['panicked', { ending: 'exit', exit: 2, stderr: 'fatal error: all goroutines are asleep - deadlock!\n' }],
    ['failed', { ending: 'exit', exit: 1, stdout: '--- FAIL: BenchmarkEncode\n    x_test.go:3: no\nFAIL\n' }],
    ['exited', { ending: 'exit', exit: 3 }],
    ['exited', { ending: 'ok', exit: 0, stdout: 'goos: linux\n' }],
    ['skipped', { ending: 'ok', exit: 0, stdout: 'PASS\n' }],
  ] as const)('%s', (cause, how) => {
    const [trouble, ...more] = troubleOf(processOf(ROUND, how), NOTHING);
    expect(more).toEqual([]);
    expect(trouble).toMatchObject({ cause, key: keyOf('Encode'), side: 'head', phase: 'screen' });
    expect(trouble?.text).toMatch(/\w/);
  });

  test('the words say what happened, and the last lines are kept', () => {
    const [trouble] = troubleOf(
      processOf(ROUND, { ending: 'exit', exit: 2, stderr: 'panic: boom\n\ngoroutine 7 [running]:\nmain.f()\n' }),
      NOTHING,
    );
    expect(trouble?.text).toBe('stopped with "panic: boom"');
    expect(trouble?.output).toContain('main.f()');
  });
});

describe('a calibrating process names the benchmark it struck', () => {
  test('by the name printed before the numbers, when it hangs or panics', () => {
    const stdout = 'goos: linux\nBenchmarkA-2 \t 100\t 5 ns/op\nBenchmarkHang/size=1-2    \t';
    expect(troubleOf(processOf({ ...FIRST, stdout }, { ending: 'timeout' }), NOTHING)).toMatchObject([
      { cause: 'timed-out', topLevel: 'Hang' },
    ]);
  });

  test('by its FAIL lines, one for each benchmark', () => {
    const stdout = '--- FAIL: BenchmarkA-2\n--- FAIL: BenchmarkB/sub-2\n--- FAIL: BenchmarkB/other-2\nFAIL\n';
    const troubles = troubleOf(processOf({ ...FIRST, stdout }, { ending: 'exit', exit: 1 }), NOTHING);
    expect(troubles.map((t) => t.topLevel)).toEqual(['A', 'B']);
  });

  test('by its arguments, when it was run alone', () => {
    const alone = processOf(
      { ...FIRST, round: 3, stdout: '' },
      { ending: 'signal', signal: 'SIGSEGV', args: ['-test.bench=^BenchmarkEncode$/size'] },
    );
    expect(troubleOf(alone, NOTHING)).toMatchObject([{ cause: 'killed', topLevel: 'Encode' }]);
  });

  test('and says nothing of one when nothing tells', () => {
    const [trouble] = troubleOf(processOf({ ...FIRST, stdout: '' }, { ending: 'exit', exit: 1 }), NOTHING);
    expect(trouble).toMatchObject({ cause: 'exited' });
    expect(trouble).not.toHaveProperty('topLevel');
  });
});
