import type { Evidence } from './evidence.ts';
import type { Subject } from './subject.ts';

/** What changed in the benchmark itself, as a clause (`its body changed`); null where nothing did. */
export function benchmarkChange({ pkg, benchmark = '' }: Subject, { packages }: Evidence): string | null {
  const changed = packages.find((p) => p.pkg === pkg)?.changed ?? {};
  const name = benchmark.split('/')[0] ?? '';
  return Object.hasOwn(changed, name) ? (changed[name] ?? null) : null;
}
