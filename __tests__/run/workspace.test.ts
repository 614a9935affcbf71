import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { step } from '../../src/gate.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { onSignals, undoAll, undoLater } from '../../src/run/cleanup.ts';
import { SILENT } from '../../src/run/options.ts';
import { openWorkspace } from '../../src/run/workspace.ts';
import {
  benchFile,
  commit,
  type Files,
  folder,
  GO_MOD,
  git,
  inWorkspace,
  launchOf,
  put,
  repository,
  runOptions,
} from './sandbox.ts';

const CODEC: Files = {
  'go.mod': GO_MOD,
  'codec/codec.go': 'package codec\n\nvar Size = 3\n',
  'codec/codec_test.go': benchFile('codec', 'Encode', 'Decode'),
  'other/other.go': 'package other\n',
  'other/other_test.go': benchFile('other', 'Other'),
};

/** A test file whose only benchmark has this body. */
const bench = (pkg: string, body: string, ...imports: string[]) =>
  `package ${pkg}\n\nimport (\n${[...imports, 'testing'].map((i) => `\t"${i}"\n`).join('')})\n\nfunc BenchmarkX(b *testing.B) {\n${body}\n}\n`;

const worktrees = (dir: string) => git(dir, 'worktree', 'list').split('\n').length;
const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith('go-perf-gate-'));

