import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stuckLines } from '../../../src/sources/goroutines/index.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname ?? '.', 'fixtures', name), 'utf8');

test('a hung benchmark: its own goroutine first, then the largest groups, each at a line of the program', () => {
  const lines = stuckLines(fixture('quit-go1.22.txt'));
  expect(lines.map((line) => line.replace(/ \([\d, …]+; line \d+\)$/, ''))).toEqual([
    '1 goroutine: chan receive',
    '  at example.com/hang.BenchmarkHang  hang_test.go:57',
    '5 goroutines: chan receive',
    '  at example.com/hang.worker  hang_test.go:18',
    '4 goroutines: sync.Mutex.Lock',
    '  at example.com/hang.start.func2  hang_test.go:37',
    '3 goroutines: chan receive',
    '  at example.com/hang.(*T[...]).wait  hang_test.go:16',
  ]);
});

test('an endless loop is found where it runs', () => {
  expect(stuckLines(fixture('quit-crash-go1.26.txt'), 40).join('\n')).toMatch(
    /1 goroutine: running .*\n {2}at example\.com\/hang\.spin/,
  );
});

test('no dump, no lines', () => {
  expect(stuckLines('panic: no dump\nexit status 2\n')).toEqual([]);
});
