import { describe, expect, test } from '@jest/globals';
import { localTime, localTimeOf, utcTime } from '../../src/profile/local-time.ts';
import { readTimeZone, type TimeZone, zoneNameAt } from '../../src/profile/time-zone.ts';

const chars = (text: string) => Array.from(text, (char) => char.charCodeAt(0));
const int32 = (value: number) => [24, 16, 8, 0].map((shift) => (value >> shift) & 255);
const int64 = (value: number) => [...int32(Math.floor(value / 2 ** 32)), ...int32(value | 0)];

/** CET from 1000 on, CEST from 2000, CET from 3000; before that local mean time. */
function zoneFile(version: number): Uint8Array {
  const names = [...chars('LMT'), 0, ...chars('CET'), 0, ...chars('CEST'), 0];
  const types = [
    [3208, 0, 0],
    [3600, 0, 4],
    [7200, 1, 8],
  ].flatMap(([offset = 0, dst = 0, at = 0]) => [...int32(offset), dst, at]);
  const header = (times: number, count: number, size: number) => [
    ...chars('TZif'),
    version,
    ...new Array(15).fill(0),
    ...[0, 0, 0, times, count, size].flatMap(int32),
  ];
  const times = [1000, 2000, 3000];
  const body = (wide: boolean) => [...times.flatMap(wide ? int64 : int32), 1, 2, 1, ...types, ...names];
  const narrow = [...header(3, 3, names.length), ...body(false)];
  if (version === 0) return Uint8Array.from(narrow);
  return Uint8Array.from([
    ...header(0, 1, 1),
    ...types.slice(0, 6),
    0,
    ...header(3, 3, names.length),
    ...body(true),
    10,
    10,
  ]);
}

describe('a compiled zone', () => {
  test.each([0, 50])('of version byte %d', (version) => {
    const zone = readTimeZone(zoneFile(version)) as TimeZone;
    expect(zone).toEqual({
      begins: [1000, 2000, 3000],
      types: [1, 2, 1],
      offsets: [3208, 3600, 7200],
      names: ['LMT', 'CET', 'CEST'],
    });
    expect([500, 1500, 2500, 9999].map((at) => zoneNameAt(zone, at, at === 2500 ? 7200 : 3600))).toEqual([
      'CET',
      'CET',
      'CEST',
      'CET',
    ]);
    expect(zoneNameAt(zone, 0, 3208)).toBe('LMT');
    expect(zoneNameAt(zone, 0, 1)).toBeUndefined();
  });

  test('cut short anywhere it is none', () => {
    const whole = zoneFile(0);
    for (let length = 0; length < whole.length; length++) expect(readTimeZone(whole.subarray(0, length))).toBeNull();
    expect(readTimeZone(new Uint8Array(100))).toBeNull();
  });
});

test('a moment, as Go writes it', () => {
  expect(utcTime(1_500_000_000)).toBe('2017-07-14 02:40:00 UTC');
  expect(localTime(1_500_000_000)).toMatch(/^2017-07-1[345] \d\d:\d\d:00 ([A-Z]{3,5}|[+-]\d\d(\d\d)?)$/);
  const offset = -new Date(1_500_000_000_000).getTimezoneOffset() * 60;
  const zone = { begins: [], types: [], offsets: [offset], names: ['HERE'] };
  expect(localTimeOf(zone)(1_500_000_000)).toMatch(/ HERE$/);
});
