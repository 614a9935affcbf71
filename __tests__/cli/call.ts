import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { main } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { SILENT } from '../../src/run/options.ts';

/** A terminal whose two streams are kept. */
export function listen(): Terminal & { readonly said: { out: string; err: string } } {
  const said = { out: '', err: '' };
  return {
    said,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    width: 100,
    progress: SILENT,
  };
}

/** One run of the command, in this process. */
export async function call(...argv: string[]): Promise<{ status: number; out: string; err: string }> {
  const terminal = listen();
  const status = await main(argv, terminal);
  return { status, ...terminal.said };
}

/** A temporary folder, removed after the test file. */
export const dir = mkdtempSync(join(tmpdir(), 'gpg-cli-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Writes a file into it. @returns its path */
export function file(name: string, text: string): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A package's header in the output of `go test -bench`. */
export const HEADER = 'goos: linux\ngoarch: amd64\npkg: example.com/m\n';
/** One result line for each time, ns. */
export const bench = (ns: readonly number[], allocs: number) =>
  `${HEADER}${ns.map((n) => `BenchmarkEncode-4 \t1000\t${n} ns/op\t${allocs} allocs/op\n`).join('')}PASS\n`;
export const BASE = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109];
export const SLOW = BASE.map((n) => n * 1.5);
