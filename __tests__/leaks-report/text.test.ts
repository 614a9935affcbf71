import { expect, test } from '@jest/globals';
import { benchmarkLeaks } from '../../src/leaks/assemble.ts';
import { judgeRun } from '../../src/leaks/judge.ts';
import { nextProcess } from '../../src/leaks/plan.ts';
import type { LeakReport } from '../../src/leaks/report.ts';
import type { LeakRun } from '../../src/leaks/run.ts';
import { worstOf } from '../../src/leaks/worst.ts';
import { leaksJson } from '../../src/leaks-report/json.ts';
import { sparkline } from '../../src/leaks-report/sparkline.ts';
import { leaksText } from '../../src/leaks-report/text.ts';
import { goroutines, run, series, site } from '../leaks/make.ts';

const judged = (made: LeakRun) => ({ run: made, judgement: judgeRun(made) });
const growing = (n: number, slope: number) =>
  run(
    [
      site(
        'keep',
        series(n, (i) => slope * i),
      ),
    ],
    {
      goroutines: [
        goroutines(
          'send',
          series(n, (i) => (slope / 512) * i),
        ),
      ],
      iterations: slope,
    },
  );
const [first, second] = [judged(growing(24, 1024)), judged(growing(36, 2048))];
const still = judged(
  run([
    site(
      'cache',
      series(24, (i) => Math.min(i, 10) * 1000),
    ),
  ]),
);

function report(): LeakReport {
  const of = (benchmark: string) => ({ pkg: 'example.com/m', benchmark });
  const benchmarks = [
    benchmarkLeaks(of('Leaks'), [first, second], null, null),
    benchmarkLeaks(of('Cache'), [still], null, null),
    benchmarkLeaks(of('Short'), [first], nextProcess(first.run, 24, 2), null),
    benchmarkLeaks(of('Broken'), [], null, 'Broken ended with status 2: panic: \x1b[31mno'),
  ];
  return {
    schema: 'go-perf-gate/leaks@1',
    version: '0.0.0',
    verdict: worstOf(benchmarks.map(({ verdict }) => verdict)),
    benchmarks,
    environment: { goVersion: 'go1.26', goos: 'linux', goarch: 'amd64' },
    cost: { build: 1, measure: 20, budget: 60 },
    diagnostics: [],
  };
}

test('the text says verdict, place, growth, and what would settle it', () => {
  const text = leaksText(report());
  expect(text).toContain('4 benchmarks: 1 with a leak, 1 without, 2 without enough evidence');
  expect(text).toContain('✗ leak: example.com/m Leaks');
  expect(text).toContain('goroutines created at example.com/m.send m.go:6');
  expect(text).toContain('allocated at example.com/m.keep m.go:4');
  expect(text).toMatch(/✓ no leak: example.com\/m Cache\n {2}nothing goes on growing; m.cache m.go:5 grew and stopped/);
  expect(text).toMatch(/\? not enough evidence: example.com\/m Short\n[^?]*to settle it: a process of 36 steps of/);
  expect(text).not.toContain('\x1b');
});

test('JSON has no number that JSON does not have', () => {
  const text = leaksJson(report());
  expect(JSON.parse(text).benchmarks[0].leaks[0]).toMatchObject({ kind: 'goroutine', growth: expect.any(Number) });
  expect(text).not.toMatch(/NaN|Infinity/);
});

test('a line of bars goes from the least to the most', () => {
  expect(sparkline([0, 1, 2, 7])).toBe('▁▂▃█');
  expect(sparkline([5, 5])).toBe('▁▁');
  expect(sparkline(series(600, (i) => i))).toHaveLength(60);
});

test('the worst verdict counts', () => {
  expect(worstOf(['no leak', 'leak', 'not enough evidence'])).toBe('leak');
  expect(worstOf(['no leak', 'not enough evidence'])).toBe('not enough evidence');
  expect(worstOf([])).toBe('not enough evidence');
});
