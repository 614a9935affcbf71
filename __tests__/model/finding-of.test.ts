import { describe, expect, test } from '@jest/globals';
import { aboutSubject, findingOf, levelOf, nameOf } from '../../src/model/finding-of.ts';
import { checked, comparison, rule } from '../checks/make.ts';

test.each([
  [{ pkg: 'p', benchmark: 'Encode', function: 'f' }, 'Encode'],
  [{ pkg: 'p', function: 'p.F' }, 'p.F'],
  [{ pkg: 'p' }, 'p'],
  [{}, 'all benchmarks'],
])('%j is called %s', (subject, name) => {
  expect(nameOf(subject)).toBe(name);
});

test("a finding has its rule's severity", () => {
  expect(levelOf(rule({}, { severity: 'warning' }))).toBe('warning');
  expect(aboutSubject(rule({}, { severity: 'notice' }), {}, 'fail', '').severity).toBe('notice');
});

describe('confidence before any witness is heard', () => {
  test('is high where things are counted, low where they are timed', () => {
    expect(findingOf(checked(comparison({ metric: 'allocs/op' }), rule({})), 'fail', '').confidence).toBe('high');
    expect(findingOf(checked(comparison(), rule({})), 'fail', '').confidence).toBe('low');
  });

  test('is high for facts', () => {
    expect(aboutSubject(rule({}), { pkg: 'p' }, 'fail', '').confidence).toBe('high');
  });
});

test('why is there when the rule has one', () => {
  expect(aboutSubject(rule({}, { why: 'hot' }), {}, 'fail', '').why).toBe('hot');
  expect('why' in aboutSubject(rule({}), {}, 'fail', '')).toBe(false);
});
