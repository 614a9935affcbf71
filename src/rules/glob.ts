import { braceExpand, Minimatch, type MinimatchOptions } from 'minimatch';
import { splitFunction } from '../model/go-function.ts';

/** A pattern may be this long, and its braces may stand for this many patterns: matching stays fast whoever wrote it. */
export const MAX_PATTERN = 256;
export const MAX_BRACES = 16;

const OPTIONS: MinimatchOptions = {
  dot: true,
  nonegate: true,
  nocomment: true,
  platform: 'linux',
  braceExpandMax: MAX_BRACES,
};

/** Why a pattern cannot be used; undefined when it can. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === '' || pattern === '!') return 'a pattern cannot be empty';
  if (pattern.length > MAX_PATTERN)
    return `a pattern can have ${MAX_PATTERN} characters, this one has ${pattern.length}`;
  const many = braceExpand(pattern, { braceExpandMax: MAX_BRACES + 1 }).length > MAX_BRACES;
  return many ? `the braces of a pattern can stand for ${MAX_BRACES} patterns at most` : undefined;
}

/**
 * Whether a list of globs matches a path (a package's import path, a benchmark's name), as minimatch has them: `*` and
 * `?` stay within a part, `**` crosses `/`, `[a-z]` and `{a,b}` work. `x/**` matches `x` itself too. A pattern that
 * begins with `!` takes away; a list of only such patterns begins with everything.
 */
export function matchesPath(patterns: readonly string[], path: string): boolean {
  return matchesList(patterns, (pattern) => compiled(pattern).matches(path));
}

/** The same for names in which `/` separates nothing (metrics, units, check ids, values of keys): `*` crosses it. */
export function matchesName(patterns: readonly string[], name: string): boolean {
  return matchesList(patterns, (pattern) => compiled(flat(pattern)).matches(flat(name)));
}

/**
 * Whether a list of globs matches a package. `./` is the root of each module, `.` is its root package; `...` at the
 * end means what it means to Go: `./codec/...` is `./codec/**`. Other patterns are matched with the whole import path.
 *
 * @param modules import paths of the modules that are measured
 */
export function matchesPackage(patterns: readonly string[], pkg: string, modules: readonly string[]): boolean {
  return matchesList(patterns, (pattern) => expandPackage(pattern, modules).some((p) => compiled(p).matches(pkg)));
}

function expandPackage(pattern: string, modules: readonly string[]): readonly string[] {
  const glob = pattern.replace(/(^|\/)\.\.\.$/, '$1**');
  if (glob === '.' || glob === './') return modules.map(literal);
  return glob.startsWith('./') ? modules.map((m) => `${literal(m)}/${glob.slice(2)}`) : [glob];
}

/** An import path as a pattern that matches only itself. */
function literal(path: string): string {
  return path.replace(/[[\]{}()*?!+@\\]/g, '\\$&');
}

/**
 * Whether a list of globs matches a Go function, named as Go names it: `example.com/m/codec.(*Encoder).grow`. `*` crosses
 * `/`. `./` is the root of each module, `./codec.*` are the functions of its package codec, and `.Parse` is a function of
 * the root package. `x/**` and `x/...` are all functions of the package x and of those below. Parentheses and `[...]`
 * stand for themselves, and a name written out matches itself, whatever is in it. Points that Go escapes in the name of a
 * package (`gopkg.in/yaml%2ev2.Marshal`) may be written either way.
 *
 * @param modules import paths of the modules that are measured
 */
export function matchesFunction(patterns: readonly string[], fn: string, modules: readonly string[]): boolean {
  const { pkg, name } = splitFunction(fn);
  const names = [...new Set([fn, pkg === '' ? fn : `${pkg}.${name}`])];
  return matchesList(patterns, (pattern) =>
    inModules(pattern, modules).some(({ written, glob }) =>
      names.some((known) => known === written || functionGlobs(glob).some((g) => g.matches(flat(known)))),
    ),
  );
}

/** A pattern that begins with a point, within each module: as a name written out, and as a glob. */
function inModules(pattern: string, modules: readonly string[]): readonly { written: string; glob: string }[] {
  if (!pattern.startsWith('.')) return [{ written: pattern, glob: pattern }];
  const rest = pattern.startsWith('./') ? pattern.slice(1) : pattern;
  return modules.map((module) => ({ written: module + rest, glob: literal(module) + rest }));
}

function functionGlobs(glob: string): readonly Glob[] {
  const package_ = glob.replace(/\/(\*\*|\.\.\.)$/, '');
  const all = package_ === glob ? [glob] : [`${package_}/*`, `${package_}.*`];
  return all.map((pattern) => {
    const plain = flat(pattern.replaceAll('[...]', '\\[...\\]'));
    return remembered(FUNCTION_GLOBS, MAX_GLOBS, plain, () => new Glob(plain, { ...OPTIONS, noext: true }));
  });
}

function matchesList(patterns: readonly string[], matches: (pattern: string) => boolean): boolean {
  const wanted = patterns.filter((p) => !p.startsWith('!'));
  const unwanted = patterns.filter((p) => p.startsWith('!')).map((p) => p.slice(1));
  return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches);
}

const NO_SEPARATOR = '\x01';

function flat(text: string): string {
  return text.replaceAll('/', NO_SEPARATOR);
}

/** Thousands of rows are matched with the same few patterns; the rows of one package and benchmark follow each other. */
const MAX_GLOBS = 1000;
const MAX_ANSWERS = 256;
const GLOBS = new Map<string, Glob>();
const FUNCTION_GLOBS = new Map<string, Glob>();

function compiled(pattern: string): Glob {
  return remembered(GLOBS, MAX_GLOBS, pattern, () => new Glob(pattern));
}

/** One pattern, compiled, and what it said of the names it met. */
class Glob {
  private readonly globs: readonly Minimatch[];
  private readonly answers = new Map<string, boolean>();

  constructor(pattern: string, options = OPTIONS) {
    const itself = pattern.endsWith('/**') && pattern.length > 3 ? [pattern.slice(0, -3)] : [];
    this.globs = [pattern, ...itself].map((p) => new Minimatch(p, options));
  }

  matches(path: string): boolean {
    return remembered(this.answers, MAX_ANSWERS, path, () => this.globs.some((glob) => glob.match(path)));
  }
}

function remembered<T>(cache: Map<string, T>, size: number, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= size) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}
