import { describe, expect, test } from '@jest/globals';
import { decodeProfile } from '../../../src/wire/pprof/decode.ts';
import { INVARIANTS, type Invariant } from '../../../src/wire/pprof/problem.ts';
import { block, bytesOf, fn, GOOD, location, number, packed, sample, sampleType, TEXTS, text, texts } from './wire.ts';

/** What is appended to (or put for) a good profile, the rule it breaks, and where: an offset in what is appended. */
interface Case {
  readonly what: string;
  readonly invariant: Invariant;
  /** Bytes behind a good profile, or the whole file. */
  readonly behind?: readonly number[];
  readonly whole?: readonly number[];
  readonly offset?: number;
  readonly count?: number;
  readonly text?: RegExp;
}

const LONG = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];

/** Not a protocol buffer of this kind: nothing is used. */
const FRAMING: readonly Case[] = [
  { what: 'a tag of more than ten bytes', behind: LONG, text: /more than ten bytes/ },
  { what: 'a cut-off tag', behind: [0x80], text: /cut off/ },
  { what: 'a cut-off number', behind: [0x48, 0xff], offset: 1, text: /cut off/ },
  { what: 'a number of more than ten bytes', behind: [0x48, ...LONG], offset: 1, text: /more than ten bytes/ },
  { what: 'a message that promises too much', behind: [0x12, 5, 0], offset: 1, text: /5 bytes are promised/ },
  { what: 'a message that promises 2^63', behind: [0x12, ...LONG.slice(0, 9), 1], offset: 1, text: /promised/ },
  { what: 'a message without a length', behind: [0x12], offset: 1, text: /cut off/ },
  { what: 'a fixed 64-bit number that is cut off', behind: [0x81, 1, 0, 0], offset: 2, text: /fixed-width/ },
  { what: 'a fixed 32-bit number that is cut off', behind: [0x85, 1, 0, 0, 0], offset: 2, text: /fixed-width/ },
  { what: 'a group', behind: [0x83, 1], offset: 2, text: /wire type 3/ },
  { what: 'the end of a group', behind: [0x84, 1], offset: 2, text: /wire type 4/ },
  { what: 'wire type 6', behind: [0x86, 1], offset: 2, text: /wire type 6/ },
  { what: 'wire type 7', behind: [0x87, 1], offset: 2, text: /wire type 7/ },
  { what: 'a sample that is a number', behind: number(2, 1), offset: 1, text: /field 2 of the profile/ },
  { what: 'a text that is a number', behind: number(6, 1), offset: 1, text: /field 6 of the profile/ },
  { what: 'a period that is a message', behind: block(12), offset: 1, text: /field 12 of the profile/ },
  { what: 'a period type that is a number', behind: number(11, 1), offset: 1, text: /field 11 of the profile/ },
  { what: 'a comment of fixed width', behind: [0x69, 0, 0, 0, 0, 0, 0, 0, 0], offset: 1, text: /field 13/ },
  { what: 'a sample type with a text', behind: block(1, block(1)), offset: 3, text: /field 1 of a value type/ },
  { what: 'a function with a text', behind: block(5, block(2)), offset: 3, text: /field 2 of a function/ },
  { what: 'a mapping with a message', behind: block(3, block(10)), offset: 3, text: /field 10 of a mapping/ },
  {
    what: 'a location whose line is a number',
    behind: block(4, number(4, 1)),
    offset: 3,
    text: /field 4 of a location/,
  },
  { what: 'a location whose id is a message', behind: block(4, block(1)), offset: 3, text: /field 1 of a location/ },
  { what: 'a line with a message', behind: block(4, block(4, block(2))), offset: 5, text: /field 2 of a line/ },
  { what: 'a label with a text', behind: block(2, block(3, block(2))), offset: 5, text: /field 2 of a label/ },
  {
    what: 'a sample with a label that is a number',
    behind: block(2, number(3, 1)),
    offset: 3,
    text: /field 3 of a sample/,
  },
  {
    what: 'a location id of fixed width',
    behind: block(2, [0x0d, 0, 0, 0, 0]),
    offset: 3,
    text: /field 1 of a sample/,
  },
  { what: 'a packed location id that is cut off', behind: block(2, block(1, [0x80])), offset: 4, text: /cut off/ },
  {
    what: 'one that is cut off behind two bytes',
    behind: block(2, block(1, [1, 0x80, 0x80])),
    offset: 5,
    text: /cut off/,
  },
  { what: 'a packed location id of eleven bytes', behind: block(2, block(1, LONG)), offset: 4, text: /ten bytes/ },
  { what: 'a packed value that is cut off', behind: block(2, block(2, [0xff])), offset: 4, text: /cut off/ },
  { what: 'a packed comment that is cut off', behind: block(13, [0x80]), offset: 2, text: /cut off/ },
  { what: 'an unknown field inside that is cut off', behind: block(5, [0x7a, 9]), offset: 3, text: /promised/ },
].map((row) => ({ ...row, invariant: 'protocol buffer' }));

