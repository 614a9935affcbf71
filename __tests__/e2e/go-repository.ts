import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository in a temporary folder, with the real git. */
export interface Repository {
  readonly dir: string;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  commit(message: string): string;
  remove(): void;
}

const IDENTITY = [
  '-c',
  'user.name=t',
  '-c',
  'user.email=t@example.com',
  '-c',
  'commit.gpgsign=false',
  '-c',
  'init.defaultBranch=main',
];

export function makeRepository(): Repository {
  const dir = mkdtempSync(join(tmpdir(), 'gpg-e2e-'));
  const git = (...args: string[]) =>
    execFileSync('git', [...IDENTITY, ...args], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git('init', '--quiet');
  return {
    dir,
    git,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), text);
      }
    },
    commit(message) {
      git('add', '-A');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A benchmark file of a package: each benchmark's body runs once an operation. */
export function benchFile(
  pkg: string,
  bodies: Readonly<Record<string, string>>,
  more: { imports?: readonly string[]; decls?: string } = {},
): string {
  const imports = ['"testing"', ...(more.imports ?? []).map((i) => `"${i}"`)].map((i) => `\t${i}`).join('\n');
  const funcs = Object.entries(bodies).map(([name, body]) => `func Benchmark${name}(b *testing.B) {\n\t${body}\n}\n`);
  return `package ${pkg}\n\nimport (\n${imports}\n)\n\n${more.decls ?? ''}\n${funcs.join('\n')}`;
}
