import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { folder, GO_MOD, git, put, repository } from './sandbox.ts';

const ROOT = join(import.meta.dirname ?? '.', '..', '..');

/** A program that opens a workspace and runs a benchmark that never ends; it says where it is. */
const PROGRAM = `
import { onSignals } from '${ROOT}/src/run/cleanup.ts';
import { openWorkspace } from '${ROOT}/src/run/workspace.ts';
const progress = { step: (text) => console.log(text), advance() {}, end() {} };
onSignals((status) => process.exit(status));
const options = { packages: ['./...'], bench: '.', cpu: [], tags: '', buildFlags: [], env: [], setup: '', budget: 60 };
const workspace = await openWorkspace({ ...options, dir: process.argv[2], base: { by: 'default' } }, progress);
console.log('running');
const launch = { side: 'head', pkg: 'example.com/m/h', phase: 'screen', round: 0, rows: [], timeout: 60 };
await workspace.execute([{ ...launch, args: ['-test.run=^$', '-test.bench=.'] }], progress);
`;

const HANGS = `package h

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func BenchmarkHang(b *testing.B) {
	exec.Command("sleep", "300.25").Start()
	os.WriteFile(os.Getenv("HERE"), nil, 0o600)
	time.Sleep(time.Hour)
}
`;

let program = '';
beforeAll(async () => {
  const dir = folder({ 'program.ts': PROGRAM });
  program = join(dir, 'program.mjs');
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const loader = { '.go': 'text' as const };
  await build({
    entryPoints: [join(dir, 'program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader,
    banner,
    absWorkingDir: ROOT,
    nodePaths: [join(ROOT, 'node_modules')],
  });
});

/** Resolves when the program has said it, or fails with what it said instead. */
function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stdout?.on('data', (chunk) => {
      all += chunk;
      if (all.includes(text)) resolve();
    });
    child.on('exit', () => reject(new Error(`ended after saying: ${all}`)));
  });
}

describe('a signal', () => {
  test.each([
    ['SIGTERM', 143, 'find packages'],
    ['SIGTERM', 143, 'build 1 package'],
    ['SIGINT', 130, 'running'],
  ] as const)('%s ends with %i during "%s" and leaves nothing', async (signal, status, when) => {
    const temp = folder();
    const dir = repository({ 'go.mod': GO_MOD });
    put(dir, { 'h/h_test.go': HANGS.replace('os.Getenv("HERE")', JSON.stringify(join(temp, 'here'))) });
    const child = spawn(process.execPath, [program, dir], {
      env: { ...process.env, TMPDIR: temp },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await said(child, when);
    while (when === 'running' && !existsSync(join(temp, 'here')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await exited).toBe(status);
    expect(git(dir, 'worktree', 'list').split('\n')).toHaveLength(1);
    expect(readdirSync(temp).filter((name) => name !== 'here')).toEqual([]);
    const left = execFileSync('ps', ['-eo', 'stat,args'], { encoding: 'utf8' }).split('\n');
    expect(
      left.filter((line) => !line.startsWith('Z') && (line.includes(temp) || line.includes('sleep 300.25'))),
    ).toEqual([]);
  });
});
