import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { COMMENT_MODES, FAIL_ON, INPUT_NAMES, ON_INCONCLUSIVE, readInputs } from '../../src/github/inputs.ts';
import { NO_OUTPUTS } from '../../src/github/outputs.ts';

interface Action {
  readonly name: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Record<string, { readonly description: string; readonly default: string }>;
  readonly outputs: Record<string, { readonly description: string }>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;

test('declares the inputs that the program reads, and no other', () => {
  expect(Object.keys(action.inputs)).toEqual([...INPUT_NAMES]);
});

test('declares the outputs that the program sets, and no other', () => {
  expect(Object.keys(action.outputs)).toEqual(Object.keys(NO_OUTPUTS));
});

test('its defaults mean what the program does without them', () => {
  const defaults = Object.entries(action.inputs)
    .filter(([name]) => name !== 'github-token')
    .map(([name, input]) => [`INPUT_${name.toUpperCase()}`, input.default]);
  expect(readInputs(Object.fromEntries(defaults))).toEqual(readInputs({}));
});

describe('its descriptions', () => {
  test('are there for everything', () => {
    const all = [...Object.values(action.inputs), ...Object.values(action.outputs)];
    expect(all.filter(({ description }) => !description || description.length < 15)).toEqual([]);
  });

  test.each([
    ['comment', COMMENT_MODES],
    ['fail-on', FAIL_ON],
    ['on-inconclusive', ON_INCONCLUSIVE],
  ])('name every value of %s', (name, values) => {
    expect(values.filter((v) => !action.inputs[name]?.description.includes(`\`${v}\``))).toEqual([]);
  });
});

test('runs the bundle on Node 24 and may stand in the marketplace', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  expect(action.branding).toEqual({ icon: 'activity', color: 'blue' });
});

test('docs/action.md tells the same', () => {
  expect(() => execFileSync(process.execPath, ['scripts/docs-action.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
});
