import type { Environment } from '../model/environment.ts';
import type { Evidence, SideName } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import type { Outcome } from './outcome.ts';

/** Where a side was measured: what `run/` recorded, completed by what the benchmark text says of itself. */
export function environmentOf(side: SideName, evidence: Evidence, outcome: Outcome): Environment {
  const first = outcome.readings.find((r) => r.side === side)?.result;
  const { goos, goarch, cpu } = first?.config ?? {};
  return {
    ...(goos ? { goos } : {}),
    ...(goarch ? { goarch } : {}),
    ...(cpu ? { cpu } : {}),
    ...(first?.subject.gomaxprocs ? { gomaxprocs: first.subject.gomaxprocs } : {}),
    ...evidence.environment[side],
  };
}

/** Every key in which the two sides' environments differ, variables included. */
export function environmentChanges(base: Environment, head: Environment): Report['environmentChanges'] {
  const [was, is] = [flat(base), flat(head)];
  if (was.size === 0 || is.size === 0) return [];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => was.get(key) !== is.get(key))
    .map((key) => ({ key, base: was.get(key) ?? '', head: is.get(key) ?? '' }));
}

function flat({ variables = {}, ...rest }: Environment): Map<string, string> {
  return new Map([...Object.entries(rest), ...Object.entries(variables)].map(([key, value]) => [key, String(value)]));
}
