import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageEvidence, PackageState, SideName } from '../../model/evidence.ts';
import { SIDES } from '../../model/evidence.ts';
import type { Toolchain } from '../go/toolchain.ts';
import type { Progress } from '../options.ts';
import { command } from '../process/command.ts';
import { pool } from '../process/pool.ts';
import type { Candidate, PerSide } from '../reach/candidates.ts';
import type { Mentions } from '../reach/mentions.ts';
import { isCompiled } from '../reach/reach.ts';
import { type BuildRequest, budgetSpent, buildTest } from './build.ts';
import type { BuildFlags } from './build-flags.ts';
import { sameProgram, sameRuntimeInputs } from './identical.ts';

export interface BuildPlan {
  readonly toolchains: PerSide<Toolchain | null>;
  readonly roots: PerSide<string | null>;
  readonly flags: BuildFlags;
  /** Folder for the binaries. */
  readonly out: string;
  readonly bench: string;
  /** Seconds that are left of the budget; none when it is not positive. */
  remaining(): number;
  readonly mentions: Mentions;
}

/** A package with its binaries. */
export interface Built {
  readonly candidate: Candidate;
  readonly evidence: PackageEvidence;
  readonly binaries: PerSide<string>;
}

/** Builds at a time: the go command itself uses every CPU, so one for each side is enough. */
export const WIDTH = 2;
/** Files named in the report as those that reach a package. */
const MAX_REACHED_BY = 5;

/** Builds both sides of every package and finds out which are identical. */
export async function buildAll(
  candidates: readonly Candidate[],
  plan: BuildPlan,
  progress: Progress,
): Promise<Built[]> {
  // Names of equal length: where a binary stands must not differ in what the kernel puts on its stack.
  for (const side of SIDES) await mkdir(join(plan.out, side), { recursive: true });
  const jobs = candidates.flatMap((candidate, i) => SIDES.map((side) => ({ candidate, i, side })));
  let done = 0;
  const states = await pool(jobs, WIDTH, async ({ candidate, i, side }) => {
    const state = await buildSide(candidate, side, binary(plan, side, i), plan, true);
    progress.advance(++done, jobs.length, candidate.pkg);
    return state;
  });
  return pool(candidates, 1, async (candidate) => {
    const i = candidates.indexOf(candidate);
    const first = { base: states[2 * i] ?? ABSENT, head: states[2 * i + 1] ?? ABSENT };
    return finish(candidate, i, await withPathsIfNeeded(candidate, i, first, plan), plan);
  });
}

const ABSENT: PackageState = { state: 'absent' };

function binary(plan: BuildPlan, side: SideName, i: number): string {
  return join(plan.out, side, `${i}.test${process.platform === 'win32' ? '.exe' : ''}`);
}

/**
 * One side of a package.
 *
 * @param out the binary to write
 * @param layout seed of the order of its functions; absent: the linker's own
 */
export async function buildSide(
  candidate: Candidate,
  side: SideName,
  out: string,
  plan: Pick<BuildPlan, 'toolchains' | 'roots' | 'flags' | 'remaining'>,
  trimpath: boolean,
  layout?: number,
): Promise<PackageState> {
  const [found, go, root] = [candidate.found[side], plan.toolchains[side], plan.roots[side]];
  const failed = unlisted(candidate, side);
  if (failed) return failed;
  if (!found || !go || root === null) return ABSENT;
  const timeout = plan.remaining();
  if (timeout <= 0) return budgetSpent();
  const request: BuildRequest = { go, root, found, out, flags: plan.flags, trimpath, timeout };
  return buildTest(layout === undefined ? request : { ...request, layout });
}

/** The state of a side that the go command cannot list. */
function unlisted(candidate: Candidate, side: SideName): PackageState | null {
  const problem = candidate.problem[side];
  return problem === null ? null : { state: 'failed', reason: problem.split('\n').at(-1) ?? problem, log: problem };
}

