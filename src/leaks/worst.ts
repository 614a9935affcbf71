import type { LeakVerdict } from './judge.ts';

const ORDER: readonly LeakVerdict[] = ['leak', 'not enough evidence', 'no leak'];

/** A leak before too little evidence before none; of nothing there is no evidence. */
export function worstOf(verdicts: readonly LeakVerdict[]): LeakVerdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'not enough evidence';
}
