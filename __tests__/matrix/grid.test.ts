import { describe, expect, test } from '@jest/globals';
import {
  DEFAULT_AXES,
  gridOf,
  inputNamed,
  optionNamed,
  parseGogc,
  parseLimits,
  parseProcs,
} from '../../src/matrix/grid.ts';
import { environmentOf, labelOf, limitText, settingKey, shortLabel } from '../../src/matrix/setting.ts';
import { MIB, setting } from './make.ts';

const said = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { shown?: string }).shown;
  }
  return 'nothing was thrown';
};

describe('lists', () => {
  test('GOGC: percentages and off, each once', () => {
    expect(parseGogc('10,100 off,10', optionNamed('gogc'))).toEqual([10, 100, null]);
  });

  test.each(['0', '-5', '1e3', '50%', 'OFF', '2147483648', 'ten'])('GOGC is not %s', (text) => {
    expect(said(() => parseGogc(text, optionNamed('gogc')))).toBe(
      `--gogc: ${JSON.stringify(text)} is neither a percentage from 1 on nor off\n  for example: --gogc 50,100,200,off`,
    );
  });

  test('GOMEMLIMIT: sizes as the runtime takes them', () => {
    expect(parseLimits('off,256MiB,1GiB,1073741824,2097152B', optionNamed('gomemlimit'))).toEqual([
      null,
      256 * MIB,
      1024 * MIB,
      2 * MIB,
    ]);
  });

  test.each([
    ['256MB', 'no size that GOMEMLIMIT takes: units are B, KiB, MiB, GiB and TiB'],
    ['1.5GiB', 'no size that GOMEMLIMIT takes: a whole number'],
    ['512', 'below 1 MiB: is the unit missing?'],
    ['1GB', 'units are B, KiB'],
    ['-1MiB', 'no size'],
    ['9999999999TiB', 'no size'],
  ])('GOMEMLIMIT is not %s', (text, words) => {
    expect(said(() => parseLimits(text, inputNamed('gomemlimit')))).toContain(words);
    expect(said(() => parseLimits(text, inputNamed('gomemlimit')))).toContain('example: gomemlimit: off,256MiB,1GiB');
  });

  test.each(['0', '4097', '1.5', 'all'])('GOMAXPROCS is not %s', (text) => {
    expect(said(() => parseProcs(text, optionNamed('gomaxprocs')))).toContain('is no number of processors');
  });

  test('an empty list is none', () => {
    expect(said(() => parseGogc(' , ', optionNamed('gogc')))).toContain('--gogc: is empty');
  });
});

describe('the grid', () => {
  test('is every combination, in the order given, and finds the default in it', () => {
    const { cells, base } = gridOf({ gogc: [50, 100], gomemlimit: [null, 64 * MIB], gomaxprocs: [1, 2] }, 2);
    expect(cells.map(labelOf)).toEqual([
      'GOGC=50 GOMAXPROCS=1',
      'GOGC=100 GOMAXPROCS=1',
      'GOGC=50 GOMEMLIMIT=64MiB GOMAXPROCS=1',
      'GOGC=100 GOMEMLIMIT=64MiB GOMAXPROCS=1',
      'GOGC=50 GOMAXPROCS=2',
      'GOGC=100 GOMAXPROCS=2',
      'GOGC=50 GOMEMLIMIT=64MiB GOMAXPROCS=2',
      'GOGC=100 GOMEMLIMIT=64MiB GOMAXPROCS=2',
    ]);
    expect(labelOf(cells[base] ?? setting(1))).toBe('GOGC=100 GOMAXPROCS=2');
  });

  test('has the default even where the lists have not', () => {
    const { cells, base } = gridOf({ gogc: [null], gomemlimit: [64 * MIB], gomaxprocs: [] }, 8);
    expect([cells.map(labelOf), base]).toEqual([['GOGC=100', 'GOGC=off GOMEMLIMIT=64MiB'], 0]);
  });

  test('of the defaults is small', () => {
    expect(gridOf(DEFAULT_AXES, 4).cells.map(labelOf)).toEqual(['GOGC=50', 'GOGC=100', 'GOGC=200', 'GOGC=400']);
  });

  test('the default takes the listed GOMAXPROCS that is nearest to the machine', () => {
    const of = (procs: number) => {
      const { cells, base } = gridOf({ gogc: [100], gomemlimit: [null], gomaxprocs: [1, 4, 16] }, procs);
      return cells[base]?.gomaxprocs;
    };
    expect([1, 2, 3, 6, 64].map(of)).toEqual([1, 1, 4, 4, 16]);
  });

  test('that nobody can wait for is refused', () => {
    const gogc = Array.from({ length: 65 }, (_, i) => i + 100);
    expect(said(() => gridOf({ gogc, gomemlimit: [null], gomaxprocs: [] }, 2))).toContain('65 cells, more than the 64');
  });
});

describe('a setting', () => {
  test('names all its variables, so that none is inherited', () => {
    expect(environmentOf(setting(null, 64 * MIB, 2))).toEqual({ GOGC: 'off', GOMEMLIMIT: '64MiB', GOMAXPROCS: '2' });
    expect(environmentOf(setting(100))).toEqual({ GOGC: '100', GOMEMLIMIT: 'off' });
  });

  test.each([
    [64 * MIB, '64MiB'],
    [1.5 * 1024 * MIB, '1536MiB'],
    [2 ** 40, '1TiB'],
    [1_000_000, '1000000B'],
    [1536, '1536B'],
    [2048, '2KiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(limitText(bytes)).toBe(text);
    expect(parseLimits(bytes >= MIB ? text : '1MiB', optionNamed('gomemlimit'))).toEqual([
      Math.max(bytes, bytes >= MIB ? bytes : MIB),
    ]);
  });

  test('has a short name and a key of its own', () => {
    expect([setting(1000), setting(null, 64 * MIB), setting(100, null, 2)].map(shortLabel)).toEqual([
      '1,000',
      'off/64MiB',
      '100 P2',
    ]);
    const keys = [setting(100), setting(null), setting(100, 100), setting(100, null, 100)].map(settingKey);
    expect(new Set(keys).size).toBe(4);
  });
});
