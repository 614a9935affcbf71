import { mannKendall } from '../stats/mann-kendall.ts';
import { type Course, courseOf, warmUp } from './course.ts';
import type { LeakRun, LeakStep, SiteSeries } from './run.ts';

/** What one stage says of a site's growth: it sees it, it does not, or its resolution is too coarse. */
export type Witness = 'sees' | 'denies' | 'too-coarse';

/** A witness with what it measured: growth over the window, bytes or objects. */
export interface StageSays {
  readonly says: Witness;
  readonly growth: number;
}

/** The three stages, each measured by another part of the runtime. */
export interface Stages {
  /** The collector: bytes that it marked live, less what the profile gives to other sites. */
  readonly live: StageSays;
  /** gctrace, in MiB: the growth of the whole live heap as it prints it, against what the exact count says. */
  readonly gctrace: StageSays;
  /** runtime.MemStats: HeapAlloc and HeapObjects, each less what the profile gives to other sites. */
  readonly heapAlloc: StageSays;
  readonly heapObjects: StageSays;
}

/** Share of the site's growth that a stage must see, and how much more. */
const [LEAST, MOST] = [0.5, 2];
/** A trend by itself: Mann–Kendall, one-sided. */
const TREND = 0.01;
const MIB = 1 << 20;

/** What the profile gives to all sites together, step by step. */
export interface Totals {
  readonly bytes: readonly number[];
  readonly objects: readonly number[];
}

export function totalsOf({ steps, sites }: LeakRun): Totals {
  const sum = (of: (site: SiteSeries) => readonly number[]) =>
    steps.map((_, i) => sites.reduce((total, site) => total + (of(site)[i] ?? 0), 0));
  return { bytes: sum(({ bytes }) => bytes), objects: sum(({ objects }) => objects) };
}

/**
 * Asks each stage whether it sees the growth of a site. Other sites may come and go beside it: what the profile says they
 * hold is taken off first.
 */
export function stagesOf(
  { steps }: LeakRun,
  totals: Totals,
  { bytes, objects }: Pick<SiteSeries, 'bytes' | 'objects'>,
): Stages {
  const left = (value: (step: LeakStep) => number, all: readonly number[], own: readonly number[]) =>
    steps.map((step, i) => value(step) - ((all[i] as number) - (own[i] as number)));
  const grown = courseOf(bytes).growth;
  return {
    live: sees(
      left(({ live }) => live, totals.bytes, bytes),
      grown,
    ),
    gctrace: gctraceSays(steps),
    heapAlloc: sees(
      left(({ heapAlloc }) => heapAlloc, totals.bytes, bytes),
      grown,
    ),
    heapObjects: sees(
      left(({ heapObjects }) => heapObjects, totals.objects, objects),
      courseOf(objects).growth,
    ),
  };
}

function sees(series: readonly number[], expected: number): StageSays {
  const { growth } = courseOf(series);
  if (expected <= 0) return { says: 'too-coarse', growth };
  const { rising } = mannKendall(series.slice(warmUp(series.length)));
  const agrees = growth >= LEAST * expected && growth <= MOST * expected && rising < TREND;
  return { says: agrees ? 'sees' : 'denies', growth };
}

/** Sizes are cut to whole MiB: a growth of less than four says nothing. */
function gctraceSays(steps: readonly LeakStep[]): StageSays {
  const traced = steps.map((step) => step.traced);
  if (traced.includes(null)) return { says: 'too-coarse', growth: 0 };
  const { growth } = courseOf(traced as number[]);
  const exact = courseOf(steps.map(({ live }) => live)).growth;
  if (Math.abs(exact) < 4 * MIB) return { says: 'too-coarse', growth };
  return { says: Math.abs(growth - exact) <= MIB + Math.abs(exact) / 4 ? 'sees' : 'denies', growth };
}

/** Stage 1 and stage 3 see what stage 2 says. A slice that is appended to is one object: its bytes count then. */
export function agree({ live, gctrace, heapAlloc, heapObjects }: Stages): boolean {
  const counted = heapObjects.says !== 'denies';
  return live.says === 'sees' && heapAlloc.says === 'sees' && gctrace.says !== 'denies' && counted;
}

/** Whether what the site gains others lose: objects that are replaced by such of another site. */
export function isReplacing(totals: Totals, bytes: readonly number[], { growth }: Course): boolean {
  const lost = courseOf(bytes.map((own, i) => own - (totals.bytes[i] as number)));
  return lost.growth >= growth / 2 && (lost.shape === 'grows' || lost.drift >= 3);
}

/** Share of a site's growth that all sites together may grow by where it only replaces. */
const EXCHANGED = 0.1;

/**
 * Whether a site that grows does nothing but replace: other sites lose as much, or what was allocated before the profile
 * began does, and the collector sees that all together hold no more.
 */
export function isExchange(
  { steps }: Pick<LeakRun, 'steps'>,
  totals: Totals,
  bytes: readonly number[],
  course: Course,
): boolean {
  if (course.shape !== 'grows') return false;
  const most = EXCHANGED * course.growth;
  if (isReplacing(totals, bytes, course)) return courseOf(totals.bytes).growth <= most;
  const live = steps.slice(warmUp(steps.length)).map((step) => step.live);
  return Math.max(...live) - Math.min(...live) <= most;
}
