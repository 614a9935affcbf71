import type { Environment } from '../model/environment.ts';
import type { Evidence, SideName } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import type { Outcome } from './outcome.ts';

/**
 * Where a side was measured: what `run/` recorded, completed by what the benchmark text says of itself. Of two names of the
 * CPU that of the benchmarks counts: older baselines have it.
 */
export function environmentOf(side: SideName, evidence: Evidence, outcome: Outcome): Environment {
  const first = outcome.readings.find((r) => r.side === side)?.result;
  const { goos, goarch, cpu } = first?.config ?? {};
  return {
    ...(goos ? { goos } : {}),
    ...(goarch ? { goarch } : {}),
    ...(cpu ? { cpu } : {}),
    ...(first?.subject.gomaxprocs ? { gomaxprocs: first.subject.gomaxprocs } : {}),
    ...evidence.environment[side],
    ...(cpu ? { cpu } : {}),
  };
}

/** Where they differ: keys that both sides know, and variables, which are unset where they are not there. */
export function environmentChanges(base: Environment, head: Environment): Report['environmentChanges'] {
  const { variables: was = {}, ...baseFacts } = base;
  const { variables: is = {}, ...headFacts } = head;
  const facts = Object.keys(baseFacts).filter((key) => key in headFacts);
  const variables = base.variables && head.variables ? [...new Set([...Object.keys(was), ...Object.keys(is)])] : [];
  const read = (of: object, key: string) => String(Reflect.get(of, key) ?? '');
  return [
    ...facts.map((key) => ({ key, base: read(baseFacts, key), head: read(headFacts, key) })),
    ...variables.map((key) => ({ key, base: read(was, key), head: read(is, key) })),
  ].filter((change) => change.base !== change.head);
}
