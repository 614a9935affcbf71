import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageState } from '../../model/evidence.ts';
import type { FoundPackage } from '../go/discover.ts';
import type { Toolchain } from '../go/toolchain.ts';
import type { Env } from '../process/child-env.ts';
import type { BuildFlags } from './build-flags.ts';

export interface BuildRequest {
  readonly go: Toolchain;
  /** The checkout. */
  readonly root: string;
  readonly found: FoundPackage;
  /** The binary to write. */
  readonly out: string;
  readonly flags: BuildFlags;
  readonly trimpath: boolean;
  /** Seconds that are left of the budget. */
  readonly timeout: number;
  /** Seed of the order of the functions; absent: the linker's own. */
  readonly layout?: number;
  /** What is built in beside the user's code; such a binary is never timed. */
  readonly added?: Added;
}

export interface Added {
  /** File for the go command's `-overlay`. */
  readonly overlay: string;
  /** Flags of the linker. */
  readonly ldflags: string;
  /** Variables of the build, GOEXPERIMENT for one. */
  readonly env: Env;
}

/** Most of a compiler's output that is kept, characters. */
const MAX_LOG = 16_384;

/**
 * Builds a package's test binary so that equal code gives equal bytes in whatever folder it stands: paths trimmed, no
 * version control stamp, no symbol table, no build id. Never throws: a package that does not build is a state.
 */
export async function buildTest(request: BuildRequest): Promise<PackageState> {
  const { go, root, found, out, flags, trimpath, timeout, layout, added } = request;
  const started = performance.now();
  // Of a flag given twice the last counts: the seed goes after a -randlayout of the user's.
  const order = layout === undefined ? '' : `-randlayout=${layout}`;
  const ldflags = ['-s -w -buildid=', flags.ldflags, order, added?.ldflags].filter(Boolean).join(' ');
  const own = [...(trimpath ? ['-trimpath'] : []), '-buildvcs=false', '-vet=off', `-ldflags=${ldflags}`];
  const overlay = added ? [`-overlay=${added.overlay}`] : [];
  const args = ['test', '-c', ...own, ...overlay, ...flags.flags, '-o', out, relativeTo(found)];
  const result = await go.goWith({ ...go.buildEnv, ...added?.env }, join(root, found.module.dir), args, timeout);
  const log = cleaned(`${result.stderr}${result.stdout}`, root);
  if (result.timedOut) return budgetSpent(log);
  if (result.status !== 0) return { state: 'failed', reason: firstMessage(log), log };
  const built = await stat(out).catch(() => null);
  if (!built) return { state: 'failed', reason: 'the build made no test binary', log };
  return { state: 'built', trimpath, seconds: (performance.now() - started) / 1000 };
}

/** The state of a package whose build the budget ended, or never let begin. */
export function budgetSpent(log = ''): PackageState {
  return { state: 'failed', reason: 'the budget was spent before it was built', log, spent: true };
}

/** The package's folder as a path in its module; always with `./`, so that it is never taken for a flag. */
function relativeTo(found: FoundPackage): string {
  const { dir } = found.module;
  if (found.dir === dir) return '.';
  return `./${dir === '.' ? found.dir : found.dir.slice(dir.length + 1)}`;
}

/** What the go command said, with paths as they are in the repository. */
function cleaned(log: string, root: string): string {
  return log.replaceAll(`${root}/`, '').trim().slice(0, MAX_LOG);
}

/** The first line that says something: `# package` and `FAIL` lines only say where. */
function firstMessage(log: string): string {
  const lines = log.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => line !== '' && !/^(#|FAIL\b|go: downloading)/.test(line)) ??
    'go test -c failed without a message'
  );
}
