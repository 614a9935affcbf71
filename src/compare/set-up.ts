import { groupBy } from '../model/group-by.ts';
import { median } from '../stats/median.ts';

/** A sample of `sec/op`, or of any metric that is a quotient by the iterations. */
export interface PerOperation {
  /** Whatever keeps the sides of a row apart. */
  readonly side: string;
  readonly iterations: number;
  readonly value: number;
}

/** Iteration counts that are compared with each other are this many times apart at least. */
const TIMES_APART = 3;
/** Time that falls by less may be noise or warm-up. */
const TIMES_DEARER = 1.5;

export const SET_UP_COUNTED =
  'time per operation falls as iterations grow: set-up is counted in; call b.ResetTimer or use b.Loop';

/**
 * Whether time per operation falls as the iteration count grows: what is done once a run, S, is spread over N operations,
 * t + S/N, where the timer is not reset behind it. On every side that has iteration counts far enough apart every sample
 * at its smallest count must be dearer than the middle one at its largest.
 *
 * A count that one sample alone has may have been chosen by its own slowness (`-benchtime=1s` runs fewer iterations in a
 * slow moment), so on each side one of the two counts must have been used twice, and the small ones twice over all.
 *
 * @param samples of one row, of all its phases
 */
export function setUpIsCounted(samples: readonly PerOperation[]): boolean {
  const known = samples.filter(({ iterations }) => iterations > 0);
  const ends = [...groupBy(known, (s) => s.side).values()].flatMap(endsOf);
  const few = ends.reduce((sum, { small }) => sum + small.length, 0);
  return few >= 2 && ends.every(falls);
}

interface Ends {
  readonly small: readonly number[];
  readonly large: readonly number[];
}

/** The values at the smallest and the largest iteration count of one side, where these are far apart. */
function endsOf(samples: readonly PerOperation[]): Ends[] {
  const counts = [...groupBy(samples, (s) => s.iterations)].sort(([a], [b]) => a - b);
  const [[least, few] = [0, []], [most, many] = [0, []]] = [counts[0], counts.at(-1)];
  if (most < TIMES_APART * least) return [];
  return [{ small: few.map((s) => s.value), large: many.map((s) => s.value) }];
}

function falls({ small, large }: Ends): boolean {
  const repeated = small.length > 1 || large.length > 1;
  return repeated && Math.min(...small) >= TIMES_DEARER * median(large);
}
