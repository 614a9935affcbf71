import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import { plural } from '../../model/format.ts';
import { matchesTopLevel } from '../../model/top-level.ts';
import { buildTest } from '../build/build.ts';
import { type BuildFlags, checkBench, checkGoflags, checkPackages, readBuildFlags } from '../build/build-flags.ts';
import { undoLater } from '../cleanup.ts';
import { gitIn } from '../git/git.ts';
import { discover, type FoundPackage } from '../go/discover.ts';
import { goProblem, openToolchain, type Toolchain } from '../go/toolchain.ts';
import type { Progress } from '../options.ts';
import { passedEnv } from '../process/child-env.ts';
import { buildRunner, type Runner, startRunner } from '../process/runner.ts';
import type { LeakOptions } from './options.ts';
import { writeLeaksOverlay } from './overlay.ts';
import { Places } from './places.ts';
import type { LeakBinary } from './process.ts';

/** The working tree's test binaries, ready to be looked at. */
export interface LeakWorkspace {
  readonly go: Toolchain;
  readonly binaries: readonly LeakBinary[];
  readonly runner: Runner;
  readonly places: Places;
  /**
   * The package's binary with the runtime's own detector of leaked goroutines; null where this Go has none (it came with
   * 1.26) or it cannot be built in time. Built when it is first asked for.
   *
   * @param timeout seconds
   */
  detecting(pkg: string, timeout: number): Promise<LeakBinary | null>;
  /** For everything temporary. */
  readonly temp: string;
  readonly diagnostics: readonly Diagnostic[];
  dispose(): Promise<void>;
}

const EXAMPLE = "go-perf-gate leaks --packages ./codec --bench 'Encode'";

/**
 * Finds the packages with benchmarks and builds their test binaries with the steps in them.
 *
 * @throws UserError for what the user can mend
 */
export async function openLeakWorkspace(options: LeakOptions, progress: Progress): Promise<LeakWorkspace> {
  const started = performance.now();
  checkPackages(options.packages);
  checkBench(options.bench);
  const flags = readBuildFlags(options.buildFlags, options.tags);
  const passed = passedEnv(options.env, process.env);
  checkGoflags(passed.GOFLAGS ?? '');
  const dir = await realpath(options.dir).catch(() => {
    throw new UserError(`there is no folder ${options.dir}`, { example: EXAMPLE });
  });
  const temp = await realpath(await mkdtemp(join(tmpdir(), 'go-perf-gate-')));
  const removeTemp = undoLater(() => rm(temp, { recursive: true, force: true }));
  try {
    const go = await openToolchain(dir, passed, temp);
    const root = await rootOf(dir, go);
    progress.step('find packages with benchmarks');
    const choosing = flags.flags.filter((flag) => /^-(tags|mod|race|msan|asan)=/.test(flag));
    const selection = { dir: relative(root, dir) || '.', patterns: options.packages, flags: choosing };
    const { packages, modules, problems, matched } = await discover(go, root, selection);
    const [problem] = problems.values();
    if (problem !== undefined && !matched) throw goProblem(problem, dir);
    const chosen = [...packages.values()].filter(({ benchmarks }) =>
      benchmarks.some((name) => matchesTopLevel(options.bench, name)),
    );
    if (chosen.length === 0)
      throw new UserError(
        `no package of ${options.packages.join(', ')} has a benchmark that ${options.bench} selects`,
        {
          example: EXAMPLE,
        },
      );
    progress.step(`build ${plural(chosen.length, 'package')}`);
    const left = () => options.budget - (performance.now() - started) / 1000;
    const plan = { go, root, flags, temp, left };
    const { binaries, diagnostics } = await build(chosen, plan, progress);
    const runner = startRunner(await buildRunner(go, join(temp, 'runner')));
    progress.end();
    return {
      go,
      binaries,
      detecting: detector(chosen, plan),
      runner,
      places: new Places(root, go.settings.GOROOT ?? '', modules),
      temp,
      diagnostics,
      dispose: async () => {
        await runner.close();
        await removeTemp();
      },
    };
  } catch (error) {
    await removeTemp();
    throw error;
  }
}

/** The repository, or where there is none the module's folder. */
async function rootOf(dir: string, go: Toolchain): Promise<string> {
  const root = await gitIn(dir).ask('rev-parse', '--show-toplevel');
  if (root !== null && existsSync(root)) return realpath(root);
  const { GOMOD = '' } = go.settings;
  return GOMOD.endsWith('go.mod') ? realpath(dirname(GOMOD)) : dir;
}

interface BuildAll {
  readonly go: Toolchain;
  readonly root: string;
  readonly flags: BuildFlags;
  readonly temp: string;
  /** Seconds. */
  left(): number;
}

function detector(chosen: readonly FoundPackage[], { go, root, flags, temp }: BuildAll): LeakWorkspace['detecting'] {
  const built = new Map<string, LeakBinary | null>();
  return async (pkg, timeout) => {
    const known = built.get(pkg);
    const at = chosen.findIndex((found) => found.pkg === pkg);
    const found = chosen[at];
    if (known !== undefined || !found || go.minor < 26) return known ?? null;
    const added = await writeLeaksOverlay(go, root, found, join(temp, 'overlay', `${at}-detecting`), true);
    const out = join(temp, 'bin', `${at}-detecting.test`);
    const { state } = await buildTest({ go, root, found, out, flags, trimpath: false, timeout, added });
    const binary = state === 'built' ? { pkg, bin: out, dir: join(root, found.dir), env: go.testEnv } : null;
    built.set(pkg, binary);
    return binary;
  };
}

async function build(chosen: readonly FoundPackage[], plan: BuildAll, progress: Progress) {
  const { go, root, flags, temp, left } = plan;
  const binaries: LeakBinary[] = [];
  const diagnostics: Diagnostic[] = [];
  await mkdir(join(temp, 'bin'));
  for (const [i, found] of chosen.entries()) {
    const added = await writeLeaksOverlay(go, root, found, join(temp, 'overlay', String(i)), false);
    const out = join(temp, 'bin', `${i}.test`);
    const timeout = Math.max(1, left());
    const state = await buildTest({ go, root, found, out, flags, trimpath: false, timeout, added });
    if (state.state === 'built')
      binaries.push({ pkg: found.pkg, bin: out, dir: join(root, found.dir), env: go.testEnv });
    else if (state.state === 'failed')
      diagnostics.push({ level: 'error', text: `${found.pkg} does not build: ${state.reason}` });
    progress.advance(i + 1, chosen.length, found.pkg);
  }
  return { binaries, diagnostics };
}
