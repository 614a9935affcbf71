import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, UserError } from '../model/diagnostic.ts';
import type { Evidence, Launch, PackageEvidence, ProcessRecord, SideName } from '../model/evidence.ts';
import { SIDES } from '../model/evidence.ts';
import { plural } from '../model/format.ts';
import { VERSION } from '../model/version.ts';
import { type BuildPlan, type Built, buildAll, unselected } from './build/binaries.ts';
import { type BuildFlags, checkBench, checkGoflags, checkPackages, readBuildFlags } from './build/build-flags.ts';
import { Layouts } from './build/layouts.ts';
import { nameChanged } from './changed/changed.ts';
import { nameEdited } from './changed/edited-sources.ts';
import { type Checkouts, openCheckouts } from './git/checkouts.ts';
import { discover, type SidePackages } from './go/discover.ts';
import { environmentOf } from './go/environment.ts';
import type { Module } from './go/modules.ts';
import { goProblem, openToolchain, type Toolchain } from './go/toolchain.ts';
import type { Progress, RunOptions } from './options.ts';
import { checkAffinity, pinning } from './process/affinity.ts';
import { type Env, passedEnv, setupEnv } from './process/child-env.ts';
import { Processes } from './process/processes.ts';
import { buildRunner, type Runner, startRunner } from './process/runner.ts';
import { runSetup } from './process/setup.ts';
import { chooseCandidates, isSelected, type PerSide } from './reach/candidates.ts';
import { Mentions } from './reach/mentions.ts';

/** Both sides, built and ready to be measured. */
export interface Workspace {
  /** Everything but processes; rules and approvals are left empty for the caller. */
  readonly evidence: Evidence;
  /** Root of the repository, absolute: the head side's tree. */
  readonly root: string;
  /** Of the head side. */
  readonly modules: readonly Module[];
  /** Head's test binaries that were built, by import path. */
  readonly binaries: ReadonlyMap<string, string>;
  /**
   * A file of a side's tree by its path relative to the repository's root: of the base commit as committed, of head as
   * in the working tree. Null when there is none.
   *
   * @throws UserError for a path that leads out of the repository.
   */
  readFile(side: SideName, path: string): Promise<string | null>;
  /**
   * Links the binaries that the launches ask for under other layouts, then runs the launches one after the other, so that
   * nothing is linked while something is timed. `Launch.args` is all that the binary is told, so it must hold what `go test`
   * adds itself: `-test.paniconexit0`, `-test.timeout=0`, `-test.run=^$`.
   */
  execute(launches: readonly Launch[], progress: Progress): Promise<readonly ProcessRecord[]>;
  /** Ends every child and removes worktree and temporary files; may be called twice. */
  dispose(): Promise<void>;
}

/**
 * Resolves both sides, finds the packages that the change can reach, and builds their test binaries.
 *
 * @throws UserError for what the user can mend: a missing tool, an unknown ref, a refused flag, a failed setup.
 */
export async function openWorkspace(options: RunOptions, progress: Progress): Promise<Workspace> {
  const started = performance.now();
  const passed = checkOptions(options);
  const checkouts = await openCheckouts(options.dir, options.base, options.rulesBase);
  try {
    const configured = { ...options, ...(await options.configure?.(checkouts.readFile)) };
    checkPackages(configured.packages);
    checkBench(configured.bench);
    const remaining = () => configured.budget - (performance.now() - started) / 1000;
    const prepared = await prepare(configured, checkouts, passed, remaining, progress);
    return workspaceOf(configured, checkouts, prepared, (performance.now() - started) / 1000);
  } catch (error) {
    await checkouts.dispose();
    throw error;
  }
}

/** Refuses what must not reach a command line before anything is run. */
function checkOptions(options: RunOptions): Env {
  checkPackages(options.packages);
  checkBench(options.bench);
  readBuildFlags(options.buildFlags, options.tags);
  const passed = passedEnv(options.env, process.env);
  checkGoflags(passed.GOFLAGS ?? '');
  return passed;
}

