import { type Course, courseOf, FEWEST_STEPS } from './course.ts';
import type { GoroutineSeries, LeakRun, SiteSeries } from './run.ts';
import { agree, isExchange, isReplacing, type Stages, stagesOf, type Totals, totalsOf } from './stages.ts';

export type LeakVerdict = 'leak' | 'no leak' | 'not enough evidence';

/** A place where memory is held that grows, or may. */
export interface HeapFinding {
  readonly kind: 'heap';
  readonly series: SiteSeries;
  readonly course: Course;
  readonly stages: Stages;
}

export interface GoroutineFinding {
  readonly kind: 'goroutine';
  readonly series: GoroutineSeries;
  readonly course: Course;
  /** Of all goroutines: `/sched/goroutines` less those that stand elsewhere grows as well. */
  readonly counted: boolean;
}

export type Finding = HeapFinding | GoroutineFinding;

/** What one process says. */
export interface RunJudgement {
  readonly verdict: LeakVerdict;
  /** Growth that all stages see; the largest first, goroutines in front. */
  readonly leaks: readonly Finding[];
  /** Growth that could be a leak. */
  readonly doubts: readonly Finding[];
  /**
   * Sites that rose and stopped or came back (what a cache, a pool, a burst look like), or that only replace what other
   * sites held. The largest first.
   */
  readonly harmless: readonly Finding[];
}

/** Of all growth, the share below which a site is not worth a line. */
const SMALL = 0.01;
/** Doubtful growth of fewer bytes than these over a window is what any process has. */
const NOTHING = 512;

/** Judges one process. @param run of any length: a short one is no evidence */
export function judgeRun(run: LeakRun): RunJudgement {
  if (run.steps.length < FEWEST_STEPS) return { verdict: 'not enough evidence', leaks: [], doubts: [], harmless: [] };
  const goroutines = run.goroutines.filter((g) => !g.foreign).map((series) => goroutineFinding(run, series));
  const totals = totalsOf(run);
  const heap = run.sites.filter((s) => !s.foreign).map((series) => heapFinding(run, totals, series));
  const all: Finding[] = [...goroutines, ...heap];
  const leaks = all.filter((finding) => isLeak(run, totals, finding));
  const exchanged = heap.filter(({ series, course }) => isExchange(run, totals, series.bytes, course));
  const doubts = all.filter(
    (finding) => !leaks.includes(finding) && !exchanged.some((f) => f === finding) && isDoubt(finding, leaks),
  );
  const stopped = all.filter(({ course }) => course.shape === 'levelled' || course.shape === 'returned');
  const harmless = [...stopped, ...exchanged];
  const verdict = leaks.length > 0 ? 'leak' : doubts.length > 0 ? 'not enough evidence' : 'no leak';
  return { verdict, leaks: ordered(leaks), doubts: ordered(doubts), harmless: ordered(harmless) };
}

function heapFinding(run: LeakRun, totals: Totals, series: SiteSeries): HeapFinding {
  return { kind: 'heap', series, course: courseOf(series.bytes), stages: stagesOf(run, totals, series) };
}

function goroutineFinding({ steps, goroutines }: LeakRun, series: GoroutineSeries): GoroutineFinding {
  const course = courseOf(series.counts);
  const elsewhere = (i: number) => goroutines.reduce((sum, g) => sum + (g === series ? 0 : (g.counts[i] as number)), 0);
  const left = courseOf(steps.map((step, i) => step.goroutines - elsewhere(i)));
  const counted = left.growth >= course.growth / 2 && left.growth <= course.growth * 2;
  return { kind: 'goroutine', series, course, counted };
}

function isLeak({ steps }: LeakRun, totals: Totals, finding: Finding): boolean {
  if (finding.course.shape !== 'grows') return false;
  if (finding.kind === 'goroutine') return finding.counted && !mayEnd(finding, steps.at(-1)?.at ?? 0);
  return agree(finding.stages) && !isReplacing(totals, finding.series.bytes, finding.course);
}

/** Seconds after which a goroutine that sleeps is taken for one that sleeps again and again. */
const LONG_SLEEP = 15;

/** What sleeps wakes up, and may end: it piles up without a leak. */
function mayEnd({ series }: GoroutineFinding, seconds: number): boolean {
  return series.state === 'sleep' && seconds < LONG_SLEEP;
}

function isDoubt(finding: Finding, leaks: readonly Finding[]): boolean {
  const { course, kind } = finding;
  if (course.shape !== 'grows' && course.shape !== 'unclear' && course.shape !== 'wanders') return false;
  if (kind === 'goroutine') return course.growth >= 2;
  const largest = leaks.reduce((most, leak) => (leak.kind === 'heap' ? Math.max(most, leak.course.growth) : most), 0);
  return course.growth >= Math.max(NOTHING, SMALL * largest);
}

function ordered(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ kind, course }: Finding) => [Number(kind === 'heap'), -course.growth] as const;
  const sorted = [...findings].sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1]);
  const most = (kind: Finding['kind']) =>
    sorted.reduce((max, f) => (f.kind === kind ? Math.max(max, f.course.growth) : max), 0);
  const [heap, goroutine] = [most('heap'), most('goroutine')];
  return sorted.filter((f) => f.course.growth >= SMALL * (f.kind === 'heap' ? heap : goroutine));
}
