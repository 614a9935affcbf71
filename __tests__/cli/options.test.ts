import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkBench } from '../../src/cli/bench-pattern.ts';
import { parse } from '../../src/cli/command.ts';
import { check } from '../../src/cli/commands/check.ts';
import { defaultRules } from '../../src/cli/rules-path.ts';
import { runOptions } from '../../src/cli/run-options.ts';
import { folder, repository } from '../run/sandbox.ts';
import { call } from './call.ts';

describe('--bench', () => {
  test.each([
    ['Encode(', '( without )'],
    ['Encode)', ') without ('],
    [')(', ') without ('],
    ['Size[0-9', '[ without ]'],
    ['[^', '[ without ]'],
    ['Encode\\', 'a backslash at the end'],
    ['a/(b|c', '( without )'],
  ])('%s is refused before anything is built', async (pattern, words) => {
    const { status, err } = await call('check', '/nowhere', '--bench', pattern);
    expect(status).toBe(2);
    expect(err).toContain(`is no regular expression: ${words}`);
  });

  test.each([
    '.',
    'Encode|Decode/size=(small|large)',
    '[[:upper:]]+(?i:x)',
    '(?P<name>x)',
    '[]()]',
    '[^](]x',
    '[\\](]',
    '\\Qa(b[c\\E',
    '\\Qa(',
    'a\\(b\\[',
    'x]',
    '\\pL{2,}',
    '',
  ])('%s is left to Go', (pattern) => {
    expect(checkBench(pattern)).toBe(pattern);
  });

  test('what is escaped is never refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
        expect(checkBench(quoted)).toBe(quoted);
      }),
    );
  });
});

describe('--build-flags', () => {
  const flags = (...given: string[]) =>
    runOptions(
      parse(
        check,
        given.map((g) => `--build-flags=${g}`),
      ),
    ).buildFlags;

  test.each([
    [[], []],
    [['-race -mod=vendor'], ['-race', '-mod=vendor']],
    [
      ['-race', ' -a '],
      ['-race', '-a'],
    ],
    [
      ['-ldflags=-s -w', '-race'],
      ['-ldflags=-s -w', '-race'],
    ],
    [["-gcflags=all='-N' -l"], ["-gcflags=all='-N' -l"]],
    [['--asmflags=-D A'], ['--asmflags=-D A']],
    [['-race -ldflags=-s'], ['-race', '-ldflags=-s']],
  ])('%j are %j', (given, wanted) => {
    expect(flags(...given)).toEqual(wanted);
  });
});

describe('--profile', () => {
  const given = (...args: string[]) => runOptions(parse(check, args)).profile;

  test('is as the rules say unless it is given', () => {
    expect(given()).toBeUndefined();
    expect([given('--profile', 'always'), given('--profile=never')]).toEqual(['always', 'never']);
  });

  test('is refused where it is none of the three', () => {
    expect(() => given('--profile', 'on')).toThrow('--profile takes auto, always, never, not "on"');
  });
});

describe('the default rules', () => {
  const text = 'version: 1\nchecks:\n  - { id: bench/time, max-regression: 7% }\n';

  test("are looked for at the repository's root, wherever we are in it", async () => {
    const root = repository({ '.github/go-perf-gate.yml': text, 'svc/codec/x.go': 'package codec\n' });
    const here = process.cwd();
    try {
      process.chdir(join(root, 'svc/codec'));
      expect(defaultRules()).toBe(join('..', '..', '.github', 'go-perf-gate.yml'));
      const { status, out } = await call('rules');
      expect(status).toBe(0);
      expect(out).toContain('max-regression: 7%');
    } finally {
      process.chdir(here);
    }
  });

  test('are none where the root has none', () => {
    const root = repository({ 'svc/.github/go-perf-gate.yml': text });
    expect(defaultRules(join(root, 'svc'))).toBeUndefined();
  });

  test('outside of a repository are those of the folder', () => {
    expect(defaultRules(folder({ '.github/go-perf-gate.yml': text }))).toMatch(/go-perf-gate\.yml$/);
    expect(defaultRules(folder())).toBeUndefined();
  });
});