/** What everything else rests on is missing: nothing is used. */
const FATAL: readonly Case[] = [
  { what: 'no byte at all', whole: [], invariant: 'not empty' },
  {
    what: 'two profiles in one file',
    whole: [...number(9, 5), ...texts(), ...number(9, 6)],
    offset: 2 + texts().length,
    invariant: 'one profile',
  },
  { what: 'no texts', whole: sampleType(), invariant: 'string table', text: /no texts/ },
  {
    what: 'a thousand and one sample types',
    whole: [...Array(1001).fill(sampleType()).flat(), ...texts()],
    invariant: 'sample types',
    text: /1001/,
  },
];

/** A rule is broken: the row is left out, and the good profile before it is all there. */
const BROKEN: readonly Case[] = [
  {
    what: 'a sample with a value too many',
    behind: sample([1], [1, 2]),
    invariant: 'sample values',
    text: /2 values, not 1/,
  },
  { what: 'a sample without values', behind: sample([1], []), invariant: 'sample values', text: /0 values/ },
  { what: 'an empty sample', behind: block(2), invariant: 'sample values' },
  {
    what: 'three samples without values',
    behind: [...block(2), ...block(2), ...block(2)],
    invariant: 'sample values',
    count: 3,
  },
  { what: 'a sample at an unknown location', behind: sample([1, 9], [1]), invariant: 'sample locations' },
  { what: 'one that is named by itself', behind: block(2, number(1, 9), number(2, 1)), invariant: 'sample locations' },
  { what: 'a sample at location 0', behind: sample([0], [1]), invariant: 'sample locations' },
  { what: 'a sample at an id of 64 bits', behind: sample([2n ** 63n], [1]), invariant: 'sample locations' },
  { what: 'a function with id 0', behind: fn(0), invariant: 'function id', text: /reserved id 0/ },
  { what: 'an empty function', behind: block(5), invariant: 'function id' },
  {
    what: 'a second function with an id',
    behind: fn(2),
    invariant: 'function id',
    text: /second function has the id 2/,
  },
  { what: 'a mapping with id 0', behind: block(3, number(2, 4096)), invariant: 'mapping id', text: /reserved/ },
  {
    what: 'a second mapping with an id',
    behind: [...block(3, number(1, 70_000)), ...block(3, number(1, 70_000))],
    offset: 6,
    invariant: 'mapping id',
    text: /second mapping has the id 70000/,
  },
  { what: 'a location with id 0', behind: location(0, 1), invariant: 'location id', text: /reserved/ },
  { what: 'a second location with an id', behind: location(2, 1), invariant: 'location id', text: /second location/ },
  {
    what: 'a line without a function',
    behind: block(4, number(1, 3), block(4, number(2, 7))),
    offset: 4,
    invariant: 'line function',
  },
  {
    what: 'a line of an unknown function',
    behind: location(3, 99),
    offset: 7,
    invariant: 'line function',
    text: /function 99/,
  },
  {
    what: 'an unknown mapping',
    behind: block(4, number(1, 3), number(2, 8)),
    invariant: 'location mapping',
    text: /mapping 8/,
  },
  { what: 'a function whose name is no text', behind: fn(3, 99), invariant: 'text index', text: /text 99 .* 8/ },
  {
    what: 'a function whose name is text −1',
    behind: block(5, number(1, 3), number(2, -1)),
    invariant: 'text index',
    text: /text -1/,
  },
  {
    what: 'a mapping whose file is no text',
    behind: block(3, number(1, 1), number(5, 2 ** 40)),
    invariant: 'text index',
  },
  { what: 'a period type that is no text', behind: block(11, number(1, 50)), invariant: 'text index', text: /50/ },
  { what: 'a comment that is no text', behind: packed(13, 1, 50), invariant: 'text index', text: /50/ },
  { what: 'a default sample type that is no text', behind: number(14, 50), invariant: 'text index', text: /50/ },
  { what: 'drop frames that are no text', behind: number(7, 50), invariant: 'text index', text: /50/ },
  { what: 'a period beyond 2^53', behind: number(12, 2n ** 53n + 1n), invariant: 'exact numbers' },
  {
    what: 'a start line beyond −2^53',
    behind: block(5, number(1, 3), number(5, -(2n ** 53n) - 1n)),
    invariant: 'exact numbers',
  },
  {
    what: 'more comments than anybody writes',
    behind: block(13, Array(65_538).fill(1)),
    invariant: 'number of comments',
    count: 2,
  },
];

