import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProfile } from '../../src/wire/pprof/decode.ts';
import { drawn } from '../profile/exports/picture.ts';
import { goTop, read, realProfiles, written } from '../profile/exports/real.ts';
import { handMade } from '../profile/hand-made.ts';
import { call, dir, file } from './call.ts';

type Paths = ReturnType<typeof realProfiles>;
let old: Paths;
let now: Paths;
beforeAll(() => {
  old = realProfiles(600);
  now = realProfiles(900);
});

const inspect = (...argv: string[]) => call('inspect', ...argv);
/** The files of an `inspect --json`. */
const json = async (...argv: string[]) => JSON.parse((await inspect('--json', ...argv)).out).files;
/** From the first row of numbers on, pprof's and ours: without the `file:line` that ours adds. */
const table = (text: string) =>
  text
    .slice(text.indexOf('      flat  flat%'))
    .split('\n')
    .map((line) => line.replace(/ {2}\S+:\d+$/, '').trimEnd())
    .filter((line) => line !== '');

describe('a profile', () => {
  test('is told: type, duration, totals, and the ten functions that take most, each with its line', async () => {
    const { status, out } = await inspect(old.cpu);
    expect(status).toBe(0);
    expect(out).toMatch(/^\S+cpu-600\.pb\.gz: pprof\n {2}[\d,]+ samples\n {2}[\d.]+ m?s cpu\n/);
    expect(out).toMatch(/^Type: cpu$/m);
    expect(out).toMatch(/^Duration: .*Total samples = .*$/m);
    const rows = table(out).slice(1);
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(out).toMatch(/example\.com\/shop\/cart\.\S+ .*cart\/cart\.go:\d+$/m);
  });

  test.each([
    [[], []],
    [['--cum'], ['-cum']],
    [['--lines'], ['-lines']],
    [['--sample', 'samples'], ['-sample_index=samples']],
    [
      ['--focus', 'Contend', '--ignore', 'Unlock'],
      ['-focus=Contend', '-ignore=Unlock'],
    ],
    [['--tagfocus', 'part=build'], ['-tagfocus=part=build']],
    [['--tagignore', 'part=build'], ['-tagignore=part=build']],
  ])('%j: every row is that of go tool pprof', async (ours, theirs) => {
    const { out } = await inspect('--top', '0', ...ours, old.cpu);
    expect(table(out)).toEqual(table(goTop(old.cpu, ...theirs)));
  });

  test('--files: every row is that of go tool pprof, which shows equal names in any order', async () => {
    const { out } = await inspect('--top', '0', '--files', old.cpu);
    // The running sum belongs to the place, not to the row.
    const rows = (text: string) => table(text).map((row) => row.replace(/^(\s*\S+\s+\S+%)\s+\S+%/, '$1'));
    expect(rows(out).sort()).toEqual(rows(goTop(old.cpu, '-files')).sort());
  });

  test.each([
    ['--diff-base', '-diff_base', []],
    ['--base', '-base', []],
    ['--diff-base', '-diff_base', ['normalize']],
  ])('%s %s %j: every row is that of go tool pprof', async (ours, theirs, more) => {
    const { out } = await inspect('--top', '0', ours, old.mem, ...more.map((m) => `--${m}`), now.mem);
    expect(out).toContain(`compared with ${old.mem}`);
    expect(table(out)).toEqual(table(goTop(now.mem, `${theirs}=${old.mem}`, ...more.map((m) => `-${m}`))));
  });

  test('--merge adds up, as go tool pprof does with several files', async () => {
    const { out } = await inspect('--top', '0', '--merge', old.mem, now.mem);
    expect(table(out)).toEqual(table(goTop([old.mem, now.mem])));
  });

  test('--mean is the mean of one wait', async () => {
    const { out } = await inspect('--top', '0', '--mean', old.mutex);
    expect(table(out)).toEqual(table(goTop(old.mutex, '-mean')));
  });

  test('--peek shows callers and callees, --traces the samples', async () => {
    expect((await inspect('--peek', 'cart.BenchmarkAll$', old.cpu)).out).toMatch(/\| {3}example\.com\/shop\/cart\./);
    expect((await inspect('--traces', old.cpu)).out).toContain('part:  build');
  });

  test('--packages adds up what a package takes', async () => {
    expect((await inspect('--packages', old.cpu)).out).toMatch(/ {2}example\.com\/shop\/cart$/m);
  });

  test('--json has every function, in seconds and bytes', async () => {
    const [cpu] = await json(old.cpu);
    const profile = read(old.cpu);
    const total = profile.samples.values.reduce((sum, v, i) => sum + (i % 2 === 1 ? v : 0), 0);
    expect(cpu).toMatchObject({ path: old.cpu, kind: 'pprof', sample: 'cpu', diagnostics: [] });
    expect(cpu.metrics.map((m: { metric: string }) => m.metric)).toEqual(['samples', 'cpu']);
    const flat = cpu.top.reduce((sum: number, row: { flat: number }) => sum + row.flat, 0);
    expect(flat).toBeCloseTo(total / 1e9, 9);
    // Which of its functions a sample falls in is chance; that of the benchmark holds them all.
    const row = cpu.top.find((r: { function: string }) => r.function === 'example.com/shop/cart.BenchmarkAll');
    expect(row).toMatchObject({ file: expect.stringMatching(/cart\/\w+\.go$/), line: expect.any(Number) });
    expect((await json('--top', '2', old.mem))[0].top).toHaveLength(2);
    expect(cpu.profile).toBeUndefined();
  });

  test('frames without a symbol are told', async () => {
    const samples = [
      { stack: 'main.f', values: [75] },
      { stack: '', values: [25] },
    ];
    const path = written('nameless.pb.gz', handMade({ samples, binary: '/usr/bin/prog' }));
    expect((await inspect(path)).out).toContain('warning: 25 % of cpu is in frames without a symbol: [prog]');
    expect((await inspect(old.cpu)).out).not.toContain('without a symbol');
  });

  test('what matches nothing is told', async () => {
    expect((await inspect('--focus', 'nothing of the kind', old.cpu)).out).toContain(
      'warning: Focus expression matched no samples',
    );
    const [cpu] = await json('--focus', 'nothing of the kind', old.cpu);
    expect(cpu.diagnostics).toEqual([{ level: 'warning', text: 'Focus expression matched no samples' }]);
  });
});

