import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { BASE, bench, call, file, HEADER, SLOW } from './call.ts';

describe('help', () => {
  test('without a command, lists every command', async () => {
    const { status, out } = await call();
    expect(status).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(out).toContain(`\n  ${name} `);
  });

  test.each(Object.keys(COMMANDS))('%s --help shows usage, every option and an example', async (name) => {
    const { status, out } = await call(name, '--help');
    expect(status).toBe(0);
    const command = await COMMANDS[name]?.();
    for (const option of Object.keys(command?.options ?? {})) expect(out).toContain(`--${option}`);
    expect(out).toContain(`go-perf-gate ${name}`);
  });

  test('--version', async () => {
    expect((await call('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong use is exit status 2, one message, an example', () => {
  test.each([
    [['chek'], 'no command "chek"'],
    [['check', '--bse', 'main'], '--bse'],
    [['compare'], 'compare'],
    [['compare', 'a', 'b', 'c'], 'compare takes'],
    [['compare', '/nowhere/a', '/nowhere/b'], '/nowhere/a'],
    [['check', '--cpu', '0'], '--cpu'],
    [['check', '--affinity', 'all'], '--affinity'],
    [['check', '--budget', 'soon'], 'soon'],
    [['check', '--base', 'x', '--baseline', 'y'], 'exclude'],
    [['report', '/nowhere'], '/nowhere'],
    [['gc-matrix', '--gogc', '0'], '--gogc: "0"'],
    [['gc-matrix', '--gomemlimit', '1GB'], 'GOMEMLIMIT takes'],
    [['gc-matrix', '--gomaxprocs', 'x'], '--gomaxprocs'],
    [['gc-matrix', '--rounds', '0'], '--rounds'],
    [['gc-matrix', '--benchtime', 'soon'], 'soon'],
    [['gc-matrix', '--env', 'GOGC=50'], 'GOGC is what the grid varies'],
    [['inspect'], 'inspect takes'],
    [['rules', '/nowhere.yml'], '/nowhere.yml'],
  ])('%j', async (argv, words) => {
    const { status, out, err } = await call(...argv);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err).not.toContain('    at ');
  });
});

describe('compare', () => {
  const old = file('old.txt', bench(BASE, 2));

  test('the same file twice: nothing to call', async () => {
    const { status, out } = await call('compare', old, old, '--json');
    const result = JSON.parse(out);
    expect([status, result.schema, result.verdict]).toEqual([0, 'go-perf-gate/result@1', 'pass']);
  });

  test('sequential files never fail on time, interleaved ones do', async () => {
    const slow = file('slow.txt', bench(SLOW, 2));
    const status = async (...flags: string[]) => JSON.parse((await call('compare', old, slow, '--json', ...flags)).out);
    const sequential = await status();
    expect(sequential.comparisons.find((c: { metric: string }) => c.metric === 'sec/op').status).toBe('inconclusive');
    const interleaved = await status('--interleaved');
    expect(interleaved.comparisons.find((c: { metric: string }) => c.metric === 'sec/op').status).toBe('regressed');
    expect(interleaved.verdict).toBe('fail');
  });

  test('one more allocation fails, whatever the order', async () => {
    const { status, out } = await call('compare', old, file('allocs.txt', bench(BASE, 3)));
    expect(status).toBe(1);
    expect(out).toContain('allocs/op');
  });

  test('rules of the user judge', async () => {
    const rules = file(
      'rules.yml',
      'version: 1\nchecks:\n  - { id: bench/allocs, metric: allocs/op, max-regression: 60% }\n',
    );
    expect((await call('compare', old, file('allocs.txt', bench(BASE, 3)), '--rules', rules)).status).toBe(0);
  });

  test('wrong rules are shown with their place', async () => {
    const rules = file('bad.yml', 'version: 1\nchecks:\n  - { id: bench/time, metric: sec/op, max-regresion: 5% }\n');
    const { status, err } = await call('compare', old, old, '--rules', rules);
    expect(status).toBe(2);
    expect(err).toMatch(/bad\.yml:3:\d+: /);
    expect(err).toContain('max-regression');
  });

  test('of the folders of an evidence, only the rounds are read', async () => {
    const base = file('evidence/base/m.txt', bench(BASE, 2));
    const head = file('evidence/head/m.txt', bench(BASE, 2));
    file('evidence/head/m.calibrate.txt', bench(SLOW, 3));
    file('evidence/head/m.layout.txt', bench(SLOW, 5));
    file('evidence/head/m.profile.txt', bench(SLOW, 6));
    file('evidence/head/m.stderr.txt', bench(SLOW, 4));
    writeFileSync(file('evidence/head/m.3.cpu.pb.gz', ''), gzipSync('BenchmarkEncode-4 1 900 ns/op\n'));
    const { status, out } = await call('compare', dirname(base), dirname(head), '--json');
    const rows = JSON.parse(out).comparisons;
    expect([status, rows.map((c: { head: { n: number } }) => c.head.n)]).toEqual([0, [BASE.length, BASE.length]]);
    const inspected = (await call('inspect', dirname(head))).out;
    expect(inspected).not.toMatch(/calibrate|layout|profile\.txt/);
    expect(inspected).toMatch(/m\.3\.cpu\.pb\.gz: /);
  });

  test('files without any result are no pass', async () => {
    const empty = file('empty.txt', 'nothing here\n');
    expect((await call('compare', empty, empty)).status).toBe(3);
  });
});

describe('inspect', () => {
  test('says what a file holds, in tidied units', async () => {
    const { status, out } = await call('inspect', '--json', file('b.txt', bench([100], 2)));
    const { schema, files } = JSON.parse(out);
    expect([status, schema, files[0].kind]).toEqual([0, 'go-perf-gate/inspect@1', 'bench']);
    expect(files[0].metrics[0]).toMatchObject({
      metric: 'sec/op',
      values: [100 * 1e-9],
      subject: { benchmark: 'Encode', gomaxprocs: 4, pkg: 'example.com/m' },
    });
  });

  test('a file of no known kind is said to be so', async () => {
    const { status, out } = await call('inspect', file('x.txt', 'hello\n'));
    expect(status).toBe(3);
    expect(out).toContain('unknown');
  });

  test('terminal escapes in names do not reach the terminal', async () => {
    const { out } = await call(
      'inspect',
      file('esc.txt', `${HEADER}BenchmarkX/\x1b]0;owned\x07\x1b[31mred \t1\t5 ns/op\nPASS\n`),
    );
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('rules', () => {
  test('prints what is in force, which reads back as rules', async () => {
    const { status, out } = await call('rules');
    expect(status).toBe(0);
    expect((await call('rules', file('effective.yml', out))).out.replace(/# .*\n/g, '')).toContain('id: bench/time');
  });

  test('--metrics lists the catalogue', async () => {
    expect((await call('rules', '--metrics')).out).toContain('allocs/op');
  });
});
