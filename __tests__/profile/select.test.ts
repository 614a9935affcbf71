import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../src/model/profile.ts';
import { unitsOfKeys } from '../../src/profile/labels.ts';
import type { ReportOptions } from '../../src/profile/report.ts';
import { type Selection, select } from '../../src/profile/select/index.ts';
import { simplified, withoutDroppedFrames } from '../../src/profile/select/prune.ts';
import { formatTop, topOf } from '../../src/profile/top.ts';
import { handMade } from './hand-made.ts';

/** Stacks as `root;…;leaf=value`, inlined calls behind `>`. */
function stacks({ strings, samples, locations, lines, functions, sampleTypes }: Profile): string[] {
  const place = (location: number) => {
    const names: string[] = [];
    for (let i = locations.lineStart[location] as number; i < (locations.lineStart[location + 1] as number); i++)
      names.unshift(strings[functions.name[lines.function[i] as number] as number] as string);
    return names.join('>');
  };
  return Array.from({ length: samples.count }, (_, i) => {
    const stack = samples.stack.subarray(samples.stackStart[i], samples.stackStart[i + 1]);
    return `${Array.from(stack, place).reverse().join(';')}=${samples.values[i * sampleTypes.length]}`;
  });
}

const selected = (profile: Profile, selection: Selection) => select(profile, selection, unitsOfKeys(profile));

describe('by name', () => {
  const profile = handMade({
    binary: '/bin/prog',
    samples: [
      { stack: 'main;parse@/src/parse.go:1>skip;leaf', values: [1] },
      { stack: 'main;print;leaf', values: [2] },
      { stack: 'main;idle', values: [4] },
    ],
  });

  test.each<[Selection, string[]]>([
    [{ focus: 'leaf' }, ['main;parse>skip;leaf=1', 'main;print;leaf=2']],
    [{ focus: 'leaf', ignore: 'print' }, ['main;parse>skip;leaf=1']],
    [{ focus: 'parse\\.go' }, ['main;parse>skip;leaf=1']],
    [{ ignore: 'prog$' }, []],
    [{ hide: 'parse' }, ['main;skip;leaf=1', 'main;print;leaf=2', 'main;idle=4']],
    [{ hide: 'parse|skip|idle' }, ['main;leaf=1', 'main;print;leaf=2', 'main=4']],
    [{ hide: 'main|idle' }, ['parse>skip;leaf=1', 'print;leaf=2']],
    [{ show: 'parse$|leaf' }, ['parse;leaf=1', 'leaf=2']],
    [{ showFrom: 'skip|print' }, ['skip;leaf=1', 'print;leaf=2']],
    [{ showFrom: 'parse$' }, ['parse>skip;leaf=1']],
    [{ pruneFrom: 'skip|print' }, ['main;parse>skip=1', 'main;print=2', 'main;idle=4']],
    [{ pruneFrom: '^parse' }, ['main;parse=1', 'main;print;leaf=2', 'main;idle=4']],
  ])('%j', (selection, expected) => expect(stacks(selected(profile, selection).profile)).toEqual(expected));

  test('what matches nothing is said', () => {
    const { warnings } = selected(profile, { focus: 'x', ignore: 'y', hide: 'z', tagFocus: 'a', showFrom: 'nope' });
    expect(warnings).toEqual([
      'Focus expression matched no samples',
      'Ignore expression matched no samples',
      'Hide expression matched no samples',
      'ShowFrom expression matched no samples',
      'TagFocus expression matched no samples',
    ]);
  });

  test('a bad expression is named', () => {
    expect(() => selected(profile, { showFrom: 'a(' })).toThrow(
      'parsing show_from regexp: error parsing regexp: missing closing ): `a(`',
    );
  });
});

