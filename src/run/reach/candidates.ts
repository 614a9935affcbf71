import type { PackageEvidence, SideName } from '../../model/evidence.ts';
import { SIDES } from '../../model/evidence.ts';
import { matchesTopLevel } from '../../model/top-level.ts';
import { changedFiles } from '../git/changed-files.ts';
import type { Checkouts } from '../git/checkouts.ts';
import type { FoundPackage, SidePackages } from '../go/discover.ts';
import type { Mentions } from './mentions.ts';
import { goFolders, type ReachPackage, reach } from './reach.ts';

export type PerSide<T> = Readonly<Record<SideName, T>>;

/** A package with benchmarks on at least one side, that the change can reach. */
export interface Candidate {
  readonly pkg: string;
  readonly dir: string;
  /** Path of its module. */
  readonly module: string;
  readonly found: PerSide<FoundPackage | null>;
  readonly benchmarks: PackageEvidence['benchmarks'];
  /** Why a side could not be listed, where it is not known whether it has the package. */
  readonly problem: PerSide<string | null>;
  /** All files that reach it. */
  readonly reachedBy: readonly string[];
}

export interface Candidates {
  readonly reached: readonly Candidate[];
  /** Import paths that nothing reaches. */
  readonly setAside: readonly string[];
}

/**
 * Brings both sides' packages together and sets aside those that the change cannot reach.
 *
 * @param generated a `setup` command wrote files that git does not see: everything is in doubt and nothing set aside.
 */
export async function chooseCandidates(
  checkouts: Checkouts,
  sides: PerSide<SidePackages | null>,
  mentions: Mentions,
  generated: boolean,
): Promise<Candidates> {
  const all = merge(sides);
  if (!checkouts.base) return { reached: all, setAside: [] };
  const changed = await changedFiles(checkouts.git, checkouts.base.side.sha);
  const folders = goFolders([...(await tracked(checkouts)), ...changed]);
  const modules = [...new Set(SIDES.flatMap((side) => sides[side]?.modules.map((m) => m.dir) ?? []))];
  const files = reach({
    changed,
    packages: all.map(toReach),
    goFolders: folders,
    modules,
    mentions: (folder, text) => mentions.has(folder, text),
  });
  // What could not be listed has an import graph that nobody knows.
  const doubtful = (c: Candidate) => generated || files.has(c.pkg) || SIDES.some((side) => c.problem[side] !== null);
  return {
    reached: all.filter(doubtful).map((c) => ({ ...c, reachedBy: files.get(c.pkg) ?? [] })),
    setAside: all.filter((c) => !doubtful(c)).map((c) => c.pkg),
  };
}

/** Whether the user's pattern can select a benchmark of the package, on either side. */
export function isSelected({ benchmarks }: Candidate, bench: string): boolean {
  return SIDES.some((side) => benchmarks[side].some((name) => matchesTopLevel(bench, name)));
}

async function tracked({ git, base }: Checkouts): Promise<string[]> {
  const head = await git.must('ls-files', '-z', '--', '*.go');
  const before = base ? await git.must('ls-tree', '-r', '-z', '--name-only', '--full-tree', base.side.sha) : '';
  return [...head.split('\0'), ...before.split('\0')].filter(Boolean);
}

function merge(sides: PerSide<SidePackages | null>): Candidate[] {
  const names = new Set(SIDES.flatMap((side) => [...(sides[side]?.packages.keys() ?? [])]));
  return [...names].sort().flatMap((pkg) => {
    const found = { base: sides.base?.packages.get(pkg) ?? null, head: sides.head?.packages.get(pkg) ?? null };
    const one = found.head ?? found.base;
    if (!one) return [];
    const { dir, module } = one;
    const problemOf = (side: SideName) => (found[side] ? null : (sides[side]?.problems.get(module.dir) ?? null));
    const benchmarks = { base: found.base?.benchmarks ?? [], head: found.head?.benchmarks ?? [] };
    const problem = { base: problemOf('base'), head: problemOf('head') };
    return [{ pkg, dir, module: module.path, found, benchmarks, problem, reachedBy: [] }];
  });
}

function toReach(c: Candidate): ReachPackage {
  const both = SIDES.flatMap((side) => c.found[side] ?? []);
  return {
    pkg: c.pkg,
    dir: c.dir,
    module: both[0]?.module.dir ?? '.',
    deps: new Set(both.flatMap((f) => [...f.deps])),
    embedded: new Set(both.flatMap((f) => f.embedded)),
  };
}
