import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const BENCHMARK = `package work

import "testing"

var sink []byte

func BenchmarkFill(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		sink = Fill(sink[:0])
	}
}
`;

const fill = (body: string) => `package work

// Fill appends some bytes.
func Fill(buffer []byte) []byte {
	${body}
	for i := 0; i < 64; i++ {
		buffer = append(buffer, byte(i))
	}
	return buffer
}
`;

/** Few and short rounds: the regression is counted, so nothing has to be measured well. */
const RULES = `version: 1
measure:
  benchtime: 2ms
  rounds: { screen: 6, confirm: 2 }
`;

/** A repository whose HEAD is the merge commit that actions/checkout gives for a pull request. */
export interface Checkout {
  readonly dir: string;
  readonly merge: string;
  readonly base: string;
  readonly head: string;
}

/** A tiny module with one benchmark, whose pull request allocates once more for each operation. */
export function makeCheckout(files: Readonly<Record<string, string>> = {}): Checkout {
  const dir = mkdtempSync(join(tmpdir(), 'go-perf-gate-e2e-repo-'));
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@localhost'];
    return execFileSync('git', [...identity, ...args], { cwd: dir, encoding: 'utf8' }).trim();
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const commit = (message: string) => {
    git('add', '.');
    git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch=main');
  write('go.mod', 'module example.com/work\n\ngo 1.21\n');
  write('work_test.go', BENCHMARK);
  write('work.go', fill('// nothing is copied'));
  write('.github/go-perf-gate.yml', RULES);
  for (const [path, text] of Object.entries(files)) write(path, text);
  const base = commit('base');
  git('checkout', '--quiet', '-b', 'change');
  write('work.go', fill('buffer = append([]byte(nil), buffer...)'));
  const head = commit('copy the buffer first');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'Merge change into main', 'change');
  return { dir, merge: git('rev-parse', 'HEAD'), base, head };
}

/** A PATH whose `go`, `git` and `sh` only leave a trace. */
export function makeTraps(): { readonly path: string; sprung(): string } {
  const dir = mkdtempSync(join(tmpdir(), 'go-perf-gate-e2e-traps-'));
  const trace = join(dir, 'trace');
  for (const name of ['go', 'git', 'sh', 'bash']) {
    writeFileSync(join(dir, name), `#!/bin/sh\necho "$0 $@" >> ${trace}\nexit 1\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return { path: dir, sprung: () => (existsSync(trace) ? readFileSync(trace, 'utf8') : '') };
}
