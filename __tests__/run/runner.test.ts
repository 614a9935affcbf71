import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatCpuList } from '../../src/model/cpu-list.ts';
import { openToolchain } from '../../src/run/go/toolchain.ts';
import { allowedCpus } from '../../src/run/process/affinity.ts';
import { buildRunner, type Runner, type RunnerAnswer, startRunner } from '../../src/run/process/runner.ts';
import { folder } from './sandbox.ts';

let dir = '';
let program = '';
let runner: Runner;

beforeAll(async () => {
  dir = folder();
  program = await buildRunner(await openToolchain(dir, {}), join(dir, 'runner'));
  runner = startRunner(program);
});
afterAll(() => runner.close());

const at = (name: string) => join(dir, name);

/** Runs a shell line as if it were a test binary. */
function shell(
  line: string,
  more: {
    timeout?: number;
    maxOutput?: number;
    name?: string;
    dir?: string;
    env?: Record<string, string>;
    affinity?: readonly number[];
  } = {},
  by = runner,
): Promise<RunnerAnswer> {
  const { timeout = 20, maxOutput = 1 << 20, name = 'out', env = {}, affinity = [] } = more;
  const command = { bin: '/bin/sh', args: ['-c', line], dir: more.dir ?? dir, env: { PATH: '/usr/bin:/bin', ...env } };
  const [stdout, stderr] = [at(`${name}.txt`), at(`${name}.stderr.txt`)];
  return by.run({ ...command, stdout, stderr, timeout, maxOutput, affinity });
}

function text(name: string, range: { from: number; to: number }): string {
  return readFileSync(at(name)).subarray(range.from, range.to).toString();
}

function alive(pid: number): boolean {
  // A zombie that nobody has waited for yet is dead.
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ') Z';
  return !/\) [ZX]/.test(stat);
}