describe('--export', () => {
  const out = (name: string) => join(dir, name);
  const sum = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .reduce((all, l) => all + Number(l.slice(l.lastIndexOf(' '))), 0);

  test('folded: on standard output, adding up to the total', async () => {
    const { status, out: text } = await inspect('--export', 'folded', '--sample', 'samples', old.cpu);
    expect(status).toBe(0);
    const { samples } = read(old.cpu);
    expect(sum(text)).toBe(samples.values.reduce((all, v, i) => all + (i % 2 === 0 ? v : 0), 0));
    expect(text).toMatch(/;example\.com\/shop\/cart\.Fib;example\.com\/shop\/cart\.Fib/);
  });

  test('folded --diff-base: base and head of each stack', async () => {
    const { out: text } = await inspect('--export', 'folded', '--diff-base', old.mem, now.mem);
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^\S.* \d+ \d+$/);
  });

  test('speedscope and svg are written where --output says', async () => {
    const { err } = await inspect('--export', 'speedscope', '--output', out('a.json'), old.cpu);
    expect(err).toBe(`wrote ${out('a.json')}\n`);
    expect(JSON.parse(readFileSync(out('a.json'), 'utf8')).profiles).toHaveLength(2);
    await inspect('--export', 'svg', '--output', out('a.svg'), '--focus', 'Words', old.cpu);
    const { frames } = drawn(readFileSync(out('a.svg'), 'utf8'));
    expect(frames.some((f) => f.title[0] === 'example.com/shop/cart.Words')).toBe(true);
    expect(frames.some((f) => f.title[0] === 'example.com/shop/cart.Fib')).toBe(false);
  });

  test('svg --diff-base --operations: per operation', async () => {
    const argv = ['--export', 'svg', '--diff-base', old.mem, '--operations', '600,900', now.mem];
    const { lines } = drawn((await inspect(...argv)).out);
    expect(lines[0]).toMatch(/^mem-600\.pb\.gz → mem-900\.pb\.gz: alloc_space, .*\/op → .*\/op \(/);
    expect(lines[1]).toMatch(/^base: 600 operations, .*; head: 900 operations, /);
  });

  test('svg --diff-base --normalize: head has the total of base', async () => {
    const { lines } = drawn((await inspect('--export', 'svg', '--diff-base', old.mem, '--normalize', now.mem)).out);
    expect(lines[0]).toMatch(/ \([+−]?0\.0 %\)$/);
  });

  test('pprof: merged, and as go tool pprof has it', async () => {
    await inspect('--export', 'pprof', '--output', out('m.pb.gz'), '--merge', old.mem, now.mem);
    expect(decodeProfile(gunzipSync(readFileSync(out('m.pb.gz')))).problems).toEqual([]);
    expect(goTop(out('m.pb.gz'))).toBe(goTop([old.mem, now.mem]));
  });
});

