import { describe, expect, test } from '@jest/globals';
import { matchesTopLevel } from '../../src/model/top-level.ts';

describe('matchesTopLevel', () => {
  test.each([
    ['.', 'Encode', true],
    ['Encode', 'Encode', true],
    ['Encode/large', 'Encode', true],
    ['Decode/large', 'Encode', false],
    ['^BenchmarkEncode$', 'EncodeAll', false],
    ['Decode|Encode/small', 'Encode', true],
    ['(Decode|Encode)/small', 'Encode', true],
    ['(Decode|Lookup)/Encode', 'Encode', false],
    ['[/|]x', 'Encode', false],
    ['Enc\\|ode', 'Encode', false],
    ['(?P<go>Enc)', 'Encode', true],
    ['\\ABenchmarkEncode\\z', 'Encode', true],
    ['[[:upper:]]ncode', 'Encode', true],
    ['\\pLncode', 'Encode', true],
    ['\\x{45}ncode', 'Encode', true],
    ['(?i)encode', 'Encode', true],
    ['\\QEncode\\E', 'Encode', true],
    ['\\p{Ll}ncode', 'Encode', false],
    ['k\\wode$', 'Encode', false],
  ])('%s on Benchmark%s: %s', (pattern, name, expected) => {
    expect(matchesTopLevel(pattern, name)).toBe(expected);
  });
});
