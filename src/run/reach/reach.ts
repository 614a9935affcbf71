import { ignoredByGo } from '../go/modules.ts';

/** What reach needs to know of a package with benchmarks, both sides together. Paths are relative to the root. */
export interface ReachPackage {
  readonly pkg: string;
  readonly dir: string;
  /** Folder of its module. */
  readonly module: string;
  /** Folders that its test binary is compiled from. */
  readonly deps: ReadonlySet<string>;
  readonly embedded: ReadonlySet<string>;
}

export interface ReachInput {
  readonly changed: readonly string[];
  readonly packages: readonly ReachPackage[];
  /** Folders of either side that hold Go files (testdata and the like apart). */
  readonly goFolders: ReadonlySet<string>;
  /** Folders of modules. */
  readonly modules: readonly string[];
  /** Whether any source in a folder has the text in it. */
  mentions(folder: string, text: string): boolean;
}

/** Files that say how modules are put together. */
const MODULE_FILES = new Set(['go.mod', 'go.sum']);
const WORKSPACE_FILES = new Set(['go.work', 'go.work.sum']);

/** Files for people and for services: of no matter to a program unless it embeds or names them. */
const FOR_PEOPLE = [
  /\.(md|markdown|rst|adoc|svg|png|jpe?g|gif)$/i,
  /(^|\/)(licen[cs]e|copying|notice|authors|contributors|maintainers|patents|changelog|readme|codeowners)([.-][\w.]+)?$/i,
  /(^|\/)\.(github|gitlab|circleci|buildkite|vscode|idea|devcontainer)\//,
  /(^|\/)(\.gitlab-ci|\.travis|\.golangci|\.goreleaser|\.pre-commit-config|\.codecov|codecov|\.yamllint|\.markdownlint|renovate|dependabot|mkdocs|appveyor|\.cirrus)\.\w+$/,
  /(^|\/)(\.gitignore|\.editorconfig|\.mailmap|\.dockerignore|Dockerfile[\w.-]*|Makefile|Taskfile\.ya?ml|Jenkinsfile)$/,
];

/** Whether a file is a document or a service's configuration; test data never is. */
export function forPeople(file: string): boolean {
  return FOR_PEOPLE.some((pattern) => pattern.test(file)) && !isCompiled(file) && !file.split('/').includes('testdata');
}

/** Sources that the compiler reads: what they do is in the binary. */
export function isCompiled(file: string): boolean {
  return (
    /\.(go|s|S|c|cc|cpp|cxx|h|hh|hpp|hxx|m|f|F|for|f90|swig|swigcxx)$/.test(file) &&
    !file.split('/').includes('testdata')
  );
}

/**
 * Which packages a change can reach, and through which files.
 *
 * A file belongs to the nearest Go folder above it (so test data, embedded files, assembly and C count as that package)
 * and reaches every package compiled from that folder; a test file reaches its own package only; module files and
 * vendored code reach their module; go.work reaches all. What is only for people reaches those that embed or name it.
 * Anything in doubt reaches.
 *
 * @returns by import path, the files that reach it, in the order given; packages that nothing reaches are absent.
 */
export function reach(input: ReachInput): Map<string, string[]> {
  const reached = new Map<string, string[]>();
  for (const file of input.changed) {
    for (const p of input.packages.filter((candidate) => reaches(file, candidate, input))) {
      const files = reached.get(p.pkg) ?? [];
      files.push(file);
      reached.set(p.pkg, files);
    }
  }
  return reached;
}

function reaches(file: string, p: ReachPackage, input: ReachInput): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (p.embedded.has(file)) return true;
  if (WORKSPACE_FILES.has(name)) return true;
  if (MODULE_FILES.has(name)) return ofModule(folderOf(file), p, input);
  const vendor = vendorRoot(file);
  if (vendor !== null) return ofModule(vendor, p, input);
  if (forPeople(file)) return named(name, p, input);
  const owner = nearest(folderOf(file), input.goFolders);
  if (owner === null) return ofModule(nearest(folderOf(file), new Set(input.modules)) ?? '.', p, input);
  if (isCompiled(file) && owner === folderOf(file)) return sourceReaches(file, name, owner, p, input);
  return dataReaches(file, name, owner, p, input);
}

/** Benchmarks of parsers read sources as data, so a name in the sources counts here too. */
function sourceReaches(file: string, name: string, owner: string, p: ReachPackage, input: ReachInput): boolean {
  const compiled = file.endsWith('_test.go') ? owner === p.dir : p.deps.has(owner);
  return compiled || input.mentions(p.dir, name);
}

/**
 * Data: of its own package; of any that names it together with its folder, or that climbs out of its own folder; a
 * header also of any that uses cgo. What a benchmark does through a helper package counts as its own.
 */
function dataReaches(file: string, name: string, owner: string, p: ReachPackage, input: ReachInput): boolean {
  const header = isCompiled(file) && [...p.deps].some((folder) => input.mentions(folder, 'import "C"'));
  const folder = owner.slice(owner.lastIndexOf('/') + 1);
  const byName = named(name, p, input) && (owner === '.' || named(folder, p, input));
  const climbs = [...p.deps].some((dep) => input.mentions(dep, '"..'));
  return p.deps.has(owner) || header || byName || climbs;
}

function named(name: string, p: ReachPackage, input: ReachInput): boolean {
  return [...p.deps].some((folder) => input.mentions(folder, name));
}

/** Whether a package is of the module in `folder`, or compiled from some of it (replace, go.work). */
function ofModule(folder: string, p: ReachPackage, input: ReachInput): boolean {
  if (p.module === folder) return true;
  const modules = new Set([...input.modules, folder]);
  return [...p.deps].some((dep) => nearest(dep, modules) === folder);
}

function vendorRoot(file: string): string | null {
  const parts = file.split('/');
  const at = parts.indexOf('vendor');
  return at < 0 || at === parts.length - 1 ? null : parts.slice(0, at).join('/') || '.';
}

export function folderOf(file: string): string {
  const at = file.lastIndexOf('/');
  return at < 0 ? '.' : file.slice(0, at);
}

/** The folder itself or the nearest above it that is in the set. */
function nearest(folder: string, set: ReadonlySet<string>): string | null {
  for (let at = folder; ; at = folderOf(at)) {
    if (set.has(at)) return at;
    if (at === '.') return null;
  }
}

/** Folders that hold Go files, of a list of files. */
export function goFolders(files: readonly string[]): Set<string> {
  const sources = files.filter((file) => file.endsWith('.go'));
  return new Set(sources.map(folderOf).filter((folder) => folder === '.' || !ignoredByGo(folder)));
}