describe('wrong use is told with an example', () => {
  test.each([
    [['--normalize', 'CPU'], '--normalize goes with --diff-base or --base'],
    [['--diff-base', 'CPU', '--base', 'CPU', 'CPU'], '--diff-base and --base do not go together'],
    [['--json', '--peek', 'x', 'CPU'], '--json and --peek do not go together'],
    [['--traces', '--export', 'folded', 'CPU'], '--traces and --export do not go together'],
    [['--output', 'x.svg', 'CPU'], '--output goes with --export'],
    [['--export', 'pprof', 'CPU'], '--export pprof writes bytes: name a file'],
    [['--export', 'png', 'CPU'], '--export is one of folded, speedscope, svg, pprof, not png'],
    [['--export', 'folded', 'CPU', 'CPU'], '--export takes one profile, not 2'],
    [['--export', 'speedscope', '--diff-base', 'CPU', 'CPU'], 'speedscope has no negative values'],
    [['--export', 'svg', '--lines', 'CPU'], '--export svg draws functions'],
    [['--export', 'folded', '--mean', 'CPU'], '--mean is for tables'],
    [['--export', 'svg', '--diff-base', 'CPU', '--operations', '0,5', 'CPU'], '--operations is two numbers above 0'],
    [['--operations', '1,2', 'CPU'], '--operations goes with --diff-base and --export svg'],
    [['--top', 'many', 'CPU'], '--top is a number, not many'],
    [['--lines', '--files', 'CPU'], '--lines and --files do not go together'],
    [['--sample', 'bytes', 'CPU'], 'there is no sample type "bytes": the profile has samples, cpu'],
    [['--focus', 'a(b', 'CPU'], 'parsing focus regexp'],
    [['--cum', 'BENCH'], '--cum needs a profile: this is no profile (bench)'],
    [['--diff-base', 'BENCH', 'CPU'], '--diff-base needs a profile: this is no profile (bench)'],
    [['--export', 'svg', 'BENCH'], '--export needs a profile'],
    [['--export', 'svg', '--output', '/nowhere/x.svg', 'CPU'], '/nowhere/x.svg: cannot be written'],
    [['--merge', 'CPU', 'MEM'], 'common sample type'],
  ])('%j', async (argv, words) => {
    const bench = file('bench.txt', 'BenchmarkX 1 5 ns/op\n');
    const paths: Record<string, string> = { CPU: old.cpu, MEM: old.mem, BENCH: bench };
    const { status, err } = await inspect(...argv.map((arg) => paths[arg] ?? arg));
    expect(err).toContain(words);
    expect(status).toBe(2);
    expect(existsSync('x.svg')).toBe(false);
  });

  test('a killed process leaves an empty profile', async () => {
    const empty = file('empty.pprof', '');
    expect((await inspect('--top', '5', empty)).status).toBe(2);
  });
});

