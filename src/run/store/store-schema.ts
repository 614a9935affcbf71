import { z } from 'zod';
import type { Evidence, ProcessRecord, ProfileKind } from '../../model/evidence.ts';

/** Bytes [from, to) of a text file in the folder, given relative to it with `/`. */
export interface TextRange {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** A profile in the folder, packed with gzip. */
export interface StoredProfile {
  readonly kind: ProfileKind;
  readonly file: string;
}

/** A process as stored: what it said, what its profilers wrote and its trace stand in files beside evidence.json. */
export interface StoredProcess extends Omit<ProcessRecord, 'stdout' | 'stderr' | 'profiles' | 'trace' | 'rawTrace'> {
  readonly stdout: TextRange;
  readonly stderr: TextRange;
  readonly profiles?: readonly StoredProfile[];
  /** The file that its trace's summary stands in, and that of the trace itself. */
  readonly trace?: string;
  readonly rawTrace?: string;
}

export interface StoredEvidence extends Omit<Evidence, 'processes'> {
  readonly processes: readonly StoredProcess[];
}

// Stored evidence comes from the code of a pull request: every length and every number has a bound.
const short = z.string().max(4096);
const long = z.string().max(1 << 20);
const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'is no commit id');
const seconds = z.number().nonnegative().max(1e12);
const count = z.number().int().nonnegative();
const MAX_SEED = 2 ** 32 - 1;
const sideName = z.enum(['base', 'head']);
const names = z.array(short).max(100_000);
const variables = z.record(z.string().max(256), short);

const position = z.strictObject({
  file: short,
  line: count.exactOptional(),
  column: count.exactOptional(),
  offset: count.exactOptional(),
});

const diagnostic = z.strictObject({
  level: z.enum(['error', 'warning', 'notice']),
  text: long,
  at: position.exactOptional(),
});

const side = z.strictObject({
  label: short,
  sha: sha.exactOptional(),
  dirty: z.boolean().exactOptional(),
});

const environment = z.strictObject({
  goVersion: short.exactOptional(),
  goos: short.exactOptional(),
  goarch: short.exactOptional(),
  cpu: short.exactOptional(),
  gomaxprocs: count.exactOptional(),
  cpus: count.exactOptional(),
  kernel: short.exactOptional(),
  variables: variables.exactOptional(),
  cpuLimit: z.number().nonnegative().exactOptional(),
  memoryLimit: z.number().nonnegative().exactOptional(),
});

const packageState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('built'), trimpath: z.boolean(), seconds }),
  z.strictObject({ state: z.literal('failed'), reason: long, log: long, spent: z.literal(true).exactOptional() }),
  z.strictObject({ state: z.literal('absent') }),
  z.strictObject({ state: z.literal('unselected') }),
]);

const packageEvidence = z.strictObject({
  pkg: short,
  dir: short,
  module: short.exactOptional(),
  base: packageState,
  head: packageState,
  identical: z.boolean(),
  benchmarks: z.strictObject({ base: names, head: names }),
  reachedBy: names,
  changed: z.record(short, short).exactOptional(),
});

const textRange = z
  .strictObject({
    file: z.string().regex(/^(base|head)\/[\w.-]+\.txt$/, 'names no text file of the folder'),
    from: count,
    to: count,
  })
  .refine((range) => range.from <= range.to, 'ends before it begins');

const KINDS = ['cpu', 'memory', 'block', 'mutex'] as const;
const profileKind = z.enum(KINDS);
const profile = z
  .strictObject({
    kind: profileKind,
    file: z.string().regex(/^(base|head)\/[\w.-]+\.pb\.gz$/, 'names no profile of the folder'),
  })
  .refine(({ kind, file }) => file.endsWith(`.${kind}.pb.gz`), 'is a file of another kind');

/** A process has at most one of each kind. */
const perKind = <T>(item: z.ZodType<T>, kindOf: (value: T) => ProfileKind) =>
  z
    .array(item)
    .max(KINDS.length)
    .refine((all) => new Set(all.map(kindOf)).size === all.length, 'names a kind twice');

const storedProcess = z.strictObject({
  side: sideName,
  pkg: short,
  phase: z.enum(['calibrate', 'screen', 'confirm', 'aa', 'layout', 'profile']),
  round: count,
  args: z.array(short).max(1000),
  rows: names,
  timeout: seconds,
  layout: count.min(1).exactOptional(),
  link: seconds.exactOptional(),
  order: count,
  start: seconds,
  wall: seconds,
  user: seconds,
  system: seconds,
  maxRss: z.number().nonnegative(),
  ending: z.enum(['ok', 'exit', 'signal', 'timeout', 'not-started']),
  exit: z.number().int(),
  signal: short.exactOptional(),
  file: short.exactOptional(),
  stdout: textRange,
  stderr: textRange,
  profilers: perKind(profileKind, (kind) => kind).exactOptional(),
  profiles: perKind(profile, ({ kind }) => kind).exactOptional(),
  traced: z.literal(true).exactOptional(),
  godebug: short.exactOptional(),
  trace: z
    .string()
    .regex(/^(base|head)\/[\w.-]+\.trace\.json$/, 'names no summary of a trace of the folder')
    .exactOptional(),
  rawTrace: z
    .string()
    .regex(/^(base|head)\/[\w.-]+\.trace$/, 'names no trace of the folder')
    .exactOptional(),
});

const subject = z.strictObject({
  pkg: short.exactOptional(),
  benchmark: short.exactOptional(),
  gomaxprocs: count.exactOptional(),
  function: short.exactOptional(),
});

const baselineRow = z.strictObject({ subject, metric: short, values: z.array(z.number()).max(10_000) });
const measure = z.strictObject({
  packages: names,
  bench: short,
  budget: seconds,
  cpu: z.array(count).max(1000),
  benchtime: seconds,
  rounds: z.strictObject({ screen: count, confirm: count }),
  // Evidence of earlier versions has none.
  profile: z.enum(['auto', 'always', 'never']).default('never'),
});
/** At most as long as a rules file may be. */
const rules = z.string().max(256 * 1024);
const rulesText = z.strictObject({ file: short, text: rules, extended: z.record(short, rules).exactOptional() });

/** Strict: an unknown key is an error, so that a misspelt or smuggled one never passes unseen. */
export const storedEvidence = z.strictObject({
  schema: z.literal('go-perf-gate/evidence@1'),
  version: short,
  now: z.iso.datetime({ offset: true }),
  design: z.enum(['interleaved', 'sequential', 'baseline']),
  baseBy: short.exactOptional(),
  base: side,
  head: side,
  environment: z.strictObject({ base: environment, head: environment }),
  packages: z.array(packageEvidence).max(20_000),
  setAside: names,
  edited: names.exactOptional(),
  unlisted: z
    .array(z.strictObject({ side: sideName, dir: short, text: long }))
    .max(20_000)
    .exactOptional(),
  processes: z.array(storedProcess).max(200_000),
  baseline: z.array(baselineRow).max(200_000).exactOptional(),
  rules: z.strictObject({ base: rulesText.exactOptional(), head: rulesText.exactOptional() }),
  measure: measure.exactOptional(),
  seed: count.min(1).max(MAX_SEED).exactOptional(),
  affinity: z.array(count.max(8191)).max(8192).exactOptional(),
  approvals: z.array(z.strictObject({ user: short, sha })).max(1000),
  cost: z.strictObject({ build: seconds, measure: seconds, budget: seconds }),
  diagnostics: z.array(diagnostic).max(10_000),
}) satisfies z.ZodType<StoredEvidence>;
