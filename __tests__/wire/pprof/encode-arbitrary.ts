import fc from 'fast-check';
import type { LabelTable, Profile } from '../../../src/model/profile.ts';

const INT64 = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(2 ** 63, -(2 ** 63), 2 ** 53 + 2, -1),
);
const WIDE = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 2n ** 64n - 1n, 2n ** 63n));
/** No byte order mark in front: what reads UTF-8 may drop it. */
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).filter((s) => !s.startsWith('\uFEFF')),
  fc.string({ minLength: 120, maxLength: 200 }),
);

/** Ids as files may have them: dense from 1, or any 64-bit number but 0; no two equal. */
function ids(count: number): fc.Arbitrary<bigint[]> {
  const dense = fc.constant(Array.from({ length: count }, (_, i) => BigInt(i + 1)));
  const any = fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), { minLength: count, maxLength: count });
  return fc.oneof(dense, any);
}

/** Offsets that share `items` among `count` rows. */
function shares(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (const [i, length] of lengths.entries()) starts[i + 1] = (starts[i] as number) + length;
  return starts;
}

/** Texts, and numbers with or without a unit. What is neither is no label in the file (google/pprof, postDecode). */
function labelTable(count: number, strings: number): fc.Arbitrary<LabelTable> {
  const index = fc.nat(strings - 1);
  const number = fc.record({ key: index, str: fc.constant(0), num: INT64.filter((n) => n !== 0), unit: index });
  const text = fc.record({
    key: index,
    str: fc.integer({ min: 1, max: Math.max(1, strings - 1) }),
    num: fc.constant(0),
    unit: fc.constant(0),
  });
  const label = strings > 1 ? fc.oneof(number, text) : number;
  return fc.array(label, { minLength: count, maxLength: count }).map((rows) => ({
    key: Uint32Array.from(rows, (row) => row.key),
    str: Uint32Array.from(rows, (row) => row.str),
    num: Float64Array.from(rows, (row) => row.num),
    unit: Uint32Array.from(rows, (row) => row.unit),
  }));
}

/** Any profile that keeps the invariants of its type, small. */
export const anyProfile: fc.Arbitrary<Profile> = fc
  .record({
    texts: fc.array(TEXT, { maxLength: 6 }),
    types: fc.integer({ min: 1, max: 3 }),
    functions: fc.integer({ min: 0, max: 4 }),
    mappings: fc.integer({ min: 0, max: 2 }),
    lines: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
    stacks: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }),
    labelled: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
  })
  .chain((shape) => {
    // Equal texts would make an index ambiguous.
    const strings = [...new Set(['', ...shape.texts])];
    const locations = shape.lines.length;
    const stacks = shape.stacks.map((n) => (locations === 0 ? 0 : n));
    const labelStart = shares(shape.labelled.slice(0, stacks.length));
    const index = fc.nat(strings.length - 1);
    const text = index.map((i) => strings[i] as string);
    const column = <T>(of: fc.Arbitrary<T>, n: number) => fc.array(of, { minLength: n, maxLength: n });
    const u32 = (n: number) => column(index, n).map((a) => Uint32Array.from(a));
    const f64 = (n: number) => column(INT64, n).map((a) => Float64Array.from(a));
    const u64 = (n: number) => column(WIDE, n).map((a) => BigUint64Array.from(a));
    const id = (n: number) => ids(n).map((a) => BigUint64Array.from(a));
    const rows = (n: number, of: number) => column(fc.integer({ min: 0, max: Math.max(0, of - 1) }), n);
    const lineCount = shape.functions === 0 ? 0 : shape.lines.reduce((a, b) => a + b, 0);
    const lineStart = shares(lineCount === 0 ? shape.lines.map(() => 0) : shape.lines);
    const stackStart = shares(stacks);
    const labels = labelStart.at(-1) ?? 0;
    const valueType = fc.record({ type: text, unit: text });
    const mapped = (n: number) =>
      column(fc.integer({ min: -1, max: shape.mappings - 1 }), n).map((a) => Int32Array.from(a));
    return fc.record({
      strings: fc.constant(strings),
      sampleTypes: column(valueType, shape.types),
      defaultSampleType: text,
      periodType: fc.option(valueType),
      period: INT64,
      timeNanos: INT64,
      durationNanos: INT64,
      dropFrames: text,
      keepFrames: text,
      comments: fc.array(text, { maxLength: 3 }),
      docUrl: text,
      samples: fc.record({
        count: fc.constant(stacks.length),
        stackStart: fc.constant(stackStart),
        stack: rows(stackStart.at(-1) ?? 0, locations).map((a) => Uint32Array.from(a)),
        values: f64(stacks.length * shape.types),
        labelStart: fc.constant(labelStart),
      }),
      labels: labelTable(labels, strings.length),
      locations: fc.record({
        count: fc.constant(locations),
        id: id(locations),
        mapping: mapped(locations),
        address: u64(locations),
        folded: column(fc.constantFrom(0, 1), locations).map((a) => Uint8Array.from(a)),
        lineStart: fc.constant(lineStart),
      }),
      lines: fc.record({
        function: rows(lineCount, shape.functions).map((a) => Int32Array.from(a)),
        line: f64(lineCount),
        column: f64(lineCount),
      }),
      functions: fc.record({
        count: fc.constant(shape.functions),
        id: id(shape.functions),
        name: u32(shape.functions),
        systemName: u32(shape.functions),
        filename: u32(shape.functions),
        startLine: f64(shape.functions),
      }),
      mappings: fc.record({
        count: fc.constant(shape.mappings),
        id: id(shape.mappings),
        start: u64(shape.mappings),
        limit: u64(shape.mappings),
        offset: u64(shape.mappings),
        filename: u32(shape.mappings),
        buildId: u32(shape.mappings),
        has: column(fc.nat(15), shape.mappings).map((a) => Uint8Array.from(a)),
      }),
    });
  });
