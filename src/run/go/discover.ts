import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchmarkNames } from './benchmark-names.ts';
import { below, goList, type ListedPackage } from './go-list.ts';
import { findModules, type Module, patternsFor } from './modules.ts';
import type { Toolchain } from './toolchain.ts';

/** A package with benchmarks on one side. Paths are relative to the checkout's root, with `/`. */
export interface FoundPackage {
  /** Import path. */
  readonly pkg: string;
  /** Of its package clause; what its external tests have in front of `_test`. */
  readonly name: string;
  readonly dir: string;
  readonly module: Module;
  /** Top-level benchmark functions, without the prefix, sorted. */
  readonly benchmarks: readonly string[];
  /** Folders of the checkout that the test binary is compiled from, its own among them. */
  readonly deps: ReadonlySet<string>;
  /** Files embedded in any of these packages. */
  readonly embedded: readonly string[];
  /** Folders of the packages that the tests import, its own among them. */
  readonly near: readonly string[];
  /** Names of its `_test.go` files, those of the external test package apart. */
  readonly testFiles: { readonly internal: readonly string[]; readonly external: readonly string[] };
  /** Files that its tests embed. */
  readonly testEmbedded: readonly string[];
}

export interface SidePackages {
  readonly root: string;
  readonly modules: readonly Module[];
  /** By import path. */
  readonly packages: ReadonlyMap<string, FoundPackage>;
  /** Whether the patterns match anything that could be listed, with benchmarks or without. */
  readonly matched: boolean;
  /** Go files of the modules' listed packages that build constraints exclude. */
  readonly excluded: ReadonlySet<string>;
  /** Modules that could not be listed, by folder, with what the go command said. */
  readonly problems: ReadonlyMap<string, string>;
}

export interface Selection {
  /** Folder to work in, relative to the root. */
  readonly dir: string;
  readonly patterns: readonly string[];
  /** Build flags that decide which files belong to a package (-tags, -mod, -race). */
  readonly flags: readonly string[];
}

/** Finds the packages with benchmarks in one checkout; a module that cannot be read costs no other. */
export async function discover(go: Toolchain, root: string, selection: Selection): Promise<SidePackages> {
  const modules = await findModules(go, root, selection.dir);
  const packages = new Map<string, FoundPackage>();
  const problems = new Map<string, string>();
  const excluded = new Set<string>();
  let matched = false;
  for (const module of modules) {
    const patterns = patternsFor(module, selection.dir, selection.patterns);
    if (patterns.length === 0) continue;
    const listing = await goList(go, join(root, module.dir), selection.flags, patterns);
    if ('problem' in listing) problems.set(module.dir, listing.problem);
    else {
      const own = matchedIn(module, listing.packages);
      matched ||= own.length > 0;
      for (const found of await withBenchmarks(root, module, own, listing.packages)) packages.set(found.pkg, found);
      for (const file of excludedIn(root, listing.packages)) excluded.add(file);
    }
  }
  return { root, modules, packages, matched, excluded, problems };
}

function excludedIn(root: string, listed: readonly ListedPackage[]): string[] {
  return listed.filter((p) => p.Module?.Main).flatMap((p) => within(root, p, p.IgnoredGoFiles ?? []));
}

/** The module's own packages that the patterns match. */
function matchedIn(module: Module, listed: readonly ListedPackage[]): ListedPackage[] {
  return listed.filter(
    (p) => !p.ForTest && p.Match?.length && p.Dir && p.Module?.Main && p.Module.Path === module.path,
  );
}

async function withBenchmarks(
  root: string,
  module: Module,
  own: readonly ListedPackage[],
  listed: readonly ListedPackage[],
): Promise<FoundPackage[]> {
  const byPath = new Map(listed.map((p) => [p.ImportPath, p]));
  const found = await Promise.all(own.map((p) => describe(root, module, p, byPath)));
  return found.filter((p) => p !== null);
}

async function describe(
  root: string,
  module: Module,
  listed: ListedPackage,
  byPath: ReadonlyMap<string, ListedPackage>,
): Promise<FoundPackage | null> {
  const dir = below(root, listed.Dir ?? '');
  if (dir === null) return null;
  const benchmarks = await benchmarksOf(listed);
  if (benchmarks.length === 0) return null;
  const built = compiledFrom(listed, byPath);
  const folders = (packages: readonly ListedPackage[]) => packages.flatMap((p) => below(root, p.Dir ?? '') ?? []);
  const imported = [...(listed.TestImports ?? []), ...(listed.XTestImports ?? [])];
  return {
    pkg: listed.ImportPath,
    name: listed.Name ?? '',
    dir,
    module,
    benchmarks,
    deps: new Set([dir, ...folders(built)]),
    embedded: [...new Set(built.flatMap((p) => embeddedIn(root, p, p.ImportPath === listed.ImportPath)))].sort(),
    near: [...new Set([dir, ...folders(imported.flatMap((path) => own(byPath.get(path))))])].sort(),
    testFiles: { internal: listed.TestGoFiles ?? [], external: listed.XTestGoFiles ?? [] },
    testEmbedded: within(root, listed, testEmbeds(listed)),
  };
}

const own = (p: ListedPackage | undefined) => (p && !p.Standard ? [p] : []);

async function benchmarksOf(listed: ListedPackage): Promise<string[]> {
  const invalid = (listed.InvalidGoFiles ?? []).filter((file) => file.endsWith('_test.go'));
  const files = new Set([...(listed.TestGoFiles ?? []), ...(listed.XTestGoFiles ?? []), ...invalid]);
  const texts = await Promise.all(
    [...files].map((file) => readFile(join(listed.Dir ?? '', file), 'utf8').catch(() => '')),
  );
  return [...new Set(texts.flatMap(benchmarkNames))].sort();
}

/** The package and everything outside the standard library that its test binary links, tests of both kinds included. */
function compiledFrom(listed: ListedPackage, byPath: ReadonlyMap<string, ListedPackage>): ListedPackage[] {
  const deps = byPath.get(`${listed.ImportPath}.test`)?.Deps ?? listed.Deps ?? [];
  // `p [q.test]` is p compiled for q's tests: the same folder.
  const paths = new Set([listed.ImportPath, ...deps.map((dep) => dep.replace(/ \[.*\]$/, ''))]);
  return [...paths].flatMap((path) => own(byPath.get(path)));
}

function embeddedIn(root: string, p: ListedPackage, tests: boolean): string[] {
  return within(root, p, [...(p.EmbedFiles ?? []), ...(tests ? testEmbeds(p) : [])]);
}

function testEmbeds({ TestEmbedFiles = [], XTestEmbedFiles = [] }: ListedPackage): string[] {
  return [...new Set([...TestEmbedFiles, ...XTestEmbedFiles])];
}

/** Files of a package, relative to the checkout's root. */
function within(root: string, { Dir = '' }: ListedPackage, files: readonly string[]): string[] {
  return files.flatMap((file) => below(root, join(Dir, file)) ?? []);
}
