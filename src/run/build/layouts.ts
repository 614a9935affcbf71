import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Launch, PackageState } from '../../model/evidence.ts';
import { SIDES } from '../../model/evidence.ts';
import type { Progress } from '../options.ts';
import { pool } from '../process/pool.ts';
import { type BuildPlan, type Built, buildSide, WIDTH } from './binaries.ts';
import { writtenAfter } from './touched.ts';

/** A test binary under another layout. */
export interface Variant {
  readonly bin: string;
  /** Why there is none. */
  readonly problem?: string;
  /** Seconds by which linking it delayed the launches; told once. */
  readonly link?: number;
}

const NONE: Variant = { bin: '', problem: 'there is no test binary for it' };

type LayoutLaunch = Launch & { readonly layout: number };

/** Most seconds that one link may take. */
const LONGEST = 120;

/**
 * The packages' test binaries with their functions in other orders (`-randlayout` of cmd/link). Built as the first ones
 * were, so compiled code comes from the build cache and only the linker works.
 */
export class Layouts {
  readonly #built: readonly Built[];
  readonly #plan: BuildPlan;
  readonly #since: number;
  readonly #variants = new Map<string, Variant>();

  /** @param since Unix time in milliseconds when the first builds began: what was written later is other code */
  constructor(built: readonly Built[], plan: BuildPlan, since: number) {
    this.#built = built;
    this.#plan = plan;
    this.#since = since;
  }

  /**
   * Links what the launches ask for, once per package, side and seed, and removes the binaries that they do not ask for.
   * To be called before any of them runs: linking takes every CPU.
   */
  async link(launches: readonly Launch[], progress: Progress): Promise<void> {
    const wanted = new Map(launches.filter(isLayout).map((launch) => [keyOf(launch), launch]));
    await this.#keep(wanted);
    const missing = [...wanted].filter(([key]) => !this.#variants.has(key));
    if (missing.length === 0) return;
    for (const side of SIDES) await mkdir(join(this.#plan.out, side), { recursive: true });
    const started = performance.now();
    let done = 0;
    const linked = await pool(missing, WIDTH, async ([key, launch]) => {
      const one = await timed(() => this.#one(launch));
      progress.advance(++done, missing.length, `link ${launch.pkg} (${launch.side})`);
      return { key, ...one };
    });
    this.#add(linked, since(started));
  }

  /** The binary of a launch that was linked for it; null when it asks for none. */
  take(launch: Launch): Variant | null {
    if (!isLayout(launch)) return null;
    const key = keyOf(launch);
    const { link, ...later } = this.#variants.get(key) ?? NONE;
    this.#variants.set(key, later);
    return link === undefined ? later : { ...later, link };
  }

  /** Shares the elapsed seconds out over links that ran side by side. */
  #add(linked: readonly { key: string; variant: Variant; seconds: number }[], elapsed: number): void {
    const sum = linked.reduce((total, { seconds }) => total + seconds, 0);
    for (const { key, variant, seconds } of linked)
      this.#variants.set(key, { ...variant, link: (elapsed * seconds) / sum });
  }

  async #keep(wanted: ReadonlyMap<string, LayoutLaunch>): Promise<void> {
    for (const [key, { bin }] of [...this.#variants]) {
      if (wanted.has(key)) continue;
      this.#variants.delete(key);
      if (bin !== '') await rm(bin, { force: true });
    }
  }

  async #one({ pkg, side, layout }: LayoutLaunch): Promise<Variant> {
    const i = this.#built.findIndex((b) => b.candidate.pkg === pkg);
    const built = this.#built[i];
    const first = built?.evidence[side];
    if (!built || first?.state !== 'built') return NONE;
    const bin = this.#binary(i, side, layout);
    const touched = await this.#touched(built, side);
    if (touched !== null) return { bin, problem: `${touched} was changed since the benchmarks were built` };
    const limited = { ...this.#plan, remaining: () => Math.min(LONGEST, this.#plan.remaining()) };
    const state = await buildSide(built.candidate, side, bin, limited, first.trimpath, layout);
    return state.state === 'built' ? { bin } : { bin, problem: this.#problem(state, layout) };
  }

  /** Of equal length for every seed and side: where a binary stands must not differ in what is put on its stack. */
  #binary(i: number, side: Launch['side'], layout: number): string {
    const seed = String(layout).padStart(16, '0');
    return join(this.#plan.out, side, `${i}.${seed}.test${process.platform === 'win32' ? '.exe' : ''}`);
  }

  async #touched({ candidate }: Built, side: Launch['side']): Promise<string | null> {
    const [root, found] = [this.#plan.roots[side], candidate.found[side]];
    return root === null || !found ? null : writtenAfter(root, found.deps, this.#since);
  }

  #problem(state: PackageState, layout: number): string {
    const { reason, log, spent } = state as Extract<PackageState, { state: 'failed' }>;
    const slow = spent && this.#plan.remaining() > 0;
    const why = slow ? `it took more than ${LONGEST} s` : reason;
    return `cannot be linked with -randlayout=${layout}: ${why}${log === '' ? '' : `\n${log}`}`;
  }
}

function isLayout(launch: Launch): launch is LayoutLaunch {
  return launch.layout !== undefined;
}

function keyOf({ pkg, side, layout }: LayoutLaunch): string {
  return `${side} ${layout} ${pkg}`;
}

async function timed(work: () => Promise<Variant>): Promise<{ variant: Variant; seconds: number }> {
  const started = performance.now();
  return { variant: await work(), seconds: since(started) };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