describe('openWorkspace', () => {
  test('builds what the change reaches, sets the rest aside and runs both sides', async () => {
    const dir = repository(CODEC);
    put(dir, {
      'codec/codec.go': 'package codec\n\nvar Size = 4\n',
      'codec/codec_test.go': benchFile('codec', 'Encode', 'New'),
    });
    await inWorkspace(dir, {}, async (workspace) => {
      const { evidence } = workspace;
      expect(evidence).toMatchObject({
        baseBy: 'last commit',
        base: { label: 'HEAD' },
        head: { label: 'working tree', dirty: true },
      });
      expect(evidence.setAside).toEqual(['example.com/m/other']);
      const built = { state: 'built', trimpath: true, seconds: expect.any(Number) };
      const benchmarks = { base: ['Decode', 'Encode'], head: ['Encode', 'New'] };
      const reachedBy = ['codec/codec.go', 'codec/codec_test.go'];
      expect(evidence.packages).toEqual([
        {
          pkg: 'example.com/m/codec',
          dir: 'codec',
          module: 'example.com/m',
          base: built,
          head: built,
          identical: false,
          benchmarks,
          reachedBy,
        },
      ]);
      expect(workspace.modules).toEqual([{ path: 'example.com/m', dir: '.' }]);
      expect(workspace.root).toBe(dir);
      const launches = [
        launchOf({ pkg: 'example.com/m/codec', side: 'base' }),
        launchOf({ pkg: 'example.com/m/codec' }),
      ];
      const [base, head] = await workspace.execute(launches, SILENT);
      expect(base).toMatchObject({ order: 0, ending: 'ok', exit: 0, stderr: '', side: 'base' });
      expect(base?.stdout).toMatch(/^pkg: example\.com\/m\/codec$[\s\S]*BenchmarkDecode[\s\S]*^PASS$/m);
      expect(head?.stdout).toMatch(/BenchmarkNew/);
      expect(head?.stdout).not.toMatch(/BenchmarkDecode/);
      expect(head).toMatchObject({ order: 1, wall: expect.any(Number) });
      expect(head?.maxRss).toBeGreaterThan(1e5);
      const [third] = await workspace.execute([launchOf({ pkg: 'example.com/m/other' })], SILENT);
      expect(third).toMatchObject({
        order: 2,
        ending: 'not-started',
        exit: -1,
        stderr: expect.stringMatching(/no test binary/),
      });
    });
    expect(worktrees(dir)).toBe(1);
    expect(git(dir, 'status', '--porcelain', 'other')).toBe('');
  });

  test('does not build a package of which no benchmark is asked for', async () => {
    const dir = repository({ ...CODEC, 'gone/gone_test.go': benchFile('gone', 'Encode') });
    put(dir, {
      'codec/codec.go': 'package codec\n\nvar Size = 4\n',
      // It would not build.
      'other/other.go': 'package other\n\nvar x int = ""\n',
      'fresh/fresh_test.go': benchFile('fresh', 'Fresh'),
      'gone/gone_test.go': benchFile('gone', 'Renamed'),
    });
    await inWorkspace(dir, { bench: '^BenchmarkEncode$/large' }, async ({ evidence, execute }) => {
      const states = Object.fromEntries(evidence.packages.map((p) => [p.dir, [p.base.state, p.head.state]]));
      expect(states).toEqual({
        codec: ['built', 'built'],
        gone: ['built', 'built'],
        fresh: ['absent', 'unselected'],
        other: ['unselected', 'unselected'],
      });
      const other = evidence.packages.find((p) => p.dir === 'other');
      expect(other).toMatchObject({ benchmarks: { base: ['Other'], head: ['Other'] }, identical: false });
      expect(evidence.setAside).toEqual([]);
      const [record] = await execute([launchOf({ pkg: 'example.com/m/other' })], SILENT);
      expect(record).toMatchObject({ ending: 'not-started', stderr: expect.stringMatching(/no test binary/) });
    });
  });

  test('when none of the benchmarks is asked for, builds nothing and the verdict is that none matched', async () => {
    const dir = repository(CODEC);
    put(dir, { 'codec/codec.go': 'package codec\n\nvar Size = 4\n' });
    await inWorkspace(dir, { bench: 'Nothing' }, ({ evidence }) => {
      expect(evidence.packages.map((p) => [p.dir, p.base.state, p.head.state])).toEqual([
        ['codec', 'unselected', 'unselected'],
      ]);
      expect(step({ ...evidence, measure: { ...parseRules().measure, bench: 'Nothing' } })).toMatchObject({
        report: {
          verdict: 'inconclusive',
          reason: expect.stringMatching(/Benchmarks exist, but none of them matched/),
        },
      });
    });
  });

  test("a package that does not build, or is on one side only, is a state with the compiler's words", async () => {
    const dir = repository({ ...CODEC, 'gone/gone_test.go': benchFile('gone', 'Gone') });
    commit(dir, {
      'codec/codec.go': 'package codec\n\nvar Size int = "three"\n',
      'gone/gone_test.go': null,
      'fresh/fresh_test.go': benchFile('fresh', 'Fresh'),
    });
    await inWorkspace(dir, {}, ({ evidence }) => {
      const states = Object.fromEntries(evidence.packages.map((p) => [p.dir, [p.base.state, p.head.state]]));
      expect(states).toEqual({ codec: ['built', 'failed'], fresh: ['absent', 'built'], gone: ['built', 'absent'] });
      const failed = evidence.packages.find((p) => p.dir === 'codec')?.head;
      expect(failed).toMatchObject({
        reason: expect.stringMatching(/^codec\/codec\.go:3:16: cannot use "three"/),
        log: expect.stringContaining('# example.com/m/codec'),
      });
    });
  });

  test('a base module that cannot be read fails on that side alone', async () => {
    const dir = repository({ ...CODEC, 'go.mod': 'module example.com/m\n\nnonsense\n' });
    commit(dir, { 'go.mod': GO_MOD });
    await inWorkspace(dir, {}, ({ evidence }) => {
      expect(evidence.packages.map((p) => [p.base.state, p.head.state])).toEqual([
        ['failed', 'built'],
        ['failed', 'built'],
      ]);
      expect(evidence.diagnostics[0]?.text).toMatch(/^base: the module in \. cannot be listed: .*nonsense/s);
      expect(evidence.diagnostics[0]?.level).toBe('warning');
      expect(evidence.unlisted).toEqual([{ side: 'base', dir: '.', text: expect.stringMatching(/nonsense/) }]);
    });
  });

  test('a head module that cannot be read is an error beside the others, and refused where it alone is asked for', async () => {
    const dir = repository({ ...CODEC, 'sub/go.mod': GO_MOD, 'sub/s_test.go': benchFile('sub', 'Sub') });
    put(dir, { 'sub/go.mod': `${GO_MOD}\nnonsense\n` });
    await inWorkspace(dir, { bench: '^BenchmarkNone$' }, ({ evidence }) => {
      expect(evidence.unlisted).toEqual([{ side: 'head', dir: 'sub', text: expect.stringMatching(/nonsense/) }]);
      expect(evidence.diagnostics).toContainEqual({
        level: 'error',
        text: expect.stringMatching(/^head: the module in sub cannot be listed: .*nonsense/s),
      });
    });
    await expect(openWorkspace(runOptions(dir, { packages: ['./sub/...'] }), SILENT)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/nonsense/),
    });
  });

  test('what the budget leaves no time to build is not held against the code', async () => {
    const dir = repository(CODEC);
    put(dir, { 'codec/codec.go': 'package codec\n\nvar Size = 4\n' });
    await inWorkspace(dir, { budget: 0.001 }, ({ evidence }) => {
      const spent = { state: 'failed', reason: 'the budget was spent before it was built', log: '', spent: true };
      expect(evidence.packages.map(({ base, head }) => ({ base, head }))).toEqual([{ base: spent, head: spent }]);
    });
  });

  test('how processes end is told: panic, exit, b.Fatal, skip, hang with its goroutines', async () => {
    const dir = repository({ 'go.mod': GO_MOD });
    // The testing package goes on when a benchmark's own goroutine panics, and may exit 0 before the panic is told: here
    // another goroutine panics and the benchmark waits for it.
    put(dir, {
      'panics/x_test.go': bench('panics', '\tgo func() { panic("boom") }()\n\tselect {}'),
      'exits/x_test.go': bench('exits', '\tgo os.Exit(0)\n\tselect {}', 'os'),
      'fails/x_test.go': bench('fails', '\tb.Fatal("no")'),
      'skips/x_test.go': bench('skips', '\tb.Skip("later")'),
      'hangs/x_test.go': bench('hangs', '\ttime.Sleep(time.Hour)', 'time'),
      'killed/x_test.go': bench('killed', '\tsyscall.Kill(syscall.Getpid(), syscall.SIGKILL)', 'syscall'),
    });
    await inWorkspace(dir, {}, async (workspace) => {
      const names = ['panics', 'exits', 'fails', 'skips', 'hangs', 'killed'];
      const records = await workspace.execute(
        names.map((name) => launchOf({ pkg: `example.com/m/${name}`, timeout: name === 'hangs' ? 0.5 : 20 })),
        SILENT,
      );
      const [panics, exits, fails, skips, hangs, killed] = records;
      expect(panics).toMatchObject({ ending: 'exit', exit: 2, stderr: expect.stringMatching(/^panic: boom/m) });
      expect(exits).toMatchObject({
        ending: 'exit',
        exit: 2,
        stderr: expect.stringMatching(/unexpected call to os\.Exit\(0\)/),
      });
      expect(fails).toMatchObject({ ending: 'exit', exit: 1, stdout: expect.stringMatching(/^--- FAIL: BenchmarkX/m) });
      expect(skips).toMatchObject({ ending: 'ok', stdout: expect.stringMatching(/^PASS$/m) });
      expect(skips?.stdout).not.toMatch(/ns\/op/);
      expect(hangs).toMatchObject({ ending: 'timeout' });
      expect(`${hangs?.stderr}${hangs?.stdout}`).toMatch(/goroutine \d+ .*\n[\s\S]*BenchmarkX/);
      expect(killed).toMatchObject({ ending: 'signal', signal: 'SIGKILL', exit: -1 });
    });
  });

  test('a package that needs to know where it stands is built without -trimpath, and then never identical', async () => {
    const reads = bench(
      'paths',
      '\t_, file, _, _ := runtime.Caller(0)\n\tif _, err := os.Stat(file); err != nil {\n\t\tb.Fatal(err)\n\t}',
      'os',
      'runtime',
    );
    const asks = bench('asks', '\t_, file, _, _ := runtime.Caller(0)\n\t_ = file', 'runtime');
    const dir = repository({ 'go.mod': GO_MOD, 'paths/x_test.go': reads, 'asks/x_test.go': asks });
    commit(dir, { 'paths/x_test.go': `${reads}// more\n`, 'asks/x_test.go': `${asks}// more\n` });
    await inWorkspace(dir, {}, async (workspace) => {
      const [asksToo, paths] = workspace.evidence.packages;
      expect(asksToo).toMatchObject({
        dir: 'asks',
        base: { trimpath: true },
        head: { trimpath: true },
        identical: true,
      });
      expect(paths).toMatchObject({
        dir: 'paths',
        base: { trimpath: false },
        head: { trimpath: false },
        identical: false,
      });
      const records = await workspace.execute(
        [launchOf({ pkg: 'example.com/m/paths' }), launchOf({ pkg: 'example.com/m/paths', side: 'base' })],
        SILENT,
      );
      expect(records.map((r) => r.ending)).toEqual(['ok', 'ok']);
    });
  });

  test('setup runs in both checkouts, and what it generates is in doubt; its failure is told', async () => {
    const dir = repository({ ...CODEC, '.gitignore': 'gen.go\n' });
    commit(dir, { 'notes.md': 'x' });
    const setup = 'echo "package codec" > codec/gen.go';
    await inWorkspace(dir, { setup }, ({ evidence }) => {
      expect(evidence.setAside).toEqual([]);
      expect(evidence.packages.map((p) => [p.dir, p.identical])).toEqual([
        ['codec', true],
        ['other', true],
      ]);
    });
    await inWorkspace(dir, {}, ({ evidence }) =>
      expect(evidence).toMatchObject({ packages: [], setAside: ['example.com/m/codec', 'example.com/m/other'] }),
    );
    const failing = openWorkspace(runOptions(dir, { setup: 'echo because >&2; exit 4' }), SILENT);
    await expect(failing).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/status 4 in the base checkout:\nbecause/),
    });
    expect(worktrees(dir)).toBe(1);
  });

  test('without a base only head is built', async () => {
    const dir = repository(CODEC);
    await inWorkspace(
      dir,
      { base: { by: 'none' }, packages: ['./codec'], tags: 'x', buildFlags: ['-ldflags=-X=example.com/m/codec.V=1'] },
      async (workspace) => {
        expect(workspace.evidence).toMatchObject({
          base: { label: 'none' },
          packages: [{ dir: 'codec', base: { state: 'absent' }, head: { state: 'built' } }],
          setAside: [],
        });
        expect(workspace.evidence.environment.base).toEqual({});
        expect(await workspace.readFile('base', 'go.mod')).toBeNull();
      },
    );
  });

  test('configure decides what is measured, once both trees can be read', async () => {
    const dir = repository({ ...CODEC, 'rules.yml': 'old' });
    put(dir, { 'rules.yml': 'new', 'go.sum': '' });
    const read: (string | null)[] = [];
    const configure = async (readFile: (side: 'base' | 'head', path: string) => Promise<string | null>) => {
      for (const side of ['base', 'head'] as const)
        read.push(await readFile(side, './rules.yml'), await readFile(side, 'none.yml'));
      return { packages: ['./other'], budget: 33 };
    };
    await inWorkspace(dir, { configure }, ({ evidence }) => {
      expect(evidence.packages.map((p) => p.dir)).toEqual(['other']);
      expect(evidence.cost.budget).toBe(33);
    });
    expect(read).toEqual(['old', null, 'new', null]);
    const smuggled = openWorkspace(runOptions(dir, { configure: async () => ({ packages: ['-exec=x'] }) }), SILENT);
    await expect(smuggled).rejects.toThrow(/begins with a dash/);
  });

  test('submodules of base come from the checkouts of head', async () => {
    const library = repository({ 'lib.txt': '1' });
    const dir = repository(CODEC);
    git(dir, 'submodule', '--quiet', 'add', library, 'codec/testdata/lib');
    commit(dir, {});
    put(dir, {
      'codec/codec.go': 'package codec\n\nvar Size = 5\n',
      'codec/codec_test.go': bench(
        'codec',
        '\tif _, err := os.Stat("testdata/lib/lib.txt"); err != nil {\n\t\tb.Fatal(err)\n\t}',
        'os',
      ),
    });
    await inWorkspace(dir, {}, async (workspace) => {
      expect(workspace.evidence.diagnostics).toEqual([]);
      commit(dir, {});
    });
    put(dir, { 'codec/more_test.go': benchFile('codec', 'More') });
    await inWorkspace(dir, {}, async (workspace) => {
      const [base] = await workspace.execute([launchOf({ pkg: 'example.com/m/codec', side: 'base' })], SILENT);
      expect(base).toMatchObject({ ending: 'ok' });
    });
    expect(worktrees(dir)).toBe(1);
  });

  test('hooks of the repository do not run', async () => {
    const dir = repository(CODEC);
    const trace = join(folder(), 'ran');
    put(dir, { '.git/hooks/post-checkout': `#!/bin/sh\ntouch ${trace}\n` });
    chmodSync(join(dir, '.git/hooks/post-checkout'), 0o755);
    put(dir, { 'README.md': 'x' });
    await inWorkspace(dir, {}, () => undefined);
    expect(existsSync(trace)).toBe(false);
  });
});