/** What asks for the paths that -trimpath takes away. */
const ASKS_FOR_PATHS = /\bruntime\.Caller\(|\bruntime\.GOROOT\(|\bbuild\.(Default|Import|ImportDir)\b/;
/** Seconds that the trial of such a package may take at most. */
const TRIAL = 30;

/**
 * A package whose sources ask where they stand may work only without -trimpath: it is tried once, and where it fails and
 * succeeds without, both sides are built so.
 */
async function withPathsIfNeeded(
  candidate: Candidate,
  i: number,
  states: PerSide<PackageState>,
  plan: BuildPlan,
): Promise<PerSide<PackageState>> {
  const near = SIDES.flatMap((side) => candidate.found[side]?.near ?? []);
  if (!near.some((folder) => plan.mentions.has(folder, ASKS_FOR_PATHS))) return states;
  const fails = async (side: SideName) =>
    states[side].state === 'built' && !(await trial(candidate, side, binary(plan, side, i), plan));
  if (!(await fails('head')) && !(await fails('base'))) return states;
  const out = { base: `${binary(plan, 'base', i)}.paths`, head: `${binary(plan, 'head', i)}.paths` };
  for (const side of SIDES) {
    const state = await buildSide(candidate, side, out[side], plan, false);
    if (state.state === 'built' && !(await trial(candidate, side, out[side], plan))) return states;
  }
  const again = (side: SideName) => buildSide(candidate, side, binary(plan, side, i), plan, false);
  return { base: await again('base'), head: await again('head') };
}

/** Whether every benchmark runs once. */
async function trial(candidate: Candidate, side: SideName, program: string, plan: BuildPlan): Promise<boolean> {
  const [root, go] = [plan.roots[side], plan.toolchains[side]];
  if (root === null || !go) return true;
  const cwd = join(root, candidate.dir);
  const args = ['-test.run=^$', `-test.bench=${plan.bench}`, '-test.benchtime=1x', '-test.paniconexit0'];
  const timeout = Math.max(0, Math.min(TRIAL, plan.remaining()));
  const result = await command(program, args, { cwd, env: { ...go.testEnv, PWD: cwd }, timeout });
  return result.status === 0 || result.timedOut;
}

async function finish(candidate: Candidate, i: number, states: PerSide<PackageState>, plan: BuildPlan): Promise<Built> {
  const binaries = { base: binary(plan, 'base', i), head: binary(plan, 'head', i) };
  const identical = await isIdentical(candidate, states, binaries, plan);
  return { candidate, evidence: evidenceOf(candidate, states, identical), binaries };
}

function evidenceOf(candidate: Candidate, states: PerSide<PackageState>, identical: boolean): PackageEvidence {
  const { pkg, dir, module, benchmarks } = candidate;
  return {
    pkg,
    dir,
    module,
    ...states,
    identical,
    benchmarks,
    reachedBy: candidate.reachedBy.slice(0, MAX_REACHED_BY),
  };
}

/** A package of which no benchmark is asked for: known, and not built. */
export function unselected(candidate: Candidate): PackageEvidence {
  const state = (side: SideName): PackageState =>
    unlisted(candidate, side) ?? (candidate.found[side] ? { state: 'unselected' } : ABSENT);
  return evidenceOf(candidate, { base: state('base'), head: state('head') }, false);
}

/**
 * Proved equal: the same program (paths trimmed, or it holds its own), the same Go, no file that reaches it but
 * compiled sources, and the same data beside it.
 */
async function isIdentical(
  candidate: Candidate,
  states: PerSide<PackageState>,
  binaries: PerSide<string>,
  plan: BuildPlan,
): Promise<boolean> {
  const { base, head } = plan.roots;
  const trimmed = SIDES.every(
    (side) => states[side].state === 'built' && (states[side] as { trimpath: boolean }).trimpath,
  );
  if (!trimmed || base === null || head === null) return false;
  const readsItself = (file: string) => plan.mentions.has(candidate.dir, file.slice(file.lastIndexOf('/') + 1));
  if (!candidate.reachedBy.every((file) => isCompiled(file) && !readsItself(file))) return false;
  if (!(await sameProgram(binaries.base, binaries.head))) return false;
  const [one, other] = [join(base, candidate.dir), join(head, candidate.dir)];
  return sameRuntimeInputs(one, other, (text) => plan.mentions.has(candidate.dir, text));
}
