import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../src/model/profile.ts';
import { changeColour } from '../../../src/profile/exports/colour.ts';
import { differenceGraph } from '../../../src/profile/exports/difference-graph.ts';
import { type HandSample, handMade } from '../hand-made.ts';
import { drawn } from './picture.ts';

const GREY = changeColour(0);
/** Heap profiles: every byte is counted. */
const heap = (samples: readonly HandSample[]) => handMade({ types: ['alloc_space/bytes'], samples });
/** CPU profiles: so many samples of 10 ms. */
const cpu = (stacks: Readonly<Record<string, number>>) =>
  handMade({
    types: ['samples/count', 'cpu/nanoseconds'],
    samples: Object.entries(stacks).map(([stack, n]) => ({ stack, values: [n, n * 1e7] })),
  });
const side = (profile: Profile, operations = 1) => ({ profile, type: profile.sampleTypes.length - 1, operations });
const isRed = (fill: string) => fill !== GREY && fill.slice(1, 3) > fill.slice(5, 7);
const isBlue = (fill: string) => fill !== GREY && fill.slice(1, 3) < fill.slice(5, 7);

describe('a differential flame graph', () => {
  const base = heap([
    { stack: 'main;grow', values: [1000] },
    { stack: 'main;old', values: [500] },
    { stack: 'main;less', values: [800] },
    { stack: 'main;same', values: [700] },
  ]);
  const head = heap([
    { stack: 'main;grow', values: [6000] },
    { stack: 'main;fresh', values: [400] },
    { stack: 'main;less', values: [800] },
    { stack: 'main;same', values: [1400] },
  ]);
  // Head ran twice as often: 700 in one is 1400 in the other.
  const svg = differenceGraph(side(base, 10), side(head, 20), 'bench');
  const { frames, lines, root } = drawn(svg);
  const frame = (name: string) => frames.find((f) => f.title[0] === name);

  test('compares what one operation costs', () => {
    expect(lines[0]).toBe('bench: alloc_space, 300 B/op → 430 B/op (+43.3 %)');
    expect(lines[1]).toBe('base: 10 operations, 4 stacks; head: 20 operations, 4 stacks');
    expect(frame('same')?.title[1]).toBe('70 B/op → 70 B/op (0.0 %), within the noise');
  });

  test('is as wide as head', () => {
    expect(Math.round(((frame('grow')?.width ?? 0) / 1180) * 430)).toBe(300);
    expect(frame('old')).toBeUndefined();
  });

  test('shows more in red, less in blue, the same in grey, and says so in words', () => {
    expect(isRed(frame('grow')?.fill ?? '')).toBe(true);
    expect(frame('grow')?.label).toBe('grow +200 %');
    expect(frame('grow')?.title).toEqual([
      'grow',
      '100 B/op → 300 B/op (+200 %)',
      '69.8 % of head; +200 B/op',
      'itself: 100 B/op → 300 B/op (+200 %)',
      'itself on every path: 100 B/op → 300 B/op (+200 %)',
    ]);
    expect(isRed(frame('fresh')?.fill ?? '')).toBe(true);
    // Too narrow for `fresh new`: the sign comes first.
    expect(frame('fresh')?.label).toBe('+fresh');
    expect(frame('fresh')?.title[1]).toBe('0 B/op → 20 B/op (new)');
    expect(isBlue(frame('less')?.fill ?? '')).toBe(true);
    expect(frame('less')?.label).toContain('−50.0 %');
    expect(frame('same')?.fill).toBe(GREY);
    expect(frame('same')?.label).toBe('same');
  });

  test('lists what changed most, functions that only base has among them', () => {
    const table = lines.slice(lines.findIndex((l) => l.includes('change ')) + 1).map((l) => l.trim().split(/\s{2,}/));
    expect(table).toEqual([
      ['+200 B/op', '+200 %', '100 B/op', '300 B/op', 'grow'],
      ['−50 B/op', 'gone', '50 B/op', '0 B/op', 'old'],
      ['−40 B/op', '−50.0 %', '80 B/op', '40 B/op', 'less'],
      ['+20 B/op', 'new', '0 B/op', '20 B/op', 'fresh'],
    ]);
    expect(lines.join('\n')).toContain('1 function only in base (own part 50 B/op)');
  });

  test('has a legend, and its description says what the list says', () => {
    expect(lines.slice(2, 5)).toEqual([
      '+ more than base, darkest +200 B/op',
      '− less than base',
      'unchanged: within 1 % of the whole or the noise of the samples',
    ]);
    expect(root.children[1]?.text).toContain('grow +200 B/op (+200 %); old −50 B/op (gone)');
  });

  test('names what to look at first: the call that has the change, not those that only lead to it', () => {
    expect(lines.join('\n')).toContain('Largest change: grow +200 B/op (+200 %).');
    const unchanged = drawn(differenceGraph(side(base), side(base), 'b'));
    expect(unchanged.lines.join('\n')).toContain('No path changed by more than that.');
  });

  test('without operations compares the profiles as they are', () => {
    expect(drawn(differenceGraph(side(base), side(head), 'b')).lines[0]).toBe(
      'b: alloc_space, 2.93 KiB → 8.40 KiB (+187 %)',
    );
  });
});

describe('samples are few', () => {
  const fills = (base: Profile, head: Profile) =>
    Object.fromEntries(drawn(differenceGraph(side(base), side(head), 'b')).frames.map((f) => [f.title[0], f.fill]));

  test('a change that chance explains is grey', () => {
    const { f, all } = fills(cpu({ f: 40, g: 400 }), cpu({ f: 55, g: 410 }));
    expect([f, all]).toEqual([GREY, GREY]);
  });

  test('the same change of many samples is none of chance', () => {
    const { f, g } = fills(cpu({ f: 4000, g: 40_000 }), cpu({ f: 5500, g: 40_100 }));
    expect([isRed(f ?? ''), g]).toEqual([true, GREY]);
  });

  test('a function that three samples show is not new yet, one that thirty show is', () => {
    expect(fills(cpu({ g: 300 }), cpu({ f: 3, g: 300 })).f).toBe(GREY);
    expect(isRed(fills(cpu({ g: 300 }), cpu({ f: 30, g: 300 })).f ?? '')).toBe(true);
  });

  test('the list marks what may be chance, and puts it last', () => {
    const { lines } = drawn(differenceGraph(side(cpu({ f: 400, g: 20 })), side(cpu({ f: 900, g: 40 })), 'b'));
    const rows = lines.filter((line) => /\b[fg]$/.test(line));
    expect(rows.map((row) => [row.trim().at(-1), row.includes('noise')])).toEqual([
      ['f', false],
      ['g', true],
    ]);
  });
});

test('nothing on one side, or on both, is a picture too', () => {
  const [none, some] = [heap([]), heap([{ stack: 'a', values: [5] }])];
  expect(drawn(differenceGraph(side(some), side(none), 'b')).lines.join('\n')).toContain('Head holds nothing');
  expect(drawn(differenceGraph(side(none), side(some), 'b')).frames.map((f) => f.label)).toEqual(['all new', 'a new']);
  expect(drawn(differenceGraph(side(none), side(none), 'b')).frames).toEqual([]);
});

test('hostile names stay text', () => {
  const name = '</title><script>alert(1)</script>&"\'';
  const made = (value: number) => {
    const profile = heap([{ stack: 'x', values: [value] }]);
    return { ...profile, strings: profile.strings.map((s) => (s === 'x' ? name : s)) };
  };
  const { frames } = drawn(differenceGraph(side(made(5)), side(made(9)), name));
  expect(frames[1]?.title[0]).toBe(name);
});