const good = bytesOf(...GOOD);

function inputOf({ whole, behind = [] }: Case): Uint8Array {
  return whole ? bytesOf(whole) : bytesOf([...good], behind);
}

function expected({ invariant, whole, offset = 0, count = 1 }: Case) {
  return [{ invariant, level: INVARIANTS[invariant], offset: (whole ? 0 : good.length) + offset, count }];
}

describe('what is no profile at all is named with its offset, and nothing is used', () => {
  test.each([...FRAMING, ...FATAL])('$what', (row) => {
    const { profile, problems } = decodeProfile(inputOf(row));
    expect(profile).toBeNull();
    expect(problems.map(({ text: words, ...p }) => p).slice(-1)).toEqual(expected(row));
    expect(problems.at(-1)?.text).toMatch(row.text ?? /./);
  });
});

describe('a broken row is named with its offset and left out, and the good stays', () => {
  test.each(BROKEN)('$what', (row) => {
    const { profile, problems } = decodeProfile(inputOf(row));
    expect(problems.map(({ text: words, ...p }) => p)).toEqual(expected(row));
    expect(problems[0]?.text).toMatch(row.text ?? /./);
    expect([...(profile?.samples.values ?? [])].slice(0, 2)).toEqual([10, -20]);
    expect([...(profile?.samples.stack ?? [])]).toEqual([0, 1, 1]);
    expect([...(profile?.functions.id ?? [])].slice(0, 2)).toEqual([1n, 2n]);
    expect([...(profile?.lines.function ?? [])].slice(0, 2)).toEqual([0, 1]);
  });

  test('values beyond 2^53 are rounded, with a warning, and the sample stays', () => {
    const { profile, problems } = decodeProfile(
      bytesOf([...good], sample([1], [2n ** 63n - 1n]), sample([1], [-(2n ** 53n)])),
    );
    expect(problems).toEqual([
      {
        invariant: 'exact numbers',
        level: 'warning',
        text: 'a number beyond 2^53 is rounded',
        offset: good.length,
        count: 1,
      },
    ]);
    expect([...(profile?.samples.values ?? [])]).toEqual([10, -20, 2 ** 63, -(2 ** 53)]);
  });

  test('labels of a sample that is left out go with it', () => {
    const labelled = (ids: number[]) => block(2, packed(1, ...ids), packed(2, 5), block(3, number(1, 5), number(2, 6)));
    const { profile } = decodeProfile(bytesOf([...good], labelled([9]), labelled([1])));
    expect(profile?.samples.count).toBe(3);
    expect([...(profile?.samples.labelStart ?? [])]).toEqual([0, 0, 0, 1]);
    expect([...(profile?.labels.str ?? [])]).toEqual([6]);
  });

  test('samples without sample types are left out', () => {
    const { profile, problems } = decodeProfile(bytesOf(sample([1], [1]), fn(1), location(1, 1), texts()));
    expect(problems).toMatchObject([{ invariant: 'sample types', offset: 0, level: 'error' }]);
    expect([profile?.samples.count, profile?.functions.count]).toEqual([0, 1]);
  });

  test('a first text that is not empty is read as empty', () => {
    const { profile, problems } = decodeProfile(bytesOf(text('x'), text('cpu'), sampleType().slice(0, 0)));
    expect(problems).toMatchObject([{ invariant: 'first text is empty', offset: 0 }]);
    expect(profile?.strings).toEqual(['', 'cpu']);
  });
});

test('the table has a row for every rule', () => {
  const shown = new Set<string>([...FRAMING, ...FATAL, ...BROKEN].map((row) => row.invariant));
  shown.add('first text is empty');
  expect([...shown].sort()).toEqual(Object.keys(INVARIANTS).sort());
});

test('every prefix of a profile: nothing is used of one that ends inside a field, and no error is not ours', () => {
  const ends = new Set<number>();
  let end = 0;
  for (const field of [...GOOD.slice(0, -1), ...TEXTS.map(text)]) {
    end += field.length;
    ends.add(end);
  }
  for (let length = 1; length < good.length; length++) {
    const { profile, problems } = decodeProfile(good.subarray(0, length));
    expect([length, problems.some((p) => p.invariant === 'protocol buffer')]).toEqual([length, !ends.has(length)]);
    if (!ends.has(length)) expect(profile).toBeNull();
  }
});
