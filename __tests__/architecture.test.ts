import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LAYERS, PLUGS } from './layers.ts';

const ROOT = join(import.meta.dirname ?? '.', '..');
const SRC = join(ROOT, 'src');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const SOURCES = filesUnder(SRC).filter((f) => f.endsWith('.ts') && !f.endsWith('.d.ts'));

/** `gate` for src/gate.ts and for src/gate/…: the step and its room are one floor. */
function floorOf(file: string): string {
  return (relative(SRC, file).split('/')[0] ?? '').replace(/\.ts$/, '');
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm),
  ].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

/** Every import that the table does not allow, as `file imports what`. */
function breaches(files: readonly string[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((what) => (allowed(file, what) ? [] : [`${relative(ROOT, file)} imports ${what}`])),
  );
}

function allowed(file: string, what: string): boolean {
  const own = floorOf(file);
  const layer = LAYERS[own];
  if (!layer) return false;
  if (!what.startsWith('.')) {
    return layer.packages.some((p) =>
      p.endsWith('*') ? what.startsWith(p.slice(0, -1)) : what === p || what.startsWith(`${p}/`),
    );
  }
  const target = join(file, '..', what);
  if (!target.startsWith(SRC)) return /\/rules\/\w+\.yml$|\/examples\/workflows\/[\w-]+\.yml$/.test(target);
  const floor = floorOf(target);
  return floor === own || layer.folders.includes(floor);
}

describe('the house', () => {
  test('every folder of src/ has its line in the table', () => {
    const floors = new Set(SOURCES.map(floorOf));
    expect([...floors].sort()).toEqual(Object.keys(LAYERS).sort());
  });

  test('imports only go down', () => {
    expect(breaches(SOURCES)).toEqual([]);
  });

  test('the table itself has no way up: it can be walked floor by floor', () => {
    const done = new Set<string>();
    const todo = new Set(Object.keys(LAYERS));
    for (let before = -1; before !== todo.size; ) {
      before = todo.size;
      for (const floor of todo) {
        if (LAYERS[floor]?.folders.every((f) => done.has(f))) {
          todo.delete(floor);
          done.add(floor);
        }
      }
    }
    expect([...todo]).toEqual([]);
  });

  test('the test can fail: a forbidden import is seen', () => {
    expect(allowed(join(SRC, 'model/unit.ts'), '../stats/ranks.ts')).toBe(false);
    expect(allowed(join(SRC, 'cli/main.ts'), '@actions/core')).toBe(false);
    expect(allowed(join(SRC, 'stats/ranks.ts'), 'node:fs')).toBe(false);
    expect(allowed(join(SRC, 'stats/ranks.ts'), '../model/unit.ts')).toBe(true);
  });

  test('biome.json forbids what the table forbids', () => {
    const biome = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
    const told = Object.fromEntries(
      biome.overrides
        .filter(
          (o: { linter?: { rules?: { style?: { noRestrictedImports?: unknown } } } }) =>
            o.linter?.rules?.style?.noRestrictedImports,
        )
        .map(
          (o: {
            includes: string[];
            linter: { rules: { style: { noRestrictedImports: { options: { patterns: { group: string[] }[] } } } } };
          }) => [
            (o.includes[0] ?? '').split('/')[1]?.replace('.ts', ''),
            o.linter.rules.style.noRestrictedImports.options.patterns[0]?.group.slice().sort(),
          ],
        ),
    );
    const forbidden = (floor: string) =>
      Object.keys(LAYERS)
        .filter((f) => f !== floor && !LAYERS[floor]?.folders.includes(f))
        .map((f) => `**/${f}/**`)
        .concat(LAYERS[floor]?.packages.includes('node:*') ? [] : ['node:*'])
        .concat(floor === 'github' ? [] : ['@actions/*', '@octokit/*'])
        .sort();
    for (const floor of Object.keys(LAYERS)) expect([floor, told[floor]]).toEqual([floor, forbidden(floor)]);
  });
});

describe.each(Object.entries(PLUGS))('the plug folder %s', (folder, { contract, documented }) => {
  const plugs = () =>
    readdirSync(join(SRC, folder)).filter(
      (name) => name !== 'index.ts' && name !== contract && (name.endsWith('.ts') || isFolder(name)),
    );
  const isFolder = (name: string) => statSync(join(SRC, folder, name)).isDirectory();

  test('has its contract and its registry', () => {
    expect(existsSync(join(SRC, folder, contract))).toBe(true);
    expect(plugs().length).toBeGreaterThan(0);
  });

  test('registers every plug', () => {
    const index = readFileSync(join(SRC, folder, 'index.ts'), 'utf8');
    expect(plugs().filter((name) => !index.includes(`'./${name.replace(/\.ts$/, '')}`))).toEqual([]);
  });

  test('documents every plug under a heading', () => {
    const text = readFileSync(join(ROOT, documented), 'utf8');
    const headings = [...text.matchAll(/^#+ .*$/gm)].map((m) => m[0]).join('\n');
    expect(plugs().filter((name) => !headings.includes(name.replace(/\.ts$/, '')))).toEqual([]);
  });

  test('has no plug that imports its sibling', () => {
    const siblings = filesUnder(join(SRC, folder)).filter((f) => f.endsWith('.ts') && !f.endsWith('/index.ts'));
    const own = (file: string) => relative(join(SRC, folder), file).split('/')[0];
    const crossing = siblings.flatMap((file) =>
      importsOf(file)
        .filter((what) => what.startsWith('.'))
        .map((what) => join(file, '..', what))
        .filter(
          (target) => target.startsWith(join(SRC, folder)) && own(target) !== own(file) && own(target) !== contract,
        )
        .map((target) => `${relative(ROOT, file)} imports ${relative(ROOT, target)}`),
    );
    expect(crossing).toEqual([]);
  });
});

test('the version is the same in package.json and in the program', async () => {
  const { VERSION } = await import('../src/model/version.ts');
  expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version).toBe(VERSION);
});
