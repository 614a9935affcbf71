import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldedDifference, foldedStacks } from '../../../src/profile/exports/folded.ts';
import { handMade } from '../hand-made.ts';

const values = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.slice(line.lastIndexOf(' '))));

describe('folded stacks', () => {
  test('stand from the root to the leaf, inlined calls among them; equal stacks are one line', () => {
    const profile = handMade({
      samples: [
        { stack: 'main;parse>skip', values: [5] },
        { stack: 'main;parse>skip', values: [2] },
        { stack: 'main', values: [1] },
        { stack: 'main;fib;fib', values: [3] },
      ],
    });
    expect(foldedStacks(profile, 0)).toBe('main 1\nmain;fib;fib 3\nmain;parse;skip 7\n');
  });

  test('are of the sample type that is asked for; what is worth nothing is no line', () => {
    const profile = handMade({
      types: ['samples/count', 'cpu/nanoseconds'],
      samples: [
        { stack: 'a', values: [1, 10] },
        { stack: 'b', values: [0, 20] },
      ],
    });
    expect(foldedStacks(profile, 0)).toBe('a 1\n');
    expect(foldedStacks(profile, 1)).toBe('a 10\nb 20\n');
  });

  test('of a diffed profile have negative values', () => {
    expect(foldedStacks(handMade({ samples: [{ stack: 'a', values: [-7] }] }), 0)).toBe('a -7\n');
  });

  test('tell lines apart where that is asked for', () => {
    const profile = handMade({
      samples: [
        { stack: 'f@f.go:1', values: [1] },
        { stack: 'f@f.go:2', values: [2] },
      ],
    });
    expect(foldedStacks(profile, 0)).toBe('f 3\n');
    expect(foldedStacks(profile, 0, 'lines')).toBe('f f.go:1 1\nf f.go:2 2\n');
  });

  test('without a symbol are the binary, or unknown', () => {
    const samples = [{ stack: '', values: [1] }];
    expect(foldedStacks(handMade({ samples, binary: '/usr/bin/prog' }), 0)).toBe('[prog] 1\n');
    expect(foldedStacks(handMade({ samples }), 0)).toBe('<unknown> 1\n');
  });

  test('of two profiles have two values, 0 where a side has nothing', () => {
    const base = handMade({
      samples: [
        { stack: 'main;old', values: [4] },
        { stack: 'main;kept', values: [1] },
      ],
    });
    const head = handMade({
      samples: [
        { stack: 'main;kept', values: [2] },
        { stack: 'main;new', values: [9] },
      ],
    });
    expect(foldedDifference([base, 0], [head, 0])).toBe('main;kept 1 2\nmain;new 0 9\nmain;old 4 0\n');
  });

  test('deeper than any profiler writes are cut, and lose no value', () => {
    const stack = Array.from({ length: 5000 }, (_, i) => `f${i % 7}`).join(';');
    const text = foldedStacks(handMade({ samples: [{ stack, values: [3] }] }), 0);
    expect(text.split(';')).toHaveLength(4096);
    expect(values(text)).toEqual([3]);
  });
});

describe('names that could be taken for something else', () => {
  /** A profile of one sample, whose only function has this name. */
  const called = (name: string) => {
    const profile = handMade({ samples: [{ stack: 'x', values: [1] }] });
    return { ...profile, strings: profile.strings.map((s) => (s === 'x' ? name : s)) };
  };

  test.each([
    ['a\nb 5', 'a\\nb\\x205 1\n'],
    ['f 12', 'f\\x2012 1\n'],
    ['f 1.5', 'f\\x201.5 1\n'],
    ['tab\there', 'tab\\there 1\n'],
    ['struct { A; B }', 'struct { A\\x3b B } 1\n'],
  ])('%j', (name, line) => {
    expect(foldedStacks(called(name), 0)).toBe(line);
  });

  test('whatever they are: a line per stack, as many frames as there were, the right value', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (names) => {
        const stack = names.map((_, i) => `f${i}`).join(';');
        const profile = handMade({ samples: [{ stack, values: [42] }] });
        const strings = profile.strings.map((s) => (s.startsWith('f') ? (names[Number(s.slice(1))] ?? s) : s));
        const text = foldedStacks({ ...profile, strings }, 0);
        const [, frames = '', value] = /^([^\n]*) (\d+)\n$/.exec(text) ?? [];
        expect(value).toBe('42');
        expect(frames.split(';')).toHaveLength(names.length);
        // As flamegraph.pl takes a second number off.
        expect(frames).not.toMatch(/ \d+(?:\.\d*)?$/);
      }),
    );
  });
});