/** Both sides with everything built. */
interface Prepared {
  readonly toolchains: PerSide<Toolchain | null> & { readonly head: Toolchain };
  readonly sides: PerSide<SidePackages | null>;
  readonly setAside: readonly string[];
  readonly built: readonly Built[];
  readonly layouts: Layouts;
  /** Reached, but nobody asks for their benchmarks. */
  readonly unselected: readonly PackageEvidence[];
  /** Path of the runner; null when there is nothing to run. */
  readonly runner: string | null;
  readonly edited: Evidence['edited'];
  /** What is not known of the benchmarks themselves, and of what was edited. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param remaining seconds left of the budget */
async function prepare(
  options: RunOptions,
  checkouts: Checkouts,
  passed: Env,
  remaining: () => number,
  progress: Progress,
): Promise<Prepared> {
  const roots = { base: checkouts.base?.root ?? null, head: checkouts.head.root };
  const flags = readBuildFlags(options.buildFlags, options.tags);
  const head = await openToolchain(join(roots.head, checkouts.dir), passed, checkouts.temp);
  if (options.affinity?.length) checkAffinity(options.affinity, options.cpu, environmentOf(head));
  if (options.setup.trim() !== '') await setup(options, checkouts, roots, head, remaining, progress);
  const base =
    roots.base === null ? null : await openToolchain(startIn(roots.base, checkouts.dir), passed, checkouts.temp);
  const toolchains = { base, head };
  const sides = await discoverBoth(options, checkouts, roots, toolchains, flags, progress);
  const mentions = new Mentions(Object.values(roots).filter((root) => root !== null));
  const { reached, setAside } = await chooseCandidates(checkouts, sides, mentions, options.setup.trim() !== '');
  const selected = reached.filter((candidate) => isSelected(candidate, options.bench));
  if (selected.length > 0) progress.step(`build ${plural(selected.length, 'package')}`);
  const plan: BuildPlan = {
    toolchains,
    roots,
    flags,
    out: join(checkouts.temp, 'bin'),
    bench: options.bench,
    remaining,
    mentions,
  };
  const begun = Date.now();
  const { built, diagnostics } = await nameChanged(await buildAll(selected, plan, progress), roots);
  const named = await nameEdited(checkouts, sides);
  const toRun = built.some(
    ({ evidence }) => !evidence.identical && SIDES.some((side) => evidence[side].state === 'built'),
  );
  const runner = toRun ? await buildRunner(head, join(checkouts.temp, 'runner')) : null;
  progress.end();
  const others = reached.filter((candidate) => !selected.includes(candidate)).map(unselected);
  const layouts = new Layouts(built, plan, begun);
  return {
    toolchains,
    sides,
    setAside,
    built,
    layouts,
    unselected: others,
    runner,
    edited: named.edited,
    diagnostics: [...diagnostics, ...named.diagnostics],
  };
}

/** The folder to work in, or the root where that side does not have it. */
function startIn(root: string, dir: string): string {
  return existsSync(join(root, dir)) ? join(root, dir) : root;
}

async function setup(
  options: RunOptions,
  checkouts: Checkouts,
  roots: PerSide<string | null>,
  go: Toolchain,
  remaining: () => number,
  progress: Progress,
): Promise<void> {
  progress.step('setup');
  for (const side of SIDES) {
    const root = roots[side];
    if (root !== null)
      await runSetup(
        options.setup,
        side,
        startIn(root, checkouts.dir),
        setupEnv(go.buildEnv),
        Math.max(0, remaining()),
      );
  }
}

async function discoverBoth(
  options: RunOptions,
  checkouts: Checkouts,
  roots: PerSide<string | null>,
  toolchains: PerSide<Toolchain | null>,
  flags: BuildFlags,
  progress: Progress,
): Promise<PerSide<SidePackages | null>> {
  progress.step('find packages with benchmarks');
  // Of the build flags these decide which files belong to a package.
  const choosing = flags.flags.filter((flag) => /^-(tags|mod|race|msan|asan)=/.test(flag));
  const selection = { dir: checkouts.dir, patterns: options.packages, flags: choosing };
  const one = async (side: SideName) => {
    const [root, go] = [roots[side], toolchains[side]];
    return root !== null && go && existsSync(join(root, checkouts.dir)) ? discover(go, root, selection) : null;
  };
  const [base, head] = await Promise.all([one('base'), one('head')]);
  refuseUnusable(head, join(roots.head ?? '', checkouts.dir));
  return { base, head };
}

/** Nothing can be said where the head has no module, or none of those asked for that the go command can read. */
function refuseUnusable(head: SidePackages | null, dir: string): void {
  if (!head || head.modules.length === 0) {
    throw new UserError(`there is no Go module in ${dir}`, {
      example: 'working-directory: services/api   (the folder of a go.mod)',
    });
  }
  const [problem] = head.problems.values();
  if (problem !== undefined && !head.matched) throw goProblem(problem, dir);
}

function workspaceOf(options: RunOptions, checkouts: Checkouts, prepared: Prepared, seconds: number): Workspace {
  let runner: Promise<Runner> | undefined;
  const out = join(checkouts.temp, 'out');
  const start = async () => {
    if (prepared.runner === null) throw new Error('nothing was built, so nothing can be run');
    await mkdir(out, { recursive: true });
    return startRunner(prepared.runner);
  };
  const find = finder(options, checkouts, prepared);
  const processes = new Processes(() => (runner ??= start()), find, out);
  return {
    evidence: evidenceOf(options, checkouts, prepared, seconds),
    root: checkouts.head.root,
    modules: prepared.sides.head?.modules ?? [],
    binaries: new Map(
      prepared.built.flatMap(({ evidence: { pkg, head }, binaries }) =>
        head.state === 'built' ? [[pkg, binaries.head] as const] : [],
      ),
    ),
    readFile: checkouts.readFile,
    execute: async (launches, progress) => {
      await prepared.layouts.link(launches, progress);
      return processes.execute(launches, progress);
    },
    dispose: async () => {
      await (await runner)?.close();
      await checkouts.dispose();
    },
  };
}

function finder({ affinity = [] }: RunOptions, checkouts: Checkouts, { built, layouts, toolchains }: Prepared) {
  const byPackage = new Map(built.map((b, i) => [b.candidate.pkg, { ...b, i }]));
  return (launch: Launch) => {
    const { pkg, side } = launch;
    const found = byPackage.get(pkg);
    const [go, root] = [toolchains[side], checkouts[side]?.root];
    if (!found || !go || root === undefined || found.evidence[side].state !== 'built') return null;
    return {
      ...(layouts.take(launch) ?? { bin: found.binaries[side] }),
      dir: join(root, found.candidate.found[side]?.dir ?? '.'),
      env: go.testEnv,
      name: `${side}-${found.i}`,
      affinity,
    };
  };
}

/** Most of what the go command says of a module that is kept, characters. */
const MAX_PROBLEM = 16_384;

function evidenceOf(options: RunOptions, checkouts: Checkouts, prepared: Prepared, seconds: number): Evidence {
  const { toolchains, built, setAside, sides, edited } = prepared;
  const { base, head, diagnostics } = checkouts;
  const pinned = pinning(options.affinity);
  const environment = (go: Toolchain) => environmentOf(go, pinned.affinity);
  const unlisted = SIDES.flatMap((side) =>
    [...(sides[side]?.problems ?? [])].map(([dir, text]) => ({ side, dir, text: text.slice(0, MAX_PROBLEM) })),
  );
  const problems = unlisted.map(({ side, dir, text }) => ({
    // What head cannot list is not judged at all.
    level: side === 'head' ? ('error' as const) : ('warning' as const),
    text: `${side}: the module in ${dir} cannot be listed: ${text}`,
  }));
  return {
    schema: 'go-perf-gate/evidence@1',
    version: VERSION,
    now: new Date().toISOString(),
    design: 'interleaved',
    ...(base ? { baseBy: base.by } : {}),
    base: base?.side ?? { label: 'none' },
    head: head.side,
    environment: { base: toolchains.base ? environment(toolchains.base) : {}, head: environment(toolchains.head) },
    packages: [...built.map((b) => b.evidence), ...prepared.unselected],
    setAside,
    ...(edited ? { edited } : {}),
    ...(unlisted.length > 0 ? { unlisted } : {}),
    processes: [],
    rules: {},
    ...(pinned.affinity.length > 0 ? { affinity: pinned.affinity } : {}),
    approvals: [],
    cost: { build: seconds, measure: 0, budget: options.budget },
    diagnostics: [...diagnostics, ...pinned.diagnostics, ...problems, ...prepared.diagnostics],
  };
}
