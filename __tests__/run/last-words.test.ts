import { expect, test } from '@jest/globals';
import { lastWords } from '../../src/run/process/last-words.ts';

test.each([
  ['below its name', '--- FAIL: BenchmarkFail\n    a_test.go:6: no database\nFAIL\nteardown\n'],
  [
    'above it under -test.v',
    'BenchmarkFail\n    a_test.go:6: no database\n--- FAIL: BenchmarkFail\nBenchmarkSkip\nFAIL\n',
  ],
])('a benchmark that failed is named with its message, which stands %s', (_, stdout) => {
  expect(lastWords(stdout, '')).toBe('BenchmarkFail: a_test.go:6: no database');
});

test('one that says nothing is named all the same', () => {
  expect(lastWords('BenchmarkFail\n--- FAIL: BenchmarkFail\nFAIL\n', '')).toBe('BenchmarkFail');
});

test('a panic comes first', () => {
  expect(lastWords('--- FAIL: BenchmarkFail\n', 'panic: boom\n\ngoroutine 1 [running]:\n')).toBe('panic: boom');
});

test('else the last line counts', () => {
  expect(lastWords('setup\n', 'no such host\n\n')).toBe('no such host');
  expect(lastWords('', '')).toBe('no message');
});
