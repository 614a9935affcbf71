import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { benchPattern, benchPatterns } from '../../src/plan/pattern.ts';

describe('benchPattern, held against the testing package itself', () => {
  const NAMES = [
    'plain',
    'size=10',
    'size=100',
    'a/b',
    'a+b (c)',
    '[x]',
    'with space',
    'dot.star*',
    'n-2',
    'back\\slash',
    '$^',
    'x|y',
    'dup',
    'dup',
  ];
  let dir = '';
  let printed: string[] = [];
  const run = (pattern: string, ...more: string[]) =>
    [
      ...execFileSync(join(dir, 'p.test'), [`-test.bench=${pattern}`, '-test.benchtime=1x', '-test.run=^$', ...more], {
        cwd: dir,
        encoding: 'utf8',
      }).matchAll(/^Benchmark(\S+)\s+1\s/gm),
    ].map((m) => m[1] ?? '');

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'gpg-pattern-'));
    writeFileSync(join(dir, 'go.mod'), 'module example.com/p\n\ngo 1.20\n');
    const subs = NAMES.map(
      (n) => `b.Run(${JSON.stringify(n)}, func(b *testing.B) { for i := 0; i < b.N; i++ {} })`,
    ).join('\n\t');
    writeFileSync(
      join(dir, 'p_test.go'),
      `package p\n\nimport "testing"\n\nfunc BenchmarkX(b *testing.B) {\n\t${subs}\n}\n\nfunc BenchmarkXY(b *testing.B) { for i := 0; i < b.N; i++ {} }\n`,
    );
    execFileSync('go', ['test', '-c', '-o', 'p.test', '.'], { cwd: dir });
    printed = run('.', '-test.cpu=1');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('every row selects itself and nothing else, whatever its name holds', () => {
    expect(printed.length).toBe(NAMES.length + 1);
    for (const name of printed) expect([name, run(benchPattern(name), '-test.cpu=1')]).toEqual([name, [name]]);
  });

  test('with several processors the suffix is not part of the pattern', () => {
    expect(run(benchPattern('X/size=10', 2), '-test.cpu=2')).toEqual(['X/size=10-2']);
  });

  test('several rows share one process', () => {
    const rows = [{ benchmark: 'X/size=100' }, { benchmark: 'XY' }];
    expect(run(benchPatterns(rows), '-test.cpu=1').sort()).toEqual(['X/size=100', 'XY']);
  });
});
