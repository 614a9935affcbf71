import { describe, expect, test } from '@jest/globals';
import { chainOf, completeRules, unreadExtends } from '../../src/rules/extend.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { mistakesIn } from './helpers.ts';

function files(text: string, extended: Record<string, string> = {}, file = '.github/perf.yml'): readonly string[] {
  return chainOf({ file, text: `version: 1\n${text}`, extended }).files.map((f) => f.file);
}

describe('extends', () => {
  test('a file that says nothing extends default', () => {
    expect(files('')).toEqual(['rules/default.yml', '.github/perf.yml']);
  });

  test('strict brings default with it; none brings nothing', () => {
    expect(files('extends: strict\n')).toEqual(['rules/default.yml', 'rules/strict.yml', '.github/perf.yml']);
    expect(files('extends: none\n')).toEqual(['.github/perf.yml']);
    expect(files('extends: [none]\n')).toEqual(['.github/perf.yml']);
  });

  test('a file, relative to the one that names it; it extends nothing by itself', () => {
    const extended = { '.github/team/a.yml': 'version: 1\nextends: ../b.yml\n', '.github/b.yml': 'version: 1\n' };
    expect(files('extends: ./team/a.yml\n', extended)).toEqual([
      '.github/b.yml',
      '.github/team/a.yml',
      '.github/perf.yml',
    ]);
    expect(files('extends: [default, team/a.yml]\n', extended)).toEqual([
      'rules/default.yml',
      '.github/b.yml',
      '.github/team/a.yml',
      '.github/perf.yml',
    ]);
  });

  test('what is reached twice counts where it is reached first', () => {
    const extended = { '.github/a.yml': 'version: 1\nextends: default\n' };
    expect(files('extends: [strict, ./a.yml]\n', extended)).toEqual([
      'rules/default.yml',
      'rules/strict.yml',
      '.github/a.yml',
      '.github/perf.yml',
    ]);
  });

  test('files that extend each other end', () => {
    const extended = { '.github/a.yml': 'version: 1\nextends: ./perf.yml\n' };
    expect(files('extends: [./a.yml, ./perf.yml]\n', extended)).toEqual(['.github/a.yml', '.github/perf.yml']);
  });

  test('without default the settings are still known', () => {
    const rules = parseRules({ file: 'x.yml', text: 'version: 1\nextends: none\n' });
    expect(rules.checks).toEqual([]);
    expect(rules.judge.alpha).toBe(0.01);
    expect(rules.measure.packages).toEqual(['./...']);
  });

  test('an absolute rules file has relatives too', () => {
    expect(files('extends: ./a.yml\n', { '/etc/perf/a.yml': 'version: 1\n' }, '/etc/perf/x.yml')).toEqual([
      '/etc/perf/a.yml',
      '/etc/perf/x.yml',
    ]);
  });

  test.each([
    ['./team.yml', 'extends "./team.yml": there is no file team.yml'],
    ['../team.yml', 'extends "../team.yml": the file lies outside of the repository'],
    ['a/../../b.yml', 'extends "a/../../b.yml": the file lies outside of the repository'],
    ['/etc/passwd.yml', 'extends "/etc/passwd.yml": the file lies outside of the repository'],
    ['C:\\x.yml', 'extends "C:\\\\x.yml": the file lies outside of the repository'],
    ['strikt', 'extends "strikt": this is neither default, strict, none nor a .yml file'],
    ['constructor.yml', 'extends "constructor.yml": there is no file constructor.yml'],
  ])('%s is a mistake', (name, message) => {
    expect(mistakesIn(`extends: ${JSON.stringify(name)}\n`)).toEqual([`perf.yml:2:10: ${message}`]);
    expect(mistakesIn(`extends: [default, ${JSON.stringify(name)}]\n`)).toEqual([`perf.yml:2:20: ${message}`]);
  });

  test('mistakes of an extended file carry its name, and the others are told too', () => {
    const extended = { 'a.yml': 'version: 1\nchecks: [{ id: x }]\n', 'b.yml': 'version: 1\nunits: [' };
    const mistakes = mistakesIn(
      'extends: [./a.yml, ./b.yml]\nchecks: [{ id: my/c, metric: sec/op, severity: error }]\n',
      extended,
    );
    expect(mistakes[0]).toBe('a.yml:2:16: "id" must be lower-case words with a / between');
    expect(mistakes.filter((m) => m.startsWith('b.yml:2:'))).not.toEqual([]);
    expect(mistakes.at(-1)).toBe('perf.yml:3:10: my/c: a limit is missing');
  });

  test('there is an end to files', () => {
    const extended = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${i}.yml`, `version: 1\nextends: ./f${i + 1}.yml\n`]),
    );
    expect(mistakesIn('extends: ./f0.yml\n', extended)).toEqual([
      'f18.yml:2:10: these rules are made of more than 20 files',
    ]);
  });
});

describe('completeRules', () => {
  const disk: Record<string, string> = {
    'rules/a.yml': 'version: 1\nextends: ./sub/b.yml\nunits: { a/s: { better: higher } }\n',
    'rules/sub/b.yml': 'version: 1\nextends: [strict]\n',
  };
  const text = { file: 'perf.yml', text: 'version: 1\nextends: rules/a.yml\n' };

  test('reads what is extended, and what that extends', async () => {
    const asked: string[] = [];
    const whole = await completeRules(text, async (path) => {
      asked.push(path);
      return disk[path] ?? null;
    });
    expect(asked).toEqual(['rules/a.yml', 'rules/sub/b.yml']);
    expect(whole).toEqual({ ...text, extended: disk });
    expect(unreadExtends(whole)).toEqual([]);
    expect(parseRules(whole).units).toEqual({ 'a/s': { better: 'higher' } });
    expect(parseRules(whole).judge.resolution).toBe(0.05);
  });

  test('a text that extends no file stays as it is, mistakes and all', async () => {
    for (const alone of ['version: 1\n', 'version: 1\nextends: strict\n', '[', ''])
      expect(await completeRules({ file: 'x.yml', text: alone }, () => 'never asked')).toEqual({
        file: 'x.yml',
        text: alone,
      });
  });

  test('a file that is not there is asked for once and is a mistake later', async () => {
    const asked: string[] = [];
    const whole = await completeRules(text, (path) => {
      asked.push(path);
      return null;
    });
    expect(asked).toEqual(['rules/a.yml']);
    expect(() => parseRules(whole)).toThrow('there is no file rules/a.yml');
  });
});
