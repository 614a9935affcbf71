import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseGoFloat, parseGoInt } from '../../src/wire/go-number.ts';

const INVALID = { problem: 'invalid syntax' };
const RANGE = { problem: 'value out of range' };

describe('parseGoInt', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['+12', 12],
    ['-12', -12],
    ['007', 7],
    ['9223372036854775807', 2 ** 63],
    ['-9223372036854775808', -(2 ** 63)],
    [`${'0'.repeat(40)}9`, 9],
  ])('%s is %d', (text, value) => {
    expect(parseGoInt(text)).toEqual({ value });
  });

  test.each(['', '+', '-', '1_0', '0x1', '1.0', '1e3', ' 1', '１', 'abc'])('%j is no integer', (text) => {
    expect(parseGoInt(text)).toEqual(INVALID);
  });

  test.each(['9223372036854775808', '-9223372036854775809', '9'.repeat(70_000)])('does not fit: %.30s', (text) => {
    expect(parseGoInt(text)).toEqual(RANGE);
  });
});

describe('parseGoFloat', () => {
  // Values of strconv's own tests, and the edges of the double format.
  test.each([
    ['1', 1],
    ['+1', 1],
    ['.5', 0.5],
    ['5.', 5],
    ['1e23', 1e23],
    ['1_23.50_0_0e+1_2', 1.235e14],
    ['1e-400', 0],
    ['4.9e-324', Number.MIN_VALUE],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['0x1p0', 1],
    ['0x1p-1', 0.5],
    ['0X1.8P3', 12],
    ['-0x1.8p0', -1.5],
    ['0x.8p1', 1],
    ['0x_1_2.3_4_5p+1_2', 74565],
    ['0x1.fffffffffffffp1023', Number.MAX_VALUE],
    ['0x1p-1074', Number.MIN_VALUE],
    ['0x0.8p-1074', 0],
    ['0x1.8p-1074', 2 * Number.MIN_VALUE],
    ['0x0.9p-1074', Number.MIN_VALUE],
    ['0x1.fffffffffffff8p0', 2],
    ['0x1.fffffffffffff7p0', 2 - 2 ** -52],
    ['0x0p99999999', 0],
    ['0x1p-99999999', 0],
    ['inf', Infinity],
    ['+Infinity', Infinity],
    ['-INF', -Infinity],
    ['NaN', Number.NaN],
  ])('%s is %d', (text, value) => {
    expect(parseGoFloat(text)).toEqual({ value });
  });

  test.each([
    '',
    '.',
    '+',
    'e5',
    '5e',
    '0x1',
    '0xp1',
    '0x.p1',
    '1_',
    '_1',
    '1__0',
    '1_.5',
    '1e_5',
    '+nan',
    'ns/op',
    '1,5',
    '--1',
    '0b1',
    '1 ',
  ])('%j is no number', (text) => {
    expect(parseGoFloat(text)).toEqual(INVALID);
  });

  test.each(['1e309', '-1e309', '0x1p1024', '0x1.fffffffffffff8p1023', '9'.repeat(400)])(
    'does not fit: %.30s',
    (text) => {
      expect(parseGoFloat(text)).toEqual(RANGE);
    },
  );

  test('reads back what is printed, in both bases', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        // String(-0) is '0'.
        expect(parseGoFloat(String(x))).toEqual({ value: x === 0 ? 0 : x });
        expect(parseGoFloat(hex(x))).toEqual({ value: x });
      }),
    );
  });
});

/** A double exactly, as a hexadecimal float. */
function hex(x: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const all = bits.getBigUint64(0);
  const exponent = Number((all >> 52n) & 0x7ffn);
  const fraction = (all & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  return `${all >> 63n ? '-' : ''}0x${exponent ? 1 : 0}.${fraction}p${exponent ? exponent - 1023 : -1022}`;
}
