import { expect, test } from '@jest/globals';
import { call, file } from './call.ts';

const gc = (number: number, at: string, live: number, forced = '') =>
  `gc ${number} @${at}s 3%: 0.10+1.0+0.30 ms clock, 0.20+0.50/1.1/0+0.80 ms cpu, ${live + 4}->${live + 5}->${live} MB, ${2 * live} MB goal, 0 MB stacks, 1 MB globals, 2 P${forced}\n`;
const GC = Array.from({ length: 10 }, (_, i) =>
  gc(i + 1, `0.${i + 1}00`.replace('0.1000', '1.000'), 10 + i, i === 3 ? ' (forced)' : ''),
);
const SCHED = [0, 10, 20].map(
  (ms) => `SCHED ${ms}ms: gomaxprocs=2 idleprocs=1 threads=5 spinningthreads=1 idlethreads=3 runqueue=4 [7 0]\n`,
);
const BENCH = 'pkg: example.com/m\nBenchmarkX-2   \t     100\t     12345 ns/op\nPASS\n';

const filesOf = async (name: string, text: string) =>
  JSON.parse((await call('inspect', '--json', file(name, text))).out).files;
const metric = (inspected: { metrics: { metric: string }[] }, name: string) =>
  inspected.metrics.find((m) => m.metric === name);

test('a gctrace log: what is made of it, in seconds and bytes', async () => {
  const [inspected, ...others] = await filesOf('gc.txt', `scav 8 KiB work, 2432 KiB total, 71% util\n${GC.join('')}`);
  expect(others).toEqual([]);
  expect(inspected).toMatchObject({ kind: 'gctrace', ignored: { scavtrace: 1 }, diagnostics: [] });
  expect(metric(inspected, 'gc.cycles')).toMatchObject({ unit: 'cycles', values: [10] });
  expect(metric(inspected, 'gc.cycles.forced')).toMatchObject({ values: [1] });
  expect(metric(inspected, 'gc.stw.p99')).toEqual({ metric: 'gc.stw.p99', unit: 'sec', subject: {}, values: [0.0004] });
  expect(metric(inspected, 'gc.live.max')).toMatchObject({ unit: 'B', values: [19 * 2 ** 20] });
  expect(metric(inspected, 'gc.frequency')).toMatchObject({ values: [8 / 0.9] });
  expect(inspected.processes).toHaveLength(1);
  const live = inspected.processes[0].trends.find((trend: { metric: string }) => trend.metric === 'gc.live');
  expect(live).toMatchObject({ unit: 'B/sec', points: 10 });
  expect(live.slope).toBeCloseTo(10 * 2 ** 20, 3);
});

test('a gctrace log, for people', async () => {
  const { status, out } = await call('inspect', file('gc.txt', GC.join('')));
  expect(status).toBe(0);
  expect(out).toMatch(/^\S+gc\.txt: gctrace\n {2}10 gc\.cycles\n/);
  expect(out).toContain('  400 µs gc.stw.p99\n');
  expect(out).toMatch(
    /^ {2}gc\.live goes by \+10\.0 MiB a second \(Theil–Sen; Mann–Kendall p = 5\.5e-7, 10 points\)$/m,
  );
});

test('a mixed log: every kind that it holds, wherever in the file it begins', async () => {
  const noise = `${'x'.repeat(99)}\n`.repeat(1000);
  const files = await filesOf('mixed.txt', GC.slice(0, 5).join('') + noise + BENCH + SCHED.join(''));
  expect(files.map(({ kind }: { kind: string }) => kind)).toEqual(['bench', 'gctrace', 'schedtrace']);
  expect(metric(files[0], 'sec/op')).toMatchObject({ values: [12345 * 1e-9] });
  expect(metric(files[1], 'gc.cycles')).toMatchObject({ values: [5] });
  expect(metric(files[2], 'sched.spinning.longest')).toMatchObject({ unit: 'sec', values: [0.02] });
  expect(files[2].processes[0].window).toMatchObject({ longestIdleWithGlobalQueue: 0.02 });
});

test('benchmarks alone, and their panics, are benchmarks alone', async () => {
  const panic = `${BENCH}panic: boom\n\ngoroutine 7 [running]:\nexample.com/m.f()\n\t/m/m.go:3 +0x1d\n`;
  const files = await filesOf('panic.txt', panic);
  expect(files.map(({ kind }: { kind: string }) => kind)).toEqual(['bench']);
});
