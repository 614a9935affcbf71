import type { Pair } from '../model/evidence.ts';
import { formatCount, plural } from '../model/format.ts';
import { median } from '../stats/median.ts';

/** Iteration counts this many times apart spread set-up and warm-up over the operations quite differently. */
const APART = 10;

/** How the typical iteration counts of the sides differ, as a clause; null where they are near each other or unknown. */
export function iterationsApart({ base, head }: Pair): string | null {
  const [b, h] = [median(base.iterations), median(head.iterations)];
  if (!(b > 0 && h > 0) || Math.max(b / h, h / b) < APART) return null;
  return `base ran ${plural(b, 'iteration')} a sample, head ${formatCount(h)}`;
}
