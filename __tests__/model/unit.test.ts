import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tidyUnit } from '../../src/model/unit.ts';

describe('tidyUnit', () => {
  // The first ten are the cases of golang.org/x/perf/benchunit's own test.
  test.each([
    ['ns/op', 'sec/op', 1e-9],
    ['x-ns/op', 'x-sec/op', 1e-9],
    ['MB/s', 'B/s', 1e6],
    ['x-MB/s', 'x-B/s', 1e6],
    ['B/op', 'B/op', 1],
    ['x-B/op', 'x-B/op', 1],
    ['x-allocs/op', 'x-allocs/op', 1],
    ['op/ns', 'op/ns', 1],
    ['MB*MB/s', 'B*B/s', 1e12],
    ['MB/MB', 'B/MB', 1e6],
    ['op/ns*ns', 'op/ns*sec', 1e-9],
    ['ns', 'sec', 1e-9],
    ['p99-ns', 'p99-sec', 1e-9],
    ['nsec', 'nsec', 1],
    ['MBps', 'MBps', 1],
    ['-ns-', '-sec-', 1e-9],
    ['/MB', '/MB', 1],
    ['', '', 1],
  ])('%s gives %s', (original, unit, factor) => {
    expect(tidyUnit(original)).toEqual({ unit, factor });
  });

  test('what is tidy stays as it is', () => {
    const word = fc.constantFrom('ns', 'MB', 'B', 'sec', 'op', 'x', '/', '*', '-', ' ');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const once = tidyUnit(words.join(''));
        expect(tidyUnit(once.unit)).toEqual({ unit: once.unit, factor: 1 });
      }),
    );
  });
});
