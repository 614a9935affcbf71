import { describe, expect, test } from '@jest/globals';
import { rounds } from '../../src/plan/rounds.ts';
import { evidenceOf, MEASURE } from '../gate/evidence.ts';
import { groupOf } from './make.ts';

function planned(seed: number, to: number, twice = 0) {
  return rounds('screen', [{ group: groupOf('Encode'), from: 0, to, twice }], evidenceOf({ seed }), MEASURE);
}

describe('rounds', () => {
  test('are blocks of A B B A or B A A B, both of them drawn', () => {
    const letters = planned(7, 80).map((l) => (l.side === 'base' ? 'A' : 'B'));
    const blocks = letters.join('').match(/.{4}/g) ?? [];
    expect(blocks).toHaveLength(40);
    expect(new Set(blocks)).toEqual(new Set(['ABBA', 'BAAB']));
  });

  test('are planned the same way again, and otherwise from another seed', () => {
    expect(planned(7, 40, 3)).toEqual(planned(7, 40, 3));
    expect(planned(7, 40).map((l) => l.side)).not.toEqual(planned(8, 40).map((l) => l.side));
  });

  test('run base once more beside its round, before or after, in the first rounds only', () => {
    const launches = planned(7, 20, 12);
    const arm = launches.filter((l) => l.phase === 'aa');
    expect(arm.map((l) => [l.side, l.round])).toEqual(Array.from({ length: 12 }, (_, i) => ['base', i]));
    const places = arm.map((l) => {
      const own = launches.filter((other) => other.round === l.round);
      expect(own).toHaveLength(3);
      expect(own.find((o) => o.phase === 'screen' && o.side === 'base')?.args).toEqual(l.args);
      return own.indexOf(l);
    });
    expect(new Set(places)).toEqual(new Set([0, 2]));
  });
});
