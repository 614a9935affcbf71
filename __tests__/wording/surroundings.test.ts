import { describe, expect, test } from '@jest/globals';
import { sideName, surroundings } from '../../src/wording/surroundings.ts';
import { failing, report } from '../reporters/reports.ts';

describe('surroundings', () => {
  test('say where and how it was measured', () => {
    expect(surroundings(failing())).toEqual([
      'Go 1.26.1',
      'linux/amd64',
      'AMD EPYC 7763 64-Core Processor',
      'GOMAXPROCS 4',
      '8 + 40 interleaved rounds',
      'A/A in this job ± 0.9 %',
      '1 min 52 s (build 21 s)',
    ]);
  });

  test('leave out what is not known', () => {
    const nothing = { environment: {}, rounds: { screen: 0, confirm: 0 }, cost: { build: 0, measure: 0, budget: 0 } };
    expect(surroundings(report(nothing))).toEqual([]);
    const files = {
      ...nothing,
      design: 'sequential' as const,
      rounds: { screen: 10, confirm: 0 },
      cost: { build: 0, measure: 4.3, budget: 0 },
    };
    expect(surroundings(report(files))).toEqual(['10 rounds, one side after the other', '4.3 s']);
  });

  test('name a side by its commit, else as the user does', () => {
    expect(sideName({ label: 'main', sha: 'a1b2c3d4e5f6' })).toBe('a1b2c3d');
    expect(sideName({ label: 'old.txt' })).toBe('old.txt');
  });
});
