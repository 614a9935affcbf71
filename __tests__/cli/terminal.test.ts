import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bugText } from '../../src/cli/bug.ts';
import { examplesFolder } from '../../src/cli/examples.ts';
import { BASE, bench, call, dir, file } from './call.ts';

const ROOT = join(examplesFolder(), '..');

/** Runs a program with a stream closed by its reader before anything is written. */
async function run(
  argv: readonly string[],
  closed?: 'stdout',
  program = process.execPath,
): Promise<{ status: number | null; err: string }> {
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  if (closed) child[closed].destroy();
  else child.stdout.resume();
  const [status] = await once(child, 'close');
  return { status, err };
}

/** Bundles sources of ours for a Node that strips no types. @returns the bundle */
async function bundled(entry: string, name: string): Promise<string> {
  const out = join(dir, name);
  const banner = "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);";
  const options = [
    `--outfile=${out}`,
    ...['--bundle', '--platform=node', '--format=esm', '--loader:.yml=text', '--loader:.go=text', '--log-level=error'],
    `--banner:js=${banner}`,
  ];
  const { status, err } = await run([entry, ...options], undefined, join(ROOT, 'node_modules/.bin/esbuild'));
  expect([status, err]).toEqual([0, '']);
  return out;
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

describe('foreign text does not reach the terminal raw', () => {
  test('names in recorded evidence, in selftest', async () => {
    const evidence = join(dir, 'evidence');
    cpSync(join(ROOT, 'examples/evidence'), evidence, { recursive: true });
    const [, tried = ''] = / (\S+) \S+× slower/.exec((await call('selftest', evidence)).out) ?? [];
    // The same length in bytes: the evidence says where in the texts each process begins.
    const foreign = (text: string) => text.replaceAll(tried.slice(0, 3), '\u202e');
    const output = readdirSync(evidence, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
    for (const name of output) rewrite(join(evidence, name), foreign);
    rewrite(join(evidence, 'evidence.json'), foreign);
    const { out } = await call('selftest', evidence);
    expect(out).toContain('\\u202e');
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('what a bug of ours quotes', () => {
    const text = bugText(new Error('cannot read \x1b]0;owned\x07 of\nBenchmarkX\u202e'));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain('\\x1b]0;owned');
    expect(text).toMatch(/\n +at /);
  });

  test('what is thrown and is no error', () => {
    expect(bugText('\x1b[2J')).toContain('\\x1b[2J');
  });
});

describe('the process', () => {
  test('a closed pipe keeps the status of the verdict', async () => {
    const cli = await bundled(join(ROOT, 'src/cli/main.ts'), 'cli.mjs');
    const old = file('old.txt', bench(BASE, 2));
    const more = file('more.txt', bench(BASE, 3));
    expect(await run([cli, 'compare', old, old, '--json'], 'stdout')).toEqual({ status: 0, err: '' });
    expect(await run([cli, 'compare', old, more, '--json'], 'stdout')).toEqual({ status: 1, err: '' });
  });

  test.each([
    ['an exception', "setTimeout(() => { throw new Error('boom\\x1b[31m'); })"],
    ['a rejection', "void Promise.reject(new Error('boom\\x1b[31m'))"],
  ])('%s that nobody handles ends with 70 and its stack', async (_, code) => {
    const entry = join(dir, 'entry.ts');
    writeFileSync(entry, `import { guardProcess } from '${join(ROOT, 'src/cli/guard.ts')}'; guardProcess(); ${code};`);
    const { status, err } = await run([await bundled(entry, 'guarded.mjs')]);
    expect(status).toBe(70);
    expect(err).toContain('boom\\x1b[31m');
    expect(err).toContain('    at ');
  });
});
