import type { Launch, Phase, ProfileKind, SideName } from '../model/evidence.ts';

/** What every process of a test binary is told, as `go test` tells it (go/src/cmd/go/internal/test/test.go). */
const ALWAYS = ['-test.paniconexit0', '-test.timeout=0', '-test.run=^$', '-test.benchmem', '-test.count=1'];

export interface LaunchSpec {
  readonly side: SideName;
  readonly pkg: string;
  readonly phase: Phase;
  readonly round: number;
  readonly pattern: string;
  /** `100x` or `15ms`. */
  readonly benchtime: string;
  readonly cpu: readonly number[];
  readonly rows: readonly string[];
  readonly timeout: number;
  /** `-test.v`: names skipped benchmarks. */
  readonly verbose?: boolean;
  /** Seed of the layout that the binary is linked with. */
  readonly layout?: number;
  /** Profilers to run it under, and the arguments that say how much they sample. */
  readonly profilers?: readonly ProfileKind[];
  readonly rates?: readonly string[];
  readonly traced?: boolean;
  /** Settings of GODEBUG beside the user's own. */
  readonly godebug?: string;
}

export function launch(spec: LaunchSpec): Launch {
  const { side, pkg, phase, round, rows, timeout } = spec;
  const { rates = [] } = spec;
  const args = [...ALWAYS, `-test.bench=${spec.pattern}`, `-test.benchtime=${spec.benchtime}`, ...rates];
  if (spec.cpu.length > 0) args.push(`-test.cpu=${spec.cpu.join(',')}`);
  if (spec.verbose) args.push('-test.v');
  return {
    side,
    pkg,
    phase,
    round,
    args,
    rows,
    timeout,
    ...(spec.layout === undefined ? {} : { layout: spec.layout }),
    ...(spec.profilers ? { profilers: spec.profilers } : {}),
    ...(spec.traced ? { traced: true } : {}),
    ...(spec.godebug === undefined ? {} : { godebug: spec.godebug }),
  };
}
