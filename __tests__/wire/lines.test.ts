import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainLine, textLines } from '../../src/wire/lines.ts';

const texts = (text: string) => [...textLines(text)].map((l) => l.text);

describe('textLines', () => {
  test('numbers lines from 1 and takes either end', () => {
    expect([...textLines('a\nb\r\n\nc')]).toEqual([
      { text: 'a', line: 1 },
      { text: 'b', line: 2 },
      { text: '', line: 3 },
      { text: 'c', line: 4 },
    ]);
  });

  test('only the last CR before a LF is part of the end', () => {
    expect(texts('a\r\r\n\r\nb\rc\n')).toEqual(['a\r', '', 'b\rc']);
  });

  test('an empty text has no line', () => {
    expect(texts('')).toEqual([]);
    expect(texts('\uFEFF')).toEqual([]);
  });

  test('drops a byte order mark in front, and no other', () => {
    expect(texts('\uFEFFa\n\uFEFFb')).toEqual(['a', '\uFEFFb']);
  });

  test('lines of 70 kB come whole', () => {
    expect(texts(`${'x'.repeat(70_000)}\ny`).map((t) => t.length)).toEqual([70_000, 1]);
  });

  test('no character is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^\n\r\uFEFF]*$/)), (lines) => {
        expect(texts(lines.map((l) => `${l}\n`).join(''))).toEqual(lines);
      }),
    );
  });
});

describe('plainLine', () => {
  test.each([
    ['\x1b[1;32mok\x1b[0m', 'ok'],
    ['\x1b]8;;http://x\x07link\x1b]8;;\x1b\\', 'link'],
    ['\x1bMup', 'up'],
    ['\x16--- FAIL: BenchmarkX', '--- FAIL: BenchmarkX'],
    ['2026-01-02T03:04:05.1234567Z goos: linux', 'goos: linux'],
    ['2026-01-02T03:04:05Z', ''],
    ['2026-01-02T03:04:05.1+02:00  indented', ' indented'],
    ['\uFEFF2026-01-02T03:04:05.1234567Z x', 'x'],
    ['bench\tRun go test\t2026-01-02T03:04:05.1234567Z PASS', 'PASS'],
    ['2026-01-02T03:04:05.123456Z 00O PASS', 'PASS'],
    ['2026-01-02T03:04:05.1234567Z \x1b[36mPASS\x1b[0m', 'PASS'],
  ])('%j gives %j', (line, plain) => {
    expect(plainLine(line)).toBe(plain);
  });

  test.each([
    '2026-01-02 03:04:05 x',
    'at 2026-01-02T03:04:05Z x',
    '2026-01-02T03:04:05Zx',
    'BenchmarkX-2 \t1\t2 ns/op',
    '[0m',
  ])('leaves %j', (line) => {
    expect(plainLine(line)).toBe(line);
  });
});
