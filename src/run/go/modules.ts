import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIn } from '../git/git.ts';
import { below } from './go-list.ts';
import type { Toolchain } from './toolchain.ts';

/** A Go module of a checkout. */
export interface Module {
  /** Module path. */
  readonly path: string;
  /** Folder, relative to the repository's root, with `/`; `.` is the root. */
  readonly dir: string;
}

/** Folders that the go command does not look into. */
export function ignoredByGo(path: string): boolean {
  return path.split('/').some((part) => part === 'testdata' || part === 'vendor' || /^[_.]./.test(part));
}

/**
 * The modules to measure in the folder `dir` of a checkout: those of the go.work in force there, or else the module that
 * `dir` is in and every module nested below it.
 */
export async function findModules(go: Toolchain, root: string, dir: string): Promise<Module[]> {
  const start = join(root, dir);
  const work = go.settings.GOWORK ?? '';
  const folders =
    work !== '' && work !== 'off' ? await workspaceFolders(go, root, start) : await nestedFolders(go, root, dir);
  const modules: Module[] = [];
  for (const folder of folders) {
    const path = await modulePath(join(root, folder, 'go.mod'));
    if (path !== null) modules.push({ path, dir: folder });
  }
  return modules.sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

async function workspaceFolders(go: Toolchain, root: string, start: string): Promise<string[]> {
  const result = await go.go(start, ['list', '-m', '-f', '{{.Dir}}']);
  const own = result.stdout.split(/\r?\n/).map((line) => (line ? below(root, line) : null));
  return own.filter((folder) => folder !== null && isAboveOrBelow(folder, below(root, start) ?? '.')) as string[];
}

function isAboveOrBelow(a: string, b: string): boolean {
  return a === '.' || b === '.' || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

async function nestedFolders(go: Toolchain, root: string, dir: string): Promise<string[]> {
  const folders = new Set<string>();
  const gomod = go.settings.GOMOD ?? '';
  const around = gomod.endsWith('go.mod') ? below(root, join(gomod, '..')) : null;
  if (around !== null) folders.add(around);
  const list = await gitIn(join(root, dir)).ask(
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    'go.mod',
    '*/go.mod',
  );
  for (const file of (list ?? '').split('\0').filter(Boolean)) {
    const path = below(root, join(root, dir, file, '..'));
    if (path !== null && !ignoredByGo(below(join(root, dir), join(root, path)) ?? '')) folders.add(path);
  }
  return [...folders];
}

/** The `module` line of a go.mod (go.dev/ref/mod#go-mod-file-module), or null when there is none to read. */
async function modulePath(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const match = /^\s*module\s+(?:\(\s*)?("[^"]+"|`[^`]+`|[^\s()/]\S*)/m.exec(text);
  return match?.[1]?.replace(/^["`]|["`]$/g, '') ?? null;
}

/**
 * The user's package patterns, given for `dir`, as they read in a module's own folder; empty when none can match there.
 *
 * @param dir folder that the patterns are relative to, relative to the root.
 */
export function patternsFor(module: Module, dir: string, patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    if (!/^\.(\/|$)/.test(pattern)) return [pattern];
    const full = normal(`${dir}/${pattern}`);
    const rest = within(module.dir, full);
    if (rest !== null) return [rest === '' ? '.' : `./${rest}`];
    const wild = full.indexOf('...');
    // `./...` above a nested module means all of it; `./cod...` may.
    return wild >= 0 && `${module.dir}/`.startsWith(full.slice(0, wild)) ? ['./...'] : [];
  });
}

/** Import path of the package in a folder of the checkout; null where none of the modules has it. */
export function importPath(modules: readonly Module[], folder: string): string | null {
  const around = modules.flatMap(({ path, dir }) => {
    const rest = within(dir, normal(folder));
    return rest === null ? [] : [{ path, rest }];
  });
  const [nearest] = around.sort((a, b) => a.rest.length - b.rest.length);
  if (!nearest || ignoredByGo(nearest.rest)) return null;
  return nearest.rest === '' ? nearest.path : `${nearest.path}/${nearest.rest}`;
}

/** A path without `.` and doubled slashes; '' is the root. */
function normal(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** What is left of `path` below `folder`, or null when it is elsewhere. */
function within(folder: string, path: string): string | null {
  const own = normal(folder);
  if (own === '') return path;
  return path === own ? '' : path.startsWith(`${own}/`) ? path.slice(own.length + 1) : null;
}
