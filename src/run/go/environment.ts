import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus as cpusOf, release, type } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../model/environment.ts';
import type { Toolchain } from './toolchain.ts';

/** Variables that change how Go programs are built or run, as the benchmarks see them. */
const VARIABLES = [
  ...[
    'GOGC',
    'GOMEMLIMIT',
    'GODEBUG',
    'GOFLAGS',
    'GOMAXPROCS',
    'GOEXPERIMENT',
    'GOTRACEBACK',
    'CGO_ENABLED',
    'GOTOOLCHAIN',
  ],
  ...['GOAMD64', 'GOARM', 'GOARM64', 'GO386', 'GOPPC64', 'GORISCV64'],
];

/**
 * Where a side is measured. The CPU's model as the system names it: where the benchmarks tell it themselves (`cpu:`), that
 * is what counts.
 *
 * @param affinity CPUs that the benchmarks are pinned to; empty: none
 */
export function environmentOf(go: Toolchain, affinity: readonly number[] = []): Environment {
  const cpus = affinity.length || availableParallelism();
  const limits = cgroupLimits('/');
  const cpu = cpusOf()[affinity[0] ?? 0]?.model.trim();
  const governor = governorOf('/', affinity);
  const asked = Number(go.testEnv.GOMAXPROCS);
  // Go 1.25 heeds the cgroup's limit, and only by the module's language version: unknown where there is one.
  const gomaxprocs = asked > 0 ? asked : limits.cpuLimit === undefined ? cpus : undefined;
  // In the order in which the stored evidence is read again: the report has the same bytes.
  return {
    goVersion: go.version,
    goos: go.settings.GOOS ?? '',
    goarch: go.settings.GOARCH ?? '',
    ...(cpu && cpu !== 'unknown' ? { cpu } : {}),
    ...(gomaxprocs === undefined ? {} : { gomaxprocs }),
    cpus,
    kernel: `${type()} ${release()}`,
    ...(governor === '' ? {} : { governor }),
    variables: variablesOf(go),
    ...limits,
  };
}

function variablesOf(go: Toolchain): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = go.testEnv[name] || go.buildEnv[name];
    if (value) seen[name] = value;
  }
  return seen;
}

/**
 * Governors of the CPUs (Linux, Documentation/admin-guide/pm/cpufreq.rst); empty where the kernel does not say, as in most
 * virtual machines.
 *
 * @param root where `/sys` is.
 * @param affinity CPUs that count; empty: all
 */
export function governorOf(root: string, affinity: readonly number[]): string {
  const folder = join(root, 'sys/devices/system/cpu');
  const all = list(folder).flatMap((name) => /^cpu(\d+)$/.exec(name)?.[1] ?? []);
  const counted = affinity.length > 0 ? affinity.map(String) : all;
  const found = counted.map((n) => read(join(folder, `cpu${n}`, 'cpufreq/scaling_governor')).trim());
  return [...new Set(found.filter((governor) => governor !== ''))].sort().join(', ');
}

export interface CgroupLimits {
  /** CPUs. */
  readonly cpuLimit?: number;
  /** Bytes. */
  readonly memoryLimit?: number;
}

/**
 * The limits of our control group: the tightest of it and the groups above it (cgroups(7), v2 first, then v1). Nothing
 * where there are none.
 *
 * @param root where `/proc` and `/sys` are.
 */
export function cgroupLimits(root: string): CgroupLimits {
  const lines = read(join(root, 'proc/self/cgroup')).split('\n');
  const pathOf = (controller: string) =>
    lines.map((line) => line.split(':')).find(([, names]) => names?.split(',').includes(controller))?.[2];
  const base = join(root, 'sys/fs/cgroup');
  const cpu = [
    ...above(base, pathOf('')).map((dir) => quota(read(join(dir, 'cpu.max')))),
    ...above(join(base, 'cpu'), pathOf('cpu')).map((dir) =>
      quota(`${read(join(dir, 'cpu.cfs_quota_us')).trim()} ${read(join(dir, 'cpu.cfs_period_us'))}`),
    ),
  ];
  const memory = [
    ...above(base, pathOf('')).map((dir) => size(read(join(dir, 'memory.max')))),
    ...above(join(base, 'memory'), pathOf('memory')).map((dir) => size(read(join(dir, 'memory.limit_in_bytes')))),
  ];
  const cpuLimit = Math.min(...cpu);
  const memoryLimit = Math.min(...memory);
  return {
    ...(Number.isFinite(cpuLimit) ? { cpuLimit } : {}),
    ...(Number.isFinite(memoryLimit) ? { memoryLimit } : {}),
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A group's folder and those above it. In a container the path is often the host's: then only the top is there. */
function above(base: string, path: string | undefined): string[] {
  if (path === undefined) return [];
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  const folders = parts.map((_, i) => join(base, ...parts.slice(0, i + 1)));
  return [base, ...folders];
}

/** `200000 100000` is two CPUs; `max` and -1 are none. */
function quota(text: string): number {
  const [limit, period] = text.trim().split(/\s+/).map(Number);
  return limit !== undefined && period !== undefined && limit > 0 && period > 0
    ? limit / period
    : Number.POSITIVE_INFINITY;
}

/** Bytes; v1 says "no limit" as a number near 2^63. */
function size(text: string): number {
  const bytes = text.trim() === '' ? Number.NaN : Number(text);
  return bytes > 0 && bytes < 2 ** 60 ? bytes : Number.POSITIVE_INFINITY;
}