describe('the runner', () => {
  test('keeps stdout and stderr apart, appends, and ends the last line', async () => {
    const first = await shell('printf out; printf err >&2', { name: 'apart' });
    const second = await shell('echo two', { name: 'apart' });
    expect(first).toMatchObject({ ending: 'ok', exit: 0, stdout: { from: 0, to: 3 }, stderr: { from: 0, to: 3 } });
    expect(second).toMatchObject({ stdout: { from: 4, to: 8 }, stderr: { from: 4, to: 4 } });
    expect(readFileSync(at('apart.txt'), 'utf8')).toBe('out\ntwo\n');
    expect(text('apart.stderr.txt', first.stderr)).toBe('err');
  });

  test('starts a child on the CPUs asked for, the next one on all again', async () => {
    const all = allowedCpus();
    const ask = async (affinity: readonly number[]) => {
      const answer = await shell('grep Cpus_allowed_list /proc/self/status', { name: 'cpus', affinity });
      expect(answer).toMatchObject({ ending: 'ok' });
      expect(answer).not.toHaveProperty('note');
      return text('cpus.txt', answer.stdout).trim().split('\t')[1];
    };
    for (const cpu of all.slice(-3)) expect(await ask([cpu])).toBe(`${cpu}`);
    expect(await ask(all)).toBe(formatCpuList(all));
    expect(await ask(all.slice(0, 1))).toBe(`${all[0]}`);
    expect(await ask([])).toBe(formatCpuList(all));
  });

  test('does not start a child on CPUs that are not there, and starts the next', async () => {
    for (const cpu of [8191, 8192, -1])
      expect(await shell('true', { affinity: [cpu] })).toMatchObject({
        ending: 'not-started',
        error: expect.stringContaining(`${cpu}`),
      });
    expect(await shell('true')).toMatchObject({ ending: 'ok' });
  });

  test('tells exit status, signals and programs that are not there apart', async () => {
    expect(await shell('exit 3')).toMatchObject({ ending: 'exit', exit: 3 });
    expect(await shell('kill -KILL $$')).toMatchObject({ ending: 'signal', signal: 'SIGKILL', exit: -1 });
    expect(await shell('kill -SEGV $$')).toMatchObject({ ending: 'signal', signal: 'SIGSEGV' });
    const missing = {
      bin: at('none'),
      args: [],
      dir,
      env: {},
      stdout: at('n.txt'),
      stderr: at('n.err'),
      timeout: 1,
      maxOutput: 1,
    };
    expect(await runner.run(missing)).toMatchObject({ ending: 'not-started', error: expect.stringContaining('none') });
    expect(await runner.run({ ...missing, bin: '/bin/true', dir: at('nowhere') })).toMatchObject({
      ending: 'not-started',
    });
    expect(await runner.run({ ...missing, bin: '/bin/true', stdout: at('no/folder') })).toMatchObject({
      ending: 'not-started',
    });
  });

  test('gives the child its folder, exactly its environment, and nothing to read', async () => {
    const sub = folder();
    const answer = await shell('pwd; /usr/bin/env; cat; echo end', { name: 'env', dir: sub, env: { A: 'x y=z' } });
    const lines = text('env.txt', answer.stdout).trim().split('\n').sort();
    expect(lines.filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line))).toEqual(
      [sub, 'A=x y=z', 'PATH=/usr/bin:/bin', 'end'].sort(),
    );
  });

  test('measures wall and CPU time and memory', async () => {
    const before = Date.now() / 1000;
    const busy = await shell('i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done');
    expect(busy.user).toBeGreaterThan(0);
    expect(busy.user + busy.system).toBeLessThan(busy.wall * 4 + 0.1);
    expect(busy.maxRss).toBeGreaterThan(100_000);
    expect(busy.start).toBeGreaterThanOrEqual(before - 1);
    const idle = await shell('sleep 0.2');
    expect(idle.wall).toBeGreaterThanOrEqual(0.2);
    expect(idle.user).toBeLessThan(idle.wall);
  });

  test('ends a process that hangs: SIGQUIT first, and what it printed is kept', async () => {
    const answer = await shell('trap "echo dump >&2; exit 2" QUIT; echo before; while :; do sleep 0.05; done', {
      name: 'hang',
      timeout: 0.3,
    });
    expect(answer).toMatchObject({ ending: 'timeout', exit: 2 });
    expect(text('hang.txt', answer.stdout)).toBe('before\n');
    expect(text('hang.stderr.txt', answer.stderr)).toBe('dump\n');
  });

  test('kills the whole group of one that does not listen, with a grandchild that holds its output open', async () => {
    const line = 'trap "" QUIT TERM; (trap "" QUIT TERM; sleep 300) & echo $!; while :; do sleep 0.05; done';
    const answer = await shell(line, { name: 'deaf', timeout: 0.3 });
    expect(answer).toMatchObject({ ending: 'timeout', signal: 'SIGKILL' });
    // Limit 0.3 s and a grace of 2 s: dead within 5 s of the limit (TRUST F1).
    expect(answer.wall).toBeLessThan(5.3);
    expect(alive(Number(text('deaf.txt', answer.stdout)))).toBe(false);
  });

  test('leaves nothing behind a process that ended well, not even what fled its group', async () => {
    const line = "sleep 300 & echo $!; setsid sh -c 'echo $$; exec sleep 300' & sleep 0.3";
    const answer = await shell(line, { name: 'orphans' });
    const pids = text('orphans.txt', answer.stdout).split('\n').map(Number).filter(Boolean);
    expect(answer).toMatchObject({ ending: 'ok' });
    expect(pids).toHaveLength(2);
    expect(pids.filter(alive)).toEqual([]);
  });

  test('kills what floods its output and keeps the beginning', async () => {
    const answer = await shell('echo first; yes', { name: 'flood', maxOutput: 1000 });
    expect(answer).toMatchObject({ ending: 'output', signal: 'SIGKILL' });
    expect(answer.stdout).toEqual({ from: 0, to: 1000 });
    expect(text('flood.txt', answer.stdout)).toMatch(/^first\ny\n/);
    expect(readFileSync(at('flood.txt')).length).toBeLessThanOrEqual(1001);
  });

  test('a process that writes too much and ends before anyone looks is cut, too', async () => {
    const answer = await shell('head -c 5000 /dev/zero', { name: 'quick', maxOutput: 1000 });
    expect(answer.stdout).toEqual({ from: 0, to: 1000 });
  });

  test('goes down with its child when it is closed, and says so to who waits', async () => {
    const own = startRunner(program);
    const running = shell('echo $$; (sleep 300) & echo $!; wait', { name: 'closed' }, own);
    const failed = expect(running).rejects.toThrow(/runner of the benchmarks ended/);
    while (!existsSync(at('closed.txt')) || readFileSync(at('closed.txt'), 'utf8').split('\n').length < 3)
      await new Promise((r) => setTimeout(r, 20));
    await own.close();
    await failed;
    await expect(shell('true', {}, own)).rejects.toThrow(/gone/);
    await new Promise((r) => setTimeout(r, 50));
    const pids = readFileSync(at('closed.txt'), 'utf8').trim().split('\n').map(Number);
    expect(pids.filter(alive)).toEqual([]);
  });

  test('is formatted, and made of the right files on every system', () => {
    const cwd = join(dir, 'runner');
    expect(execFileSync('gofmt', ['-l', cwd], { encoding: 'utf8' })).toBe('');
    const files = (GOOS: string) =>
      execFileSync('go', ['list', '-f', '{{.GoFiles}}'], {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, GOOS, GOWORK: 'off' },
      }).trim();
    expect(files('linux')).toBe('[affinity_linux.go group_linux.go main.go run.go unix.go]');
    expect(files('darwin')).toBe('[affinity_other.go group_unix.go main.go run.go unix.go]');
    expect(files('windows')).toBe('[affinity_other.go group_windows.go main.go run.go]');
  });
});
