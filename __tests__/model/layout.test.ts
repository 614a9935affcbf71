import { expect, test } from '@jest/globals';
import { canRandomiseLayout } from '../../src/model/layout.ts';

test.each([
  ['go1.26.8', 'amd64', true],
  ['go1.23', 'arm64', true],
  ['go1.23rc1', '386', true],
  ['devel go1.27-0123456 Fri Nov 27 00:00:00 2026', 'riscv64', true],
  ['go1.26.8 X:jsonv2', 'amd64', true],
  ['go1.22.12', 'amd64', false],
  ['go1.9', 'amd64', false],
  ['go1.26.8', 'wasm', false],
  ['', 'amd64', false],
])('%s on %s: %s', (goVersion, goarch, expected) => {
  expect(canRandomiseLayout({ goVersion, goarch })).toBe(expected);
});

test('what is unknown cannot', () => {
  expect(canRandomiseLayout({})).toBe(false);
  expect(canRandomiseLayout({ goVersion: 'go1.26' })).toBe(true);
});
