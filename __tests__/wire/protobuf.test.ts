import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Cursor, int64, isWide, WireError } from '../../src/wire/protobuf.ts';
import { varint } from './pprof/wire.ts';

const reads = (bytes: readonly number[]) => new Cursor(Uint8Array.from(bytes));

describe('varints', () => {
  test('any 64-bit number is read as its halves, and what follows is left', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const at = reads([...varint(value), 7]);
        const read = at.int64();
        expect((BigInt(at.hi) << 32n) | BigInt(at.lo >>> 0)).toBe(value);
        expect(read).toBe(Number(value));
        expect(at.bytes[at.pos]).toBe(7);
        expect(isWide(at.lo, at.hi)).toBe(value > 2n ** 53n || value < -(2n ** 53n));
      }),
      {
        examples: [
          [0n],
          [127n],
          [128n],
          [2n ** 31n],
          [2n ** 32n - 1n],
          [2n ** 53n],
          [2n ** 53n + 1n],
          [-1n],
          [-(2n ** 53n) - 1n],
        ],
      },
    );
  });

  test('numbers may be written longer than they need be', () => {
    const at = reads([0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]);
    at.varint();
    expect([at.lo, at.hi, at.pos]).toEqual([1, 0, 10]);
  });

  test('bits beyond 64 are dropped, as in pprof', () => {
    const at = reads([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    expect(at.int64()).toBe(-1);
  });

  test('the end of the part that may be read is an end, though bytes follow', () => {
    const at = new Cursor(Uint8Array.from([0x80, 0x01]), 0, 1);
    expect(() => at.varint()).toThrow(WireError);
  });
});

test('field numbers beyond 32 bits are those of no field, and are passed over', () => {
  const at = reads([...varint(2n ** 60n * 8n + 5n), 1, 2, 3, 4]);
  const tag = at.tag();
  expect(tag & 7).toBe(5);
  expect(tag >>> 3).toBeGreaterThan(1000);
  at.skip(tag);
  expect(at.pos).toBe(at.end);
});

test('halves that make a negative number', () => {
  expect(int64(0, -0x8000_0000)).toBe(-(2 ** 63));
  expect(int64(-1, -1)).toBe(-1);
});