describe('readFile', () => {
  test('stays within the repository (T15)', async () => {
    const dir = repository({ ...CODEC, 'rules.yml': 'x' });
    symlinkSync('/etc/hostname', join(dir, 'link.yml'));
    await inWorkspace(dir, {}, async ({ readFile }) => {
      for (const path of ['../x', '/etc/passwd', 'a/../../x', '', 'a\0b', '..\\x', 'C:\\x']) {
        for (const side of ['base', 'head'] as const) await expect(readFile(side, path)).rejects.toThrow(/leads out/);
      }
      await expect(readFile('head', 'link.yml')).rejects.toThrow(/leads out/);
      expect(await readFile('base', 'codec')).toBeNull();
    });
  });
});

describe('ending', () => {
  test('after an error nothing is left behind', async () => {
    const dir = repository(CODEC);
    put(dir, { 'README.md': 'x' });
    const before = temporary();
    const bad = openWorkspace(runOptions(dir, { configure: () => Promise.reject(new Error('no rules')) }), SILENT);
    await expect(bad).rejects.toThrow('no rules');
    expect(worktrees(dir)).toBe(1);
    expect(temporary().filter((name) => !before.includes(name))).toEqual([]);
  });

  test('refused options are refused before anything is run', async () => {
    for (const options of [
      { buildFlags: ['-exec=x'] },
      { packages: ['-x'] },
      { bench: '-x' },
      { tags: '-x' },
      { env: ['GITHUB_TOKEN'] },
      { env: ['GOFLAGS=-toolexec=x'] },
    ]) {
      await expect(openWorkspace(runOptions('/nowhere', options), SILENT)).rejects.toMatchObject({
        name: 'UserError',
        message: expect.not.stringContaining('/nowhere'),
      });
    }
  });

  test('undoAll undoes newest first, each once, whatever fails', async () => {
    const done: string[] = [];
    const first = undoLater(async () => void done.push('first'));
    undoLater(async () => Promise.reject(new Error('cannot')));
    const last = undoLater(async () => void done.push('last'));
    await undoAll();
    await Promise.all([first(), last(), undoAll()]);
    expect(done).toEqual(['last', 'first']);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s what is pending is undone and the status is %i', async (signal, expected) => {
    let undone = false;
    undoLater(async () => {
      undone = true;
    });
    const status = await new Promise<number>((resolve) => {
      const forget = onSignals((s) => {
        forget();
        resolve(s);
      });
      process.emit(signal, signal);
    });
    expect([undone, status]).toEqual([true, expected]);
  });

  test('dispose while a process runs kills it', async () => {
    const dir = repository({ 'go.mod': GO_MOD });
    const pidFile = join(folder(), 'pid');
    put(dir, {
      'h/x_test.go': bench(
        'h',
        `\tos.WriteFile("${pidFile}", []byte(strconv.Itoa(os.Getpid())), 0o600)\n\ttime.Sleep(time.Hour)`,
        'os',
        'strconv',
        'time',
      ),
    });
    const workspace = await openWorkspace(runOptions(dir), SILENT);
    const running = expect(
      workspace.execute([launchOf({ pkg: 'example.com/m/h', timeout: 60 })], SILENT),
    ).rejects.toThrow(/runner/);
    while (!existsSync(pidFile)) await new Promise((resolve) => setTimeout(resolve, 20));
    await workspace.dispose();
    await workspace.dispose();
    await running;
    const pid = readFileSync(pidFile, 'utf8');
    const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ') Z';
    expect(state).toMatch(/\) [ZX]/);
  });
});
