import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Evidence } from '../../model/evidence.ts';
import { groupBy } from '../../model/group-by.ts';
import { changedFiles } from '../git/changed-files.ts';
import type { Checkouts } from '../git/checkouts.ts';
import type { SidePackages } from '../go/discover.ts';
import { importPath } from '../go/modules.ts';
import type { PerSide } from '../reach/candidates.ts';
import { folderOf } from '../reach/reach.ts';
import { editedFunctions, type PackageSources } from './edited.ts';
import { LARGEST } from './test-data.ts';

/** With more changed Go files nothing is said. */
const MOST_FILES = 2_000;
/** The same for all files of the packages that these belong to, bytes: some seconds of reading. */
const MOST_BYTES = 64 << 20;
/** The same for functions: as many as stored evidence may name. */
const MOST_FUNCTIONS = 100_000;

/** {@link Evidence.edited}, and why it is not known. */
export interface Edited extends Pick<Evidence, 'edited'> {
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Which functions of the modules head edited or added. Both sides are read as they were built, in their checkouts. What
 * git does not list counts as equal on both sides: ignored files, and those of submodules.
 */
export async function nameEdited(checkouts: Checkouts, sides: PerSide<SidePackages | null>): Promise<Edited> {
  const { base, head, git } = checkouts;
  if (!base || !sides.head) return { diagnostics: [] };
  const changed = (await changedFiles(git, base.side.sha)).filter(isSource);
  const packages = [...groupBy(changed, folderOf)].flatMap(([folder, files]) => {
    const pkg = importPath(sides.head?.modules ?? [], folder);
    return pkg === null ? [] : [{ pkg, folder, files }];
  });
  const count = packages.reduce((sum, { files }) => sum + files.length, 0);
  if (count > MOST_FILES) return unknown(`${count} Go files changed, more than ${MOST_FILES}`);
  const roots = { base: base.root, head: head.root };
  const found = await Promise.all(packages.map((p) => filesOf(p, roots, sides)));
  const problem = tooLarge(found);
  if (problem !== null) return unknown(problem);
  const byPackage: string[][] = [];
  // One package in memory at a time.
  for (const files of found) byPackage.push(editedFunctions(await read(files)));
  const edited = byPackage.flat().sort();
  if (edited.length > MOST_FUNCTIONS) return unknown(`more than ${MOST_FUNCTIONS} functions changed`);
  return { edited, diagnostics: [] };
}

function unknown(why: string): Edited {
  return { diagnostics: [{ level: 'notice', text: `${why}, so it is not known which functions were edited` }] };
}

/** Whether the go command compiles a file when it is no test, by its name. */
function isSource(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.endsWith('.go') && !name.endsWith('_test.go') && !/^[_.]/.test(name);
}

/** A package with changed files, all relative to the roots. */
interface ChangedPackage {
  readonly pkg: string;
  readonly folder: string;
  readonly files: readonly string[];
}

interface SourceFile {
  /** As it is named to people. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The same as {@link PackageSources}, not yet read. */
type PackageFiles = Record<'base' | 'head' | 'same', readonly SourceFile[]> & Pick<PackageSources, 'pkg'>;

async function filesOf(
  { pkg, folder, files }: ChangedPackage,
  roots: PerSide<string>,
  sides: PerSide<SidePackages | null>,
): Promise<PackageFiles> {
  const there = (side: 'base' | 'head', names: readonly string[]) =>
    existing(
      roots[side],
      names.filter((name) => !sides[side]?.excluded.has(name)),
    );
  const all = await readdir(join(roots.head, folder)).catch(() => []);
  const others = all.filter(isSource).map((name) => (folder === '.' ? name : `${folder}/${name}`));
  const same = others.filter((name) => !files.includes(name));
  return { pkg, base: await there('base', files), head: await there('head', files), same: await there('head', same) };
}

/** Regular files; a device or a pipe might never end. */
async function existing(root: string, names: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const name of names) {
    const path = join(root, name);
    const status = await stat(path).catch(() => null);
    if (status?.isFile()) found.push({ name, path, size: status.size });
  }
  return found;
}

/** As a clause; null where all of it can be read. */
function tooLarge(packages: readonly PackageFiles[]): string | null {
  const files = packages.flatMap(({ base, head, same }) => [...head, ...base, ...same]);
  const large = files.find(({ size }) => size > LARGEST);
  if (large) return `${large.name} has more than ${LARGEST >> 20} MiB`;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > MOST_BYTES ? `the packages that changed have more than ${MOST_BYTES >> 20} MiB of Go` : null;
}

async function read({ pkg, base, head, same }: PackageFiles): Promise<PackageSources> {
  const texts = (files: readonly SourceFile[]) =>
    Promise.all(files.map(({ path }) => readFile(path, 'utf8').catch(() => '')));
  return { pkg, base: await texts(base), head: await texts(head), same: await texts(same) };
}
