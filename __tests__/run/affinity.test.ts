import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { formatCpuList } from '../../src/model/cpu-list.ts';
import { SILENT } from '../../src/run/options.ts';
import { allowedCpus, checkAffinity } from '../../src/run/process/affinity.ts';
import { GO_MOD, inWorkspace, launchOf, put, repository } from './sandbox.ts';

const ALL = allowedCpus();
const [ONE = 0] = ALL.slice(-1);

test('allowedCpus are those that nproc counts', () => {
  const env = { PATH: process.env.PATH };
  expect(ALL).toHaveLength(Number(execFileSync('nproc', { env, encoding: 'utf8' })));
});

describe('checkAffinity', () => {
  const check = (affinity: readonly number[], cpu: readonly number[], environment = {}) => {
    checkAffinity(affinity, cpu, environment);
  };

  test('lets through as many CPUs as -cpu asks for at most, whatever GOMAXPROCS is', () => {
    expect(() => check([ONE], [1], { gomaxprocs: 64 })).not.toThrow();
    expect(() => check(ALL, [1, ALL.length], { gomaxprocs: 64 })).not.toThrow();
  });

  test('refuses fewer CPUs than the largest -cpu', () => {
    expect(() => check([ONE], [1, 4, 2])).toThrow(/fewer CPUs than the benchmarks use: cpu: 1,4,2 asks for 4/);
  });

  test('without -cpu, refuses to turn GOMAXPROCS down', () => {
    expect(() => check([ONE], [], { gomaxprocs: 2 })).toThrow(/GOMAXPROCS is 2/);
    expect(() => check([ONE, ONE], [], { gomaxprocs: 2 })).toThrow(/GOMAXPROCS is 2/);
    expect(() => check([ONE], [], { gomaxprocs: 1, cpus: 64 })).not.toThrow();
  });

  test('where a control group decides, needs what it allows, at least two, at most what there are', () => {
    expect(() => check([ONE], [], { cpus: 64, cpuLimit: 2.5 })).toThrow(/GOMAXPROCS is 3/);
    expect(() => check([ONE], [], { cpus: 64, cpuLimit: 0.5 })).toThrow(/GOMAXPROCS is 2/);
    expect(() => check([ONE], [], { cpus: 1, cpuLimit: 8 })).not.toThrow();
  });

  test('refuses CPUs that are not there and names those that are', () => {
    expect(() => check([ONE, 8000, 8001], [1])).toThrow(/no CPU 8000-8001 here/);
    try {
      check([8000], [1]);
    } catch (error) {
      expect(error).toMatchObject({ example: `affinity: ${formatCpuList(ALL)}` });
    }
  });
});

describe('a workspace with affinity', () => {
  const PRINTS = `package p

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"testing"
)

func BenchmarkX(b *testing.B) {
	status, _ := os.ReadFile("/proc/self/status")
	fmt.Printf("%s, %d CPUs\\n", regexp.MustCompile("Cpus_allowed_list:.*").Find(status), runtime.NumCPU())
}
`;
  const changed = () => {
    const dir = repository({ 'go.mod': GO_MOD });
    put(dir, { 'p/p_test.go': PRINTS });
    return dir;
  };

  test('runs the benchmarks there and says so in the evidence', async () => {
    await inWorkspace(changed(), { affinity: [ONE], cpu: [1] }, async ({ evidence, execute }) => {
      expect(evidence.affinity).toEqual([ONE]);
      expect(evidence.environment.head.cpus).toBe(1);
      expect(evidence.diagnostics).toEqual([]);
      const [record] = await execute([launchOf({ pkg: 'example.com/m/p' })], SILENT);
      expect(record).toMatchObject({ ending: 'ok', stderr: '' });
      expect(record?.stdout).toMatch(new RegExp(`^Cpus_allowed_list:\\t${ONE}, 1 CPUs$`, 'm'));
    });
  });

  test('without it, they may run everywhere and the evidence has no such key', async () => {
    await inWorkspace(changed(), {}, async ({ evidence, execute }) => {
      expect(evidence).not.toHaveProperty('affinity');
      const [record] = await execute([launchOf({ pkg: 'example.com/m/p' })], SILENT);
      expect(record?.stdout).toContain(`\t${formatCpuList(ALL)}, ${ALL.length} CPUs\n`);
    });
  });

  test('is refused before anything is built when it hides CPUs from the benchmarks', async () => {
    const open = inWorkspace(changed(), { affinity: [ONE], cpu: [2] }, () => undefined);
    await expect(open).rejects.toMatchObject({ name: 'UserError', example: 'cpu: 1' });
  });
});
