import { mannWhitney } from '../stats/mann-whitney.ts';
import { median } from '../stats/median.ts';
import { signFlip } from '../stats/sign-flip.ts';

/** One value per seed and side, seed by seed. */
export interface BySeed {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export interface UnderLayouts {
  /** One-sided: small when head is slower whatever the layout. */
  readonly p: number;
  /** Median over the seeds of head/base. */
  readonly ratio: number;
  readonly seeds: number;
}

/** A slowdown that is real has at most this p under other layouts. */
export const LAYOUT_P = 0.1;

/**
 * Whether head is slower than base when chance lays out the functions of both. Two exact tests share the error: one by
 * ranks, of seeds that are strangers to each other; and one by pairs, since the same seed gives both sides nearly the same
 * layout when few functions were added or removed.
 *
 * @param samples times, above 0, as many of base as of head
 */
export function underLayouts({ base, head }: BySeed): UnderLayouts {
  const ratios = head.map((h, i) => Math.log(h / (base[i] ?? Number.NaN)));
  const p = Math.min(1, 2 * Math.min(mannWhitney(base, head).greater, signFlip(ratios)));
  return { p, ratio: Math.exp(median(ratios)), seeds: ratios.length };
}
