import type { Environment } from '../model/environment.ts';
import type { Design, Side } from '../model/evidence.ts';
import { formatDuration, formatPercent } from '../model/format.ts';
import type { Report } from '../model/report.ts';

const DESIGNS: Readonly<Record<Design, string>> = {
  interleaved: 'interleaved rounds',
  sequential: 'rounds, one side after the other',
  baseline: 'rounds, against a stored baseline',
};

/** A side's short name: seven digits of its commit, else what the user called it. May be foreign text. */
export function sideName(side: Side): string {
  return side.sha ? side.sha.slice(0, 7) : side.label;
}

/**
 * Where and how it was measured, as far as that is known: `Go 1.26.1`, `linux/amd64`, `AMD EPYC 7763`, `GOMAXPROCS 4`,
 * `8 + 40 interleaved rounds`, `A/A in this job ± 0.9 %`, `1 min 52 s (build 21 s)`. May hold foreign text (the CPU's name).
 */
export function surroundings({ environment, rounds, design, cost, machine: { own } }: Report): readonly string[] {
  const itself = own ? [`A/A in this job ± ${formatPercent(own.spread)}`] : [];
  return [...machine(environment), ...roundsOf(rounds, design), ...itself, ...spent(cost)];
}

function machine(e: Environment): string[] {
  const platform = e.goos && e.goarch ? `${e.goos}/${e.goarch}` : undefined;
  const go = e.goVersion?.replace(/^go(?=\d)/, 'Go ');
  const procs = e.gomaxprocs === undefined ? undefined : `GOMAXPROCS ${e.gomaxprocs}`;
  return [go, platform, e.cpu, procs].flatMap((text) => (text ? [text] : []));
}

function roundsOf({ screen, confirm }: Report['rounds'], design: Design): string[] {
  if (screen + confirm === 0) return [];
  return [`${confirm > 0 ? `${screen} + ${confirm}` : screen} ${DESIGNS[design]}`];
}

function spent({ build, measure }: Report['cost']): string[] {
  if (build + measure === 0) return [];
  return [build > 0 ? `${formatDuration(build + measure)} (build ${formatDuration(build)})` : formatDuration(measure)];
}
