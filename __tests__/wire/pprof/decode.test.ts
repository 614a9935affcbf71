import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeProfile } from '../../../src/wire/pprof/decode.ts';
import { block, bytesOf, fn, GOOD, location, number, packed, sample, sampleType, TEXTS, text, texts } from './wire.ts';

function decoded(...fields: readonly (readonly number[])[]) {
  const { profile, problems } = decodeProfile(bytesOf(...fields));
  expect(problems).toEqual([]);
  if (!profile) throw new Error('no profile');
  return profile;
}

describe('a profile in columns', () => {
  test('rows refer to rows', () => {
    const p = decoded(...GOOD);
    expect(p.sampleTypes).toEqual([{ type: 'cpu', unit: 'nanoseconds' }]);
    expect([...p.samples.stackStart]).toEqual([0, 2, 3]);
    expect([...p.samples.stack]).toEqual([0, 1, 1]);
    expect([...p.samples.values]).toEqual([10, -20]);
    expect([...p.locations.lineStart]).toEqual([0, 1, 2]);
    expect([...p.lines.line]).toEqual([7, 7]);
    expect([...p.functions.name].map((i) => p.strings[i])).toEqual(['main.f', 'main.go']);
    expect([...p.locations.address]).toEqual([0x1234n, 0x1234n]);
    expect([...p.locations.mapping]).toEqual([-1, -1]);
  });

  test('in whatever order the fields stand', () => {
    const fields = GOOD.flatMap((field, i) => (i === GOOD.length - 1 ? TEXTS.map(text) : [field]));
    const [types, samples, ...rest] = [fields.slice(0, 1), fields.slice(1, 3), ...fields.slice(3).map((f) => [f])];
    const backwards = [...TEXTS.map(text), ...GOOD.slice(3, -1).reverse(), ...(samples ?? []), ...(types ?? [])];
    expect(rest.length).toBeGreaterThan(0);
    const [a, b] = [decoded(...GOOD), decoded(...backwards)];
    expect(b.samples.values).toEqual(a.samples.values);
    const names = (p: typeof a) =>
      [...p.samples.stack].map(
        (l) => p.strings[p.functions.name[p.lines.function[p.locations.lineStart[l] ?? 0] ?? 0] ?? 0],
      );
    expect(names(b)).toEqual(names(a));
  });

  test('numbers one by one, packed, and both mixed are the same', () => {
    const rest = [sampleType(), sampleType(), fn(1), fn(2), location(1, 1), location(2, 2), texts()];
    const all = [
      block(2, packed(1, 1, 2, 1), packed(2, 5, -6)),
      block(2, number(1, 1), number(1, 2), number(1, 1), number(2, 5), number(2, -6)),
      block(2, number(2, 5), packed(1, 1), packed(1), number(1, 2), packed(2, -6), packed(1, 1)),
    ].map((one) => decoded(one, ...rest).samples);
    expect([...(all[0]?.stack ?? [])]).toEqual([0, 1, 0]);
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });

  test('of a number given several times the last holds, as 0 does when it is the last', () => {
    const twice = block(5, number(1, 9), number(2, 3), number(1, 1), number(2, 0), number(2, 4));
    const flags = block(3, number(1, 1), number(7, 1), number(8, 1), number(7, 0), number(10, 5));
    const p = decoded(
      sampleType(),
      twice,
      flags,
      texts(),
      number(12, 5),
      number(12, 6),
      block(11, number(1, 1)),
      block(11, number(2, 2)),
    );
    expect([p.functions.id[0], p.functions.name[0]]).toEqual([1n, 4]);
    expect(p.mappings.has[0]).toBe(2 | 8);
    expect(p.period).toBe(6);
    expect(p.periodType).toEqual({ type: '', unit: 'nanoseconds' });
  });

  test('unknown fields of every wire type are passed over, at the top and inside', () => {
    const unknown = [
      ...number(90, 2n ** 63n),
      ...block(91, [1, 2, 3]),
      0xe1,
      5,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0xed,
      5,
      0,
      0,
      0,
      0,
      0x00,
      7,
    ];
    const inside = block(4, unknown, number(1, 1), block(4, unknown, number(1, 1)), unknown);
    const withUnknown = block(2, unknown, packed(1, 1), packed(2, 3), block(3, unknown, number(1, 5), number(3, 1)));
    const p = decoded(unknown, sampleType(), withUnknown, inside, block(5, unknown, number(1, 1)), texts(), unknown);
    expect([...p.samples.values, ...p.labels.num, ...p.lines.function]).toEqual([3, 1, 0]);
  });

  test('labels keep their order; a text excludes a number; one with neither is none', () => {
    const labels = [
      block(3, number(1, 5), number(3, -8), number(4, 7)),
      block(3, number(1, 5), number(2, 6), number(3, 9)),
      block(3, number(1, 5)),
      block(3, number(1, 5), number(4, 7)),
    ];
    const { samples, labels: l } = decoded(
      sampleType(),
      block(2, ...labels, packed(1, 1), packed(2, 1)),
      fn(1),
      location(1, 1),
      texts(),
    );
    expect([...samples.labelStart]).toEqual([0, 3]);
    expect([...l.key]).toEqual([5, 5, 5]);
    expect([...l.str]).toEqual([0, 6, 0]);
    expect([...l.num]).toEqual([-8, 0, 0]);
    expect([...l.unit]).toEqual([7, 0, 7]);
  });

  test('ids are any 64-bit numbers', () => {
    const id = fc.oneof(
      fc.bigInt({ min: 1n, max: 300n }),
      fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
      fc.bigInt({ min: 1n, max: 2000n }).map((i) => i << 32n),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 200 }), (ids) => {
        const p = decoded(
          sampleType(),
          sample(ids, [1]),
          ...ids.map((i) => location(i, i)),
          ...ids.map((i) => fn(i)),
          texts(),
        );
        expect([...p.samples.stack]).toEqual(ids.map((_, i) => i));
        expect([...p.lines.function]).toEqual(ids.map((_, i) => i));
        expect([...p.locations.id]).toEqual(ids);
      }),
    );
  });

  test('texts of any length and script', () => {
    const strings = fc.array(
      fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constant('\uFEFFx')),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(strings, (more) => {
        expect(decoded(text(''), ...more.map(text)).strings).toEqual(['', ...more]);
      }),
    );
  });

  test('the scalars', () => {
    const p = decoded(
      texts('drop', 'keep', 'https://example.com'),
      number(7, 8),
      number(8, 9),
      number(9, 1_700_000_000_000_000_000n),
      number(10, 99),
      number(14, 1),
      number(15, 10),
      packed(13, 3, 4),
      number(13, 5),
    );
    expect(p).toMatchObject({
      dropFrames: 'drop',
      keepFrames: 'keep',
      timeNanos: 1.7e18,
      durationNanos: 99,
      defaultSampleType: 'cpu',
      docUrl: 'https://example.com',
      comments: ['main.f', 'main.go', 'key'],
      period: 0,
      periodType: null,
    });
  });
});
