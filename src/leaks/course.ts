import { theilSen } from '../stats/theil-sen.ts';

/**
 * Where a quantity goes from step to step.
 *
 * - `flat`: it does not rise
 * - `grows`: it rises to the end, as fast as before
 * - `levelled`: it rose, and has stopped
 * - `returned`: it rose and came back
 * - `wanders`: it stands higher at the end, by no more than ups and downs come to by themselves
 * - `unclear`: it rises, and these steps do not say whether it goes on
 */
export type Shape = 'flat' | 'grows' | 'levelled' | 'returned' | 'wanders' | 'unclear';

export interface Course {
  readonly shape: Shape;
  /** From the floor of the first sixth to that of the last. */
  readonly growth: number;
  /** Median of the slopes of all pairs, per step. */
  readonly slope: number;
  /** What the last third added over what the middle third added; NaN where neither added. */
  readonly pace: number;
  /** The growth over what so many increments of either sign would come to by themselves: of a random walk N(0, 1). */
  readonly drift: number;
  /** Steps after which it stood higher. */
  readonly rises: number;
}

/** The window is looked at in sixths. */
const PARTS = 6;
/** Fewest steps of which anything is said. */
export const FEWEST_STEPS = 12;
/** A random walk exceeds it in 1 of 100,000 windows. */
const DRIFT = 4.3;
/** Below it growth with falls between is as good as chance. */
const CHANCE = 2.5;
/** Growth goes on when the last third adds at least so much of what the middle third did; and has ended at so little. */
const GOES_ON = 0.75;
const ENDED = 0.1;
/** What the middle third must have added of what the last did: else it has just begun. */
const BEGUN = 0.2;

/** Steps at the beginning that are not looked at: what is filled once. */
export function warmUp(steps: number): number {
  return Math.max(2, Math.floor(steps / 8));
}

/** @param values one for each step since the process began, finite; at least {@link FEWEST_STEPS} */
export function courseOf(values: readonly number[]): Course {
  const window = values.slice(warmUp(values.length));
  const floors = floorsOf(window);
  const increments = differences(window);
  const [first, second, , fourth, , last] = floors as [number, number, number, number, number, number];
  const [middle, late] = [fourth - second, last - fourth];
  const measured = {
    growth: last - first,
    slope: theilSen(
      window.map((_, i) => i),
      window,
    ),
    pace: late / middle,
    drift: driftOf(increments),
    rises: increments.filter((d) => d > 0).length,
  };
  return { ...measured, shape: shapeOf(values, window, floors, measured) };
}

function shapeOf(
  values: readonly number[],
  window: readonly number[],
  floors: readonly number[],
  { growth, pace, drift, rises }: Omit<Course, 'shape'>,
): Shape {
  const [first, second, , fourth, , last] = floors as [number, number, number, number, number, number];
  const most = Math.max(...window);
  if (most <= (window[0] as number) && growth <= 0) return 'flat';
  const fallen = drawdown(window);
  // It rose within the last sixth.
  if (growth <= 0 && fallen === 0) return 'unclear';
  if (growth <= 0 || gaveBack(window, floors)) return 'returned';
  const [middle, late] = [fourth - second, last - fourth];
  const steady = drift >= DRIFT && fallen <= growth / 2;
  if (steady && middle > 0 && pace >= GOES_ON && middle >= BEGUN * late) return 'grows';
  // Few jumps and nothing between them: a slice or a map that doubles, or one burst.
  if (fallen === 0 && rises * 2 <= window.length) return jumps(values);
  if (fallen <= growth * 0.1 && late <= ENDED * Math.max(middle, last - first)) return 'levelled';
  if (fallen === 0) return jumps(values) === 'grows' ? 'grows' : 'unclear';
  return drift < CHANCE && fallen > growth / 3 ? 'wanders' : 'unclear';
}

/** Least by which what is appended to grows while the work doubles: two steps of a quarter. */
const DOUBLES = 1.5;
/** What counts as a jump. */
const JUMP = 1.01;

/** Whether the last third comes down to where the quantity stood at the beginning, after it was clearly above it. */
function gaveBack(window: readonly number[], floors: readonly number[]): boolean {
  const later = Math.min(...floors.slice(PARTS / 3));
  const range = Math.max(...window) - Math.min(...window);
  const base = Math.max(floors[0] as number, floors[1] as number);
  return later <= base && drawdown(window) >= range / 3;
}

/**
 * Growth in jumps. What is appended to or doubles waits, from jump to jump, ever longer in steps but about as long in
 * proportion; what is bounded has stopped when it has waited much longer than ever before.
 */
function jumps(values: readonly number[]): Shape {
  const n = values.length;
  const at = values.flatMap((value, i) => (i > 0 && value > JUMP * (values[i - 1] as number) ? [i + 1] : []));
  const [last = 1] = at.slice(-1);
  const waits = at.slice(1).flatMap((x, i) => (x >= last / 2 ? [x / (at[i] as number)] : []));
  const longest = Math.max(1, ...waits);
  const open = n / last;
  if (at.length < 3) return open >= 2.5 || (at.length <= 1 && open >= 1.5) ? 'levelled' : 'unclear';
  if (open > 1.5 * longest) return 'levelled';
  const half = values[Math.floor(n / 2) - 1] as number;
  const quarter = values[Math.floor(n / 4) - 1] as number;
  const proportional = (values[n - 1] as number) >= DOUBLES * half && half >= DOUBLES * quarter;
  return proportional && at.length >= 4 && open <= longest * 1.1 ? 'grows' : 'unclear';
}

/** The least of each sixth of the window. */
function floorsOf(window: readonly number[]): readonly number[] {
  const bound = (part: number) => Math.round((part * window.length) / PARTS);
  return Array.from({ length: PARTS }, (_, i) => Math.min(...window.slice(bound(i), bound(i + 1))));
}

function differences(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, i) => value - (values[i] as number));
}

/** Σ increments over √Σ increments². Alternating noise makes it smaller, never larger. */
function driftOf(increments: readonly number[]): number {
  const n = increments.length;
  const mean = increments.reduce((sum, d) => sum + d, 0) / n;
  const spread = increments.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  if (mean === 0) return 0;
  return spread === 0 ? Math.sign(mean) * Number.POSITIVE_INFINITY : (mean * Math.sqrt(n)) / Math.sqrt(spread);
}

/** The most that it fell from a height that it had before. */
export function drawdown(values: readonly number[]): number {
  let [top, most] = [Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    top = Math.max(top, value);
    most = Math.max(most, top - value);
  }
  return most;
}
