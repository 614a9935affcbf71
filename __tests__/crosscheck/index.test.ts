import { expect, test } from '@jest/globals';
import { CROSSCHECKS } from '../../src/crosscheck/index.ts';

test('witnesses have names of their own and say what they are', () => {
  const names = CROSSCHECKS.map((c) => c.witness);
  expect(new Set(names).size).toBe(names.length);
  for (const { about } of CROSSCHECKS) expect(about.length).toBeGreaterThan(20);
});
