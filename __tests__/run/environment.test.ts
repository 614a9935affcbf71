import { describe, expect, test } from '@jest/globals';
import { cgroupLimits, environmentOf, governorOf } from '../../src/run/go/environment.ts';
import { openToolchain } from '../../src/run/go/toolchain.ts';
import { folder } from './sandbox.ts';

describe('cgroupLimits', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'v2',
      {
        'proc/self/cgroup': '0::/a/b\n',
        'sys/fs/cgroup/a/b/cpu.max': '150000 100000\n',
        'sys/fs/cgroup/a/b/memory.max': '1048576\n',
      },
      { cpuLimit: 1.5, memoryLimit: 1048576 },
    ],
    [
      'the tightest of the groups above',
      {
        'proc/self/cgroup': '0::/a/b\n',
        'sys/fs/cgroup/a/cpu.max': '50000 100000\n',
        'sys/fs/cgroup/a/b/cpu.max': '200000 100000\n',
      },
      { cpuLimit: 0.5 },
    ],
    [
      'no limit in v2',
      {
        'proc/self/cgroup': '0::/a\n',
        'sys/fs/cgroup/a/cpu.max': 'max 100000\n',
        'sys/fs/cgroup/a/memory.max': 'max\n',
      },
      {},
    ],
    [
      'a container, where only the top is there',
      { 'proc/self/cgroup': '0::/../../x\n', 'sys/fs/cgroup/cpu.max': '200000 100000\n' },
      { cpuLimit: 2 },
    ],
    [
      'v1',
      {
        'proc/self/cgroup': '5:cpu,cpuacct:/d\n3:memory:/d\n',
        'sys/fs/cgroup/cpu/d/cpu.cfs_quota_us': '300000\n',
        'sys/fs/cgroup/cpu/d/cpu.cfs_period_us': '100000\n',
        'sys/fs/cgroup/memory/d/memory.limit_in_bytes': '9223372036854771712\n',
      },
      { cpuLimit: 3 },
    ],
    ['nothing at all', {}, {}],
    [
      'nonsense',
      { 'proc/self/cgroup': '0::/a\nx\n', 'sys/fs/cgroup/a/cpu.max': 'many\n', 'sys/fs/cgroup/a/memory.max': '\n' },
      {},
    ],
  ])('%s', (_, files, expected) => {
    expect(cgroupLimits(folder(files))).toEqual(expected);
  });
});

describe('governorOf', () => {
  const governor = (n: number) => `sys/devices/system/cpu/cpu${n}/cpufreq/scaling_governor`;
  const three = { [governor(0)]: 'performance\n', [governor(1)]: 'powersave\n', [governor(2)]: 'performance\n' };

  test.each<[string, Record<string, string>, number[], string]>([
    ['all, each once', three, [], 'performance, powersave'],
    ['of the CPUs that count', three, [0, 2], 'performance'],
    ['none', { 'sys/devices/system/cpu/cpu0/online': '1\n', 'sys/devices/system/cpu/cpufreq/x': '' }, [], ''],
    ['nothing at all', {}, [0], ''],
  ])('%s', (_, files, affinity, expected) => {
    expect(governorOf(folder(files), affinity)).toBe(expected);
  });
});

describe('environmentOf', () => {
  test('tells what the benchmarks see', async () => {
    const go = await openToolchain(folder(), { GOGC: '200', GOMAXPROCS: '3' });
    const environment = environmentOf(go);
    expect(environment).toMatchObject({
      goVersion: expect.stringMatching(/^go1\.\d+/),
      gomaxprocs: 3,
      kernel: expect.stringMatching(/ \d+\./),
    });
    expect(environment.variables).toMatchObject({ GOGC: '200', GOTOOLCHAIN: 'local' });
    expect(environment.variables).not.toHaveProperty('GOFLAGS');
    expect(environment.cpus).toBeGreaterThan(0);
    const order = ['goVersion', 'goos', 'goarch', 'cpu', 'gomaxprocs', 'cpus', 'kernel', 'governor', 'variables'];
    const keys = Object.keys(environment).filter((key) => !key.endsWith('Limit'));
    expect(keys).toEqual(order.filter((key) => keys.includes(key)));
  });
});