describe('by label', () => {
  const profile = handMade({
    samples: [
      { stack: 'a', values: [1], labels: { user: 'ann', bytes: [2048, 'bytes'] } },
      { stack: 'b', values: [2], labels: { user: 'bob', bytes: [1 << 20, 'bytes'] } },
      { stack: 'c', values: [3], labels: { latency: [1500, 'us'], other: 'ann' } },
      { stack: 'd', values: [4], labels: { request: [64, ''] } },
    ],
  });

  test.each<[Selection, string[]]>([
    [{ tagFocus: 'ann' }, ['a=1', 'c=3']],
    [{ tagFocus: 'user:a' }, ['a=1']],
    [{ tagFocus: 'user:,bob' }, ['b=2']],
    [{ tagFocus: 'user=x,o' }, ['b=2']],
    [{ tagIgnore: 'user=.' }, ['c=3', 'd=4']],
    [{ tagFocus: '2kb' }, ['a=1']],
    [{ tagFocus: '1kb:1mb' }, ['a=1', 'b=2']],
    [{ tagFocus: '3kb:' }, ['b=2']],
    [{ tagFocus: ':64b' }, ['d=4']],
    [{ tagFocus: 'latency=1ms:2ms' }, ['c=3']],
    [{ tagFocus: 'bytes=1ms:2ms' }, []],
    [{ tagFocus: '1kb:2ms' }, []],
  ])('%j', (selection, expected) => expect(stacks(selected(profile, selection).profile)).toEqual(expected));

  test('numbers beyond 64 bits', () => {
    expect(() => selected(profile, { tagFocus: '99999999999999999999kb' })).toThrow('is beyond 64 bits');
  });

  test('labels by their keys', () => {
    const keys = ({ labels, strings }: Profile) => Array.from(labels.key, (key) => strings[key]);
    expect(keys(selected(profile, { tagShow: 'user|bytes', tagHide: 'u' }).profile)).toEqual(['bytes', 'bytes']);
  });
});

describe('frames that the profile drops', () => {
  const profile = (dropFrames: string, keepFrames = '') =>
    handMade({
      header: { dropFrames, keepFrames },
      samples: [
        { stack: 'main;work;malloc(int);brk', values: [1] },
        { stack: 'malloc(int);brk', values: [2] },
        { stack: 'main;outer>malloc(int)>inner;leaf', values: [3] },
        { stack: 'main;xmalloc', values: [4] },
      ],
    });

  test('they and what they called go, but not all of a stack', () => {
    expect(stacks(withoutDroppedFrames(profile('malloc')))).toEqual([
      'main;work=1',
      'malloc(int);brk=2',
      'main;outer=3',
      'main;xmalloc=4',
    ]);
  });

  test('what is kept is kept', () => {
    expect(stacks(withoutDroppedFrames(profile('.*malloc|brk', 'malloc')))).toEqual([
      'main;work;malloc(int)=1',
      'malloc(int)=2',
      'main;outer>malloc(int)>inner;leaf=3',
      'main=4',
    ]);
  });

  test('expressions that do not compile drop nothing', () => {
    const top = topOf(profile('a(b'));
    expect(top.rows.length).toBe(8);
    expect(top.warnings).toEqual([expect.stringContaining('drop_frames or keep_frames: error parsing regexp')]);
  });

  test.each([
    ['.foo', 'foo'],
    ['foo(int)', 'foo'],
    ['(anonymous namespace)::f(int)', '(anonymous namespace)::f'],
    ['A::operator()(int)', 'A::operator()'],
    ['main.(*T).F', 'main.'],
  ])('%s without arguments is %s', (name, plain) => expect(simplified(name)).toBe(plain));
});

describe('a top of a selection', () => {
  const profile = handMade({
    samples: [
      { stack: 'main;a', values: [30] },
      { stack: 'main;b', values: [70] },
    ],
  });
  const text = (options: ReportOptions) => formatTop(topOf(profile, options));

  test('shares are of the whole profile, and the filters are named', () => {
    expect(text({ focus: 'a$', tagIgnore: 'é'.repeat(50) })).toBe(`Type: cpu
Active filters:
   focus=a$
   tagignore=${'é'.repeat(35)}…
Showing nodes accounting for 30ns, 30.00% of 100ns total
      flat  flat%   sum%        cum   cum%
      30ns 30.00% 30.00%       30ns 30.00%  a
         0     0% 30.00%       30ns 30.00%  main
`);
  });

  test('or of what is left', () => {
    expect(topOf(profile, { focus: 'a$', relativePercentages: true }).total).toBe(30);
  });

  test('what cannot be', () => {
    expect(() => topOf(profile, { sampleType: 'wall' })).toThrow('there is no sample type "wall": the profile has cpu');
    expect(() => topOf(profile, { divideBy: 0 })).toThrow('zero divisor specified');
  });
});
