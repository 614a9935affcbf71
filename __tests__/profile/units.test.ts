import { describe, expect, test } from '@jest/globals';
import { basePath, cleanPath, compareTexts, fixed2, general2, right } from '../../src/profile/go-text.ts';
import { percentage, sameKind, scale, scaledLabel } from '../../src/profile/units.ts';

// Expected texts are what Go 1.26 prints.
describe('numbers as Go prints them', () => {
  test.each([
    [0, '0.00'],
    [0.125, '0.12'],
    [0.375, '0.38'],
    [-0.625, '-0.62'],
    [2.675, '2.67'],
    [1e15, '1000000000000000.00'],
    [1234567.875, '1234567.88'],
    [1234567.625, '1234567.62'],
  ])('%%.2f of %d', (value, text) => expect(fixed2(value)).toBe(text));

  test.each([
    [0, '0'],
    [0.5, '0.5'],
    [0.996, '1'],
    [0.125, '0.12'],
    [0.375, '0.38'],
    [0.0625, '0.062'],
    [0.00012, '0.00012'],
    [0.00009999, '0.0001'],
    [0.0000123, '1.2e-05'],
    [1e-12, '1e-12'],
  ])('%%.2g of %d', (value, text) => expect(general2(value)).toBe(text));
});

describe('units', () => {
  test.each([
    [0, 'bytes', 'minimum', '0'],
    [1023, 'bytes', 'auto', '1023B'],
    [1536, 'bytes', 'minimum', '1.50kB'],
    [-1536, 'byte', 'kilobyte', '-1.50kB'],
    [1, 'bytes', 'MB', '0'],
    [999, 'nanoseconds', 'auto', '999ns'],
    [1.5e9, 'nanoseconds', 'auto', '1.50s'],
    [7200e9, 'ns', 'auto', '2hrs'],
    [1, 'ns', 'parsec', '0'],
    [5, 'seconds', 'ms', '5000ms'],
    [5, 'count', 'minimum', '5'],
    [5, 'count', 'widgets', '5widgets'],
    [5, 'μs', 'auto', '5'],
    [1500, 'milligcu', 'auto', '1.50GCU'],
    [1e15, 'bytes', 'PB', '0.89PB'],
  ])('%d %s in %s', (value, from, to, text) => expect(scaledLabel(value, from, to)).toBe(text));

  test('nothing is smaller than the smallest unit, and what no unit suits is of the default one', () => {
    expect(scale(0, 'ns', 'auto')).toEqual({ value: 0, unit: 's' });
    expect(scale(0, 'kb', 'auto')).toEqual({ value: 0, unit: 'B' });
  });

  test('of one kind', () => {
    expect(sameKind('kB', 'bytes')).toBe(true);
    expect(sameKind('ns', 'bytes')).toBe(false);
    expect(sameKind('count', 'count')).toBe(true);
  });

  test.each([
    [1, 0, '    0%'],
    [9994, 10000, '99.94%'],
    [99951, 100000, '  100%'],
    [10005, 10000, '  100%'],
    [10006, 10000, '100.06%'],
    [-1, 8, '12.50%'],
    [1, 3, '33.33%'],
    [1, 800, ' 0.12%'],
    [1, 1e9, '1e-07%'],
  ])('%d of %d', (value, total, text) => expect(percentage(value, total)).toBe(text));
});

describe('texts and paths', () => {
  test('texts are ordered by their bytes', () => {
    const texts = ['b', '', '\u{1F600}', 'a', 'ab', '\uFFFD', '\u{10000}', 'é'];
    expect(texts.sort(compareTexts)).toEqual(['', 'a', 'ab', 'b', 'é', '\uFFFD', '\u{10000}', '\u{1F600}']);
  });

  test('padding counts code points', () => {
    expect(right('ab', 4)).toBe('  ab');
    expect(right('😀', 3)).toBe('  😀');
    expect(right('abcde', 4)).toBe('abcde');
  });

  test.each([
    ['', '.', '.'],
    ['/', '/', '/'],
    ['a//b/./c', 'a/b/c', 'c'],
    ['/../a/..', '/', '..'],
    ['../../a/', '../../a', 'a'],
    ['a/../..', '..', '..'],
    ['./...', '...', '...'],
    ['a/.b', 'a/.b', '.b'],
  ])('%j cleaned and its last element', (path, clean, base) => {
    expect([cleanPath(path), basePath(path)]).toEqual([clean, base]);
  });
});
