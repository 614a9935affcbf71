import { describe, expect, test } from '@jest/globals';
import { metricFor } from '../../src/model/metric.ts';
import type { Rules } from '../../src/model/rules.ts';
import type { Subject } from '../../src/model/subject.ts';
import { tidyUnit } from '../../src/model/unit.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { matchesWhere, rulesInForce } from '../../src/rules/select.ts';
import { rulesOf } from './helpers.ts';

const MODULES = ['example.com/m'];
const encode: Subject = { pkg: 'example.com/m/codec', benchmark: 'Encode/size=large', gomaxprocs: 4 };

function metric(unit: string) {
  return metricFor(tidyUnit(unit).unit);
}

/** `id: limit in percent` of what is in force. */
function inForce(rules: Rules, subject: Subject, unit: string | null): readonly string[] {
  return rulesInForce(rules, subject, unit === null ? null : metric(unit), MODULES).map(({ id, limits, severity }) =>
    limits.maxRegression ? `${id} ${limits.maxRegression.text} ${severity}` : `${id} ${severity}`,
  );
}

describe('the defaults', () => {
  test.each([
    ['sec/op', ['bench/time 2% error']],
    ['ns/op', ['bench/time 2% error']],
    ['allocs/op', ['bench/allocs 0% error']],
    ['B/op', ['bench/bytes 2% error']],
    ['B/s', []],
    ['MB/s', []],
    ['req/s', ['bench/custom 2% error']],
    ['p99-ns/op', ['bench/custom 2% error']],
  ])('%s: %j', (unit, expected) => {
    expect(inForce(parseRules(), encode, unit)).toEqual(expected);
  });

  test('what has no metric', () => {
    expect(inForce(parseRules(), encode, null)).toEqual([
      'bench/missing error',
      'bench/failed error',
      'bench/changed notice',
      'rules/changed warning',
    ]);
    expect(inForce(parseRules(), {}, null)).toEqual([
      'bench/missing error',
      'bench/failed error',
      'bench/changed notice',
      'rules/changed warning',
    ]);
  });
});

describe('the cascade', () => {
  const rules = rulesOf(`checks:
  - { id: bench/time, where: { pkg: "./codec/**" }, max-regression: 5% }
  - { id: bench/time, where: { benchmark: "Encode/**" }, max-regression: 10%, severity: warning }
  - { id: bench/time, where: { keys: { size: huge } }, severity: "off" }
  - { id: my/time, metric: sec/op, where: { gomaxprocs: 4 }, max: 1s, severity: notice }
  - { id: bench/missing, where: { pkg: "./codec" }, severity: warning }
`);

  test('the last entry that matches a row is in force, other rows keep theirs', () => {
    expect(inForce(rules, { pkg: 'example.com/m/index', benchmark: 'Find', gomaxprocs: 1 }, 'sec/op')).toEqual([
      'bench/time 2% error',
    ]);
    expect(inForce(rules, { pkg: 'example.com/m/codec', benchmark: 'Decode', gomaxprocs: 1 }, 'sec/op')).toEqual([
      'bench/time 5% error',
    ]);
    expect(inForce(rules, { pkg: 'example.com/m/index', benchmark: 'Encode', gomaxprocs: 1 }, 'sec/op')).toEqual([
      'bench/time 10% warning',
    ]);
  });

  test('off switches the check off for these rows', () => {
    expect(inForce(rules, { ...encode, benchmark: 'Encode/size=huge' }, 'sec/op')).toEqual(['my/time notice']);
  });

  test('checks of another id stand beside it', () => {
    expect(inForce(rules, encode, 'sec/op')).toEqual(['bench/time 10% warning', 'my/time notice']);
    expect(inForce(rules, encode, 'B/op')).toEqual(['bench/bytes 2% error']);
  });

  test('what has no metric has a cascade too', () => {
    expect(inForce(rules, { pkg: 'example.com/m/codec', benchmark: 'X' }, null)).toContain('bench/missing warning');
    expect(inForce(rules, { pkg: 'example.com/m/index', benchmark: 'X' }, null)).toContain('bench/missing error');
  });
});

describe('matchesWhere', () => {
  const matches = (where: Parameters<typeof matchesWhere>[0], subject: Subject = encode) =>
    matchesWhere(where, subject, 'sec/op', MODULES);

  test('nothing given matches everything', () => {
    expect(matches({})).toBe(true);
    expect(matches({}, {})).toBe(true);
  });

  test('every given part must match', () => {
    expect(
      matches({ pkg: ['./codec'], benchmark: ['Encode/*'], unit: ['sec/*'], keys: { size: 'l*' }, gomaxprocs: [1, 4] }),
    ).toBe(true);
    expect(matches({ pkg: ['./index'], benchmark: ['Encode/*'] })).toBe(false);
    expect(matches({ pkg: ['./codec'], benchmark: ['Decode'] })).toBe(false);
    expect(matches({ unit: ['B/op'] })).toBe(false);
    expect(matches({ keys: { size: 'small' } })).toBe(false);
    expect(matches({ keys: { size: 'large', codec: '*' } })).toBe(false);
    expect(matches({ gomaxprocs: [1] })).toBe(false);
  });

  test('a part that the subject does not have matches nothing', () => {
    expect(matches({ pkg: ['**'] }, { benchmark: 'X' })).toBe(false);
    expect(matches({ benchmark: ['**'] }, { pkg: 'p' })).toBe(false);
    expect(matches({ gomaxprocs: [1] }, { benchmark: 'X' })).toBe(false);
    expect(matches({ keys: { a: '*' } }, { pkg: 'p' })).toBe(false);
    expect(matchesWhere({ unit: ['*'] }, encode, undefined, MODULES)).toBe(false);
  });

  test('keys named like parts of JavaScript objects are keys', () => {
    expect(matches({ keys: { constructor: '*' } })).toBe(false);
    expect(matches({ keys: { constructor: 'x' } }, { benchmark: 'New/constructor=x' })).toBe(true);
  });
});
