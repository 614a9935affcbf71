import { describe, expect, test } from '@jest/globals';
import { changeText, intervalText, limitText, pText, sideText } from '../../src/wording/row-text.ts';
import { countRow, emptyRow, subject, timeRow } from '../reporters/reports.ts';

const A = subject('codec', 'A');
const TIME = timeRow(A, 1.21e-3, 1.182, 'regressed');

describe('sides', () => {
  test.each([
    [{ center: 1.21e-3, lo: 1.19e-3, hi: 1.22e-3, n: 20 }, 'sec/op', '1.21 ms ± 2 %'],
    [{ center: 1e-3, lo: 0.999e-3, hi: 1.001e-3, n: 20 }, 'sec/op', '1.00 ms ± < 1 %'],
    [{ center: 1e-3, lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY, n: 2 }, 'sec/op', '1.00 ms ± ∞'],
    [{ center: 1012, lo: 1012, hi: 1012, n: 8 }, 'allocs/op', '1,012'],
    [{ center: 0, lo: 0, hi: 3, n: 8 }, 'allocs/op', '0'],
    [null, 'sec/op', '—'],
  ])('%#', (side, unit, expected) => {
    expect(sideText(side, unit)).toBe(expected);
  });
});

describe('changes', () => {
  test('a ratio with its interval', () => {
    expect([changeText(TIME), intervalText(TIME), pText(TIME), limitText(TIME)]).toEqual([
      '+18.2 %',
      '+16.8 … +19.7 %',
      '< 0.001',
      '5 %',
    ]);
  });

  test('an exact row has no interval and no p', () => {
    const row = countRow(A, 'allocs/op', 12, 13);
    expect([changeText(row), intervalText(row), pText(row), limitText(row)]).toEqual(['+8.3 %', '', 'exact', '0 %']);
  });

  test('a rise from 0 is a difference', () => {
    const row = countRow(A, 'B/op', 0, 48);
    expect([changeText(row), intervalText(row), pText(row)]).toEqual(['+48 B', '', 'exact']);
  });

  test('0 on both sides is no change', () => {
    expect(changeText({ ...countRow(A, 'B/op', 0, 0), ratio: null })).toBe('0.0 %');
  });

  test('a factor stays a factor', () => {
    const row = { ...TIME, ratio: 12, ratioLo: 9.5, ratioHi: 12.4 };
    expect([changeText(row), intervalText(row)]).toEqual(['×12.0', '+850 % … ×12.4']);
  });

  test('one side only has neither', () => {
    const row = emptyRow(A, 'new');
    expect([changeText(row), intervalText(row), pText(row), limitText(row)]).toEqual(['—', '', '', '—']);
  });

  test('p is adjusted where it can be', () => {
    expect(pText({ ...TIME, pAdjusted: 0.0312 })).toBe('0.031');
    expect(pText({ ...TIME, pAdjusted: null, p: 0.5 })).toBe('0.500');
  });
});
