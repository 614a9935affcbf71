import { type ProfilePair, profileChanges } from '../compare/profiles/change.ts';
import type { ProfileRun } from '../compare/profiles/costs.ts';
import { Owner, type OwnModule } from '../compare/profiles/owner.ts';
import { iterationsOf, numberOf } from '../model/arguments.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evidence, PackageEvidence, ProcessRecord, ProfileFile, ProfileKind } from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import { memo } from '../model/memo.ts';
import type { ProfileChange } from '../model/profile-change.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import type { Row } from '../plan/row.ts';
import { readProfile } from '../sources/pprof/read.ts';
import type { ReadProfile } from '../sources/source.ts';

/** A benchmark's profiles of one kind; a side that has none is null. */
export interface ProfiledRow {
  readonly subject: Subject;
  readonly kind: ProfileKind;
  /** The benchmark itself is: base has no profile because it has no such benchmark. */
  readonly isNew: boolean;
  readonly base: ProfileRun | null;
  readonly head: ProfileRun | null;
}

/** What the profilers wrote, read. */
export interface Profiled {
  readonly rows: readonly ProfiledRow[];
  readonly changes: readonly ProfileChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every profile once, however often the gate is asked. */
const read = memo(({ bytes }: ProfileFile) => countedUp(readProfile(bytes, '')));

/** A run counts up: what has values below 0 is a difference of profiles or made by hand, as is what no double can count. */
function countedUp(found: ReadProfile): ReadProfile {
  const isCounted = (value: number) => value >= 0 && value <= Number.MAX_SAFE_INTEGER;
  if (found.profile?.samples.values.every(isCounted) ?? true) return found;
  const error = {
    level: 'error',
    text: 'has values that no run writes (below 0, or 2^53 and more): not used',
  } as const;
  return { profile: null, diagnostics: [...found.diagnostics, error] };
}

/** @param rows what the calibration found, to tell which benchmark a process ran */
export function profiledIn(evidence: Evidence, found: readonly Row[]): Profiled {
  const subjects = new Map(found.map(({ key, pkg, benchmark, gomaxprocs }) => [key, { pkg, benchmark, gomaxprocs }]));
  const runs = evidence.processes.flatMap((process) => runsOf(process, subjects.get(process.rows[0] ?? '')));
  const onBase = new Set(found.flatMap(({ key, secPerOp }) => (secPerOp.base === undefined ? [] : [key])));
  const grouped = groupBy(runs, ({ subject, kind }) => `${kind} ${subjectKey(subject)}`);
  const rows = [...grouped.values()].flatMap((own) => rowOf(own, onBase));
  const owner = new Owner(modulesOf(evidence.packages), evidence.edited ? new Set(evidence.edited) : null);
  return {
    rows,
    changes: rows.flatMap((row) => (isPair(row) ? profileChanges(row, owner) : [])),
    diagnostics: runs.flatMap(({ diagnostics }) => diagnostics),
  };
}

interface Run extends Pick<ProfiledRow, 'subject' | 'kind'> {
  readonly side: ProcessRecord['side'];
  readonly run: ProfileRun | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Only what ran to its end, a known number of times, is per operation. Those of traced processes are for agreement. */
function runsOf(process: ProcessRecord, subject: Subject | undefined): Run[] {
  const iterations = iterationsOf(process);
  if (process.phase !== 'profile' || process.traced || process.ending !== 'ok' || iterations === null || !subject)
    return [];
  return (process.profiles ?? []).map((file) => {
    const { profile, diagnostics } = read(file);
    const name = `${process.side}'s ${file.kind} profile of ${subject.benchmark ?? process.pkg}`;
    return {
      subject,
      kind: file.kind,
      side: process.side,
      run: profile && { profile, iterations, ...sampledIn(process, file.kind) },
      diagnostics: diagnostics.map(({ level, text }) => ({ level, text: `${name}: ${text}` })),
    };
  });
}

function sampledIn(process: ProcessRecord, kind: ProfileKind): Pick<ProfileRun, 'sampled'> {
  const oneIn = kind === 'mutex' ? numberOf(process, 'mutexprofilefraction') : null;
  const nanoseconds = kind === 'block' ? numberOf(process, 'blockprofilerate') : null;
  return {
    ...(oneIn === null ? {} : { sampled: { oneIn } }),
    ...(nanoseconds === null ? {} : { sampled: { nanoseconds } }),
  };
}

function rowOf(runs: readonly Run[], onBase: ReadonlySet<string>): ProfiledRow[] {
  const [first] = runs;
  if (!first) return [];
  const { subject, kind } = first;
  const of = (side: Run['side']) => runs.find((run) => run.side === side)?.run ?? null;
  return [{ subject, kind, isNew: !onBase.has(subjectKey(subject)), base: of('base'), head: of('head') }];
}

function isPair(row: ProfiledRow): row is ProfiledRow & ProfilePair {
  return row.base !== null && row.head !== null;
}

/** A module's folder is its packages' folders less what their import paths add to the module's. */
export function modulesOf(packages: readonly PackageEvidence[]): OwnModule[] {
  const modules = packages.flatMap(({ pkg, dir, module }) => {
    if (module === undefined) return [];
    const inModule = pkg.slice(module.length + 1);
    const root = inModule === '' ? dir : dir.slice(0, Math.max(0, dir.length - inModule.length - 1));
    return [{ path: module, dir: root === '' ? '.' : root }];
  });
  return [...new Map(modules.map((module) => [module.path, module])).values()];
}
