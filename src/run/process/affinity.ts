import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { formatCpuList, parseCpuList } from '../../model/cpu-list.ts';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import type { Environment } from '../../model/environment.ts';

/** CPUs that this process may run on (proc(5), `Cpus_allowed_list`); elsewhere than on Linux all that there are. */
export function allowedCpus(): readonly number[] {
  return parseCpuList(allowedList()) ?? cpus().map((_, i) => i);
}

function allowedList(): string {
  try {
    return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/**
 * Refuses CPUs that cannot be used, and fewer than the benchmarks need: the Go runtime makes as many Ps as it may use
 * CPUs, so on one CPU GOMAXPROCS is 1 and no lock is ever fought for.
 *
 * @param cpu the `-cpu` list that is measured with; where it is empty, GOMAXPROCS decides
 * @param environment of the head side, without the affinity
 */
export function checkAffinity(affinity: readonly number[], cpu: readonly number[], environment: Environment): void {
  const allowed = allowedCpus();
  const missing = affinity.filter((n) => !allowed.includes(n));
  if (missing.length > 0)
    throw new UserError(`affinity: there is no CPU ${formatCpuList(missing)} here to run on`, {
      example: `affinity: ${formatCpuList(allowed)}`,
    });
  const needed = cpu.length > 0 ? Math.max(...cpu) : gomaxprocsOf(environment);
  const distinct = new Set(affinity).size;
  if (distinct >= needed) return;
  const why = cpu.length > 0 ? `cpu: ${cpu.join(',')} asks for` : 'GOMAXPROCS is';
  throw new UserError(`affinity: ${formatCpuList(affinity)} is fewer CPUs than the benchmarks use: ${why} ${needed}`, {
    example: `cpu: ${distinct}`,
  });
}

/** Where a control group limits the CPUs, what Go 1.25 makes of it: rounded up, and at least 2. */
function gomaxprocsOf({ gomaxprocs, cpus: all = 1, cpuLimit = all }: Environment): number {
  return gomaxprocs ?? Math.min(all, Math.max(2, Math.ceil(cpuLimit)));
}

/** The CPUs that a wish for them pins to here, and what a person should know where that is none. */
export function pinning(wished: readonly number[] = []): {
  readonly affinity: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
} {
  if (wished.length === 0 || process.platform === 'linux') return { affinity: wished, diagnostics: [] };
  const text = 'affinity is ignored: CPUs can be chosen on Linux only';
  return { affinity: [], diagnostics: [{ level: 'warning', text }] };
}