describe('a file handed over by mistake is told what it is', () => {
  const binary = (name: string, bytes: Uint8Array) => {
    const path = file(name, '');
    writeFileSync(path, bytes);
    return path;
  };

  test.each([
    ['nothing', '', 'the file is empty'],
    ['an empty execution trace', 'go 1.26 trace\0\0\0', 'the trace holds no events'],
    ['an old execution trace', 'go 1.19 trace\0\0\0', 'record it again with Go 1.22 or newer'],
    ['a web page', '<!DOCTYPE html><html><body>502</body></html>', 'a web page, not a profile'],
    ['a digested profile', 'GO PREPROFILE V1\nmain.f\n', 'go tool preprofile'],
    ['a program', '\x7fELF\x02\x01', 'a program'],
    ['anything else', 'hello\n', 'none of the kinds we know'],
  ])('%s', async (_, text, words) => {
    const { status, out } = await inspect(file('mistake.pprof', text));
    expect([status, out]).toEqual([3, expect.stringContaining(words)]);
  });

  test('a profile cut short, and one that is too large', async () => {
    const cut = await inspect(binary('cut.pb.gz', readFileSync(old.cpu).subarray(0, 500)));
    expect([cut.status, cut.err]).toEqual([2, expect.stringContaining('ends too early')]);
    const bomb = gzipSync(new Uint8Array(2 ** 28 + 1), { level: 1 });
    const large = await inspect(binary('bomb.pb.gz', bomb));
    expect([large.status, large.err]).toEqual([2, expect.stringContaining('more than 256 MiB inside')]);
  });

  test('a profile of a form that holds no names is no success', async () => {
    const legacy = 'heap profile: 1: 8 [1: 8] @ heap/1048576\n1: 8 [1: 8] @ 0x47d9e5 0x43b4f2\n';
    const { status, out } = await inspect(file('heap.txt', legacy));
    expect([status, out]).toEqual([3, expect.stringContaining('without debug=1')]);
  });
});

describe('goroutine dumps', () => {
  const DUMP =
    'goroutine 1 [running]:\nmain.main()\n\t/m.go:9 +0x1\n\ngoroutine 5 [chan receive, 2 minutes]:\nmain.f()\n\t/m.go:3 +0x1\ncreated by main.main in goroutine 1\n\t/m.go:8 +0x1\n';

  test('are grouped', async () => {
    const { status, out } = await inspect(file('dump.txt', DUMP));
    expect(status).toBe(0);
    expect(out.split('\n').slice(1)).toEqual([
      '  2 goroutines',
      '  1 goroutines.chan-receive',
      '  1 goroutines.running',
      '1 goroutine: chan receive, blocked for 2 min (5; line 5)',
      '  main.f  /m.go:3',
      '  created by main.main  /m.go:8',
      '1 goroutine: running (1; line 1)',
      '  main.main  /m.go:9',
      '',
    ]);
  });

  test('--json has the groups, times in seconds', async () => {
    const [dump] = await json(file('dump.txt', DUMP));
    expect(dump.groups[0]).toEqual({
      count: 1,
      state: 'chan receive',
      frames: [{ function: 'main.f', file: '/m.go', line: 3 }],
      createdBy: { function: 'main.main', file: '/m.go', line: 8 },
      wait: { min: 120, max: 120 },
      lockedToThread: 0,
      system: false,
      ids: [5],
      line: 5,
    });
  });
});

test('bench text is told as before', async () => {
  const { status, out } = await inspect(file('b.txt', 'pkg: p\nBenchmarkX-2 1 5 ns/op\nBenchmarkX-2 1 7 ns/op\n'));
  expect(status).toBe(0);
  expect(out).toMatch(/b\.txt: bench\n {2}p X-2 {2}7\.00 ns sec\/op {2}\(5\.00 ns … 7\.00 ns, n=2\)\n$/);
});
