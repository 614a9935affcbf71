import type { Evidence, PackageEvidence, Phase, ProcessRecord, SideName } from '../../src/model/evidence.ts';
import type { Measure } from '../../src/model/rules.ts';
import { subjectKey } from '../../src/model/subject.ts';

export const PKG = 'example.com/m/codec';

export const MEASURE: Measure = {
  packages: ['./...'],
  bench: '.',
  budget: 600,
  cpu: [],
  benchtime: 0.015,
  rounds: { screen: 8, confirm: 40 },
  profile: 'never',
};

/** Key of a row of {@link PKG} at GOMAXPROCS 1. */
export function keyOf(benchmark: string, pkg = PKG): string {
  return subjectKey({ pkg, benchmark, gomaxprocs: 1 });
}

export function packageOf(
  names: { base?: readonly string[]; head?: readonly string[] },
  more: Partial<PackageEvidence> = {},
): PackageEvidence {
  const built = { state: 'built' as const, trimpath: true, seconds: 1 };
  return {
    pkg: PKG,
    dir: 'codec',
    module: 'example.com/m',
    base: names.base ? built : { state: 'absent' },
    head: names.head ? built : { state: 'absent' },
    identical: false,
    benchmarks: { base: names.base ?? [], head: names.head ?? [] },
    reachedBy: ['codec/codec.go'],
    ...more,
  };
}

export function evidenceOf(more: Partial<Evidence> = {}): Evidence {
  return {
    schema: 'go-perf-gate/evidence@1',
    version: '0.1.0',
    now: '2026-05-01T12:00:00.000Z',
    design: 'interleaved',
    baseBy: 'explicit ref',
    base: { label: 'main', sha: 'a'.repeat(40) },
    head: { label: 'HEAD', sha: 'b'.repeat(40) },
    environment: { base: { goVersion: 'go1.26.1' }, head: { goVersion: 'go1.26.1' } },
    packages: [],
    setAside: [],
    processes: [],
    rules: {},
    measure: MEASURE,
    approvals: [],
    cost: { build: 1, measure: 1, budget: 600 },
    diagnostics: [],
    ...more,
  };
}

export interface Said {
  readonly side: SideName;
  readonly phase: Phase;
  readonly round: number;
  readonly rows?: readonly string[];
  readonly stdout?: string;
  readonly order?: number;
}

/** A process that ended well, unless `more` says otherwise. */
export function processOf(
  { side, phase, round, rows = [], stdout = 'PASS\n', order = 0 }: Said,
  more: Partial<ProcessRecord> = {},
): ProcessRecord {
  return {
    side,
    pkg: PKG,
    phase,
    round,
    args: [],
    rows,
    timeout: 10,
    order,
    start: 1.7e9 + order,
    wall: 0.02,
    user: 0.02,
    system: 0,
    maxRss: 1e7,
    ending: 'ok',
    exit: 0,
    stdout,
    stderr: '',
    ...more,
  };
}

/** One result line, as the testing package prints it at GOMAXPROCS 1. */
export function line(benchmark: string, ns: number, allocs = 0): string {
  return `Benchmark${benchmark} \t1000\t${ns} ns/op\t${allocs * 64} B/op\t${allocs} allocs/op\n`;
}

/** Deterministic noise of a few per cent, so that ranks mix when nothing differs. */
function noise(i: number): number {
  return 1 + 0.03 * (((i * 7919) % 101) / 101 - 0.5);
}

export interface RowSpec {
  readonly benchmark: string;
  readonly base?: number;
  readonly head?: number;
  readonly allocs?: { readonly base: number; readonly head: number };
}

/** Calibration, screening and (where asked) all further rounds of rows, as a run would have recorded them. */
export function measured(
  rows: readonly RowSpec[],
  rounds: { screen: number; confirm?: readonly string[] },
): ProcessRecord[] {
  const records: ProcessRecord[] = [];
  const say = (side: SideName, phase: Phase, round: number, own: readonly RowSpec[], keys: readonly string[]) => {
    const text = own.flatMap((r) => {
      const ns = r[side];
      return ns === undefined ? [] : [line(r.benchmark, ns * noise(records.length), r.allocs?.[side] ?? 0)];
    });
    if (text.length > 0)
      records.push(
        processOf({ side, phase, round, rows: keys, stdout: `${text.join('')}PASS\n`, order: records.length }),
      );
  };
  const pair = (phase: Phase, round: number, row: RowSpec) => {
    const sides: SideName[] = round % 2 ? ['head', 'base'] : ['base', 'head'];
    for (const side of sides) say(side, phase, round, [row], [keyOf(row.benchmark)]);
  };
  for (const side of ['base', 'head'] as const) say(side, 'calibrate', 0, rows, []);
  for (let round = 0; round < rounds.screen; round++)
    for (const row of rows) if (row.head !== undefined) pair('screen', round, row);
  for (let round = rounds.screen; round < rounds.screen + MEASURE.rounds.confirm; round++)
    for (const row of rows) if (rounds.confirm?.includes(row.benchmark)) pair('confirm', round, row);
  return records;
}
