import type { Pair } from '../model/evidence.ts';
import type { Measure } from '../model/rules.ts';
import type { Samples } from '../model/samples.ts';

/**
 * When a row is looked at: after so many rounds it is decided whether it goes on. A group-sequential design (C. Jennison
 * & B. Turnbull, Group Sequential Methods, 2000): every look may stop a row that does not look slower, which costs no
 * error, since nothing is called there; only at the `early` look and at the end may a row be called, and these two share
 * the error ({@link EARLY_SHARE}).
 */
export interface Looks {
  /** Rounds, ascending; the last is the most that a row gets. */
  readonly at: readonly number[];
  /** The look before the last at which a row may be called already; null: only at the end. */
  readonly early: number | null;
}

/** Of the error, what the early look may spend: enough for what is far beyond its limit, and next to nothing for the end. */
export const EARLY_SHARE = 0.1;

/** Looks after the screening, as shares of the further rounds. */
const FURTHER = [0.15, 0.3, 0.5, 1];
const EARLY = 0.3;

/** The looks of rows that get `screen` rounds, and at most `confirm` more. */
export function looksOf({ screen, confirm }: Measure['rounds']): Looks {
  const after = (share: number) => screen + Math.round(share * confirm);
  const at = [...new Set([screen, ...FURTHER.map(after)])];
  return { at, early: after(EARLY) > screen && after(EARLY) < screen + confirm ? after(EARLY) : null };
}

/** The most rounds that a row gets. */
export function lastLook({ at }: Looks): number {
  return at.at(-1) ?? 0;
}

/** The next look of a row that has `rounds` rounds; null when there is none left. */
export function nextLook({ at }: Looks, rounds: number): number | null {
  return at.find((look) => look > rounds) ?? null;
}

/** Rounds in which both sides have a sample, ascending. */
export function sharedRounds({ base, head }: Pair): readonly number[] {
  const heads = new Set(head.round);
  return [...new Set(base.round)].filter((round) => heads.has(round)).sort((a, b) => a - b);
}

/** The samples of the first `n` rounds that both sides have. */
export function firstRounds(pair: Pair, n: number): Pair {
  const wanted = new Set(sharedRounds(pair).slice(0, n));
  return { ...pair, base: within(pair.base, wanted), head: within(pair.head, wanted) };
}

function within(samples: Samples, rounds: ReadonlySet<number>): Samples {
  const kept = samples.round.flatMap((round, i) => (rounds.has(round) ? [i] : []));
  const column = (values: readonly number[]) => kept.map((i) => values[i] ?? 0);
  const { value, round, order, iterations } = samples;
  return { value: column(value), round: column(round), order: column(order), iterations: column(iterations) };
}
