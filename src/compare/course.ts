import type { Pair } from '../model/evidence.ts';
import { median } from '../stats/median.ts';
import { type Change, isMaterial, TAIL } from './change.ts';
import { EARLY_SHARE, firstRounds, type Looks, lastLook, sharedRounds } from './looks.ts';
import type { Method, RankTest } from './method.ts';

/** How far a row's measurement got. */
export type Course =
  /** A look stopped it: it does not look slower (nor much faster). It cannot be called any more. */
  | 'cleared'
  /** Called at the early look. */
  | 'called'
  /** All rounds there are to have; or those of a file. */
  | 'ended'
  /** It looks slower and should have had more rounds. */
  | 'open';

/** The samples that a row is judged by, and by how strict a test. */
export interface Judged {
  readonly course: Course;
  readonly pair: Pair;
  readonly rounds: number;
  /** Share of the error that this look may spend. */
  readonly share: number;
  readonly test: RankTest;
  /** Dear to find, and not everybody asks. */
  readonly change: () => Change;
}

export interface Question {
  readonly pair: Pair;
  readonly method: Method;
  readonly limit: number;
  /** The p that a call takes when the whole error is spent at one look: alpha over the family. */
  readonly level: number;
}

/** @param looks null: the row was measured at one go */
export function courseOf(question: Question, looks: Looks | null): Judged {
  if (looks === null) return examine(question, question.pair, 'ended', 1);
  const early = calledEarly(question, looks);
  if (early) return early;
  const share = looks.early === null ? 1 : 1 - EARLY_SHARE;
  const rounds = sharedRounds(question.pair).length;
  const judged = examine(question, question.pair, 'ended', share);
  if (rounds >= lastLook(looks)) return judged;
  return { ...judged, course: looksChanged(question, judged) ? 'open' : 'cleared' };
}

function examine({ method, level }: Question, pair: Pair, course: Course, share: number): Judged {
  const test = method.test(pair, level * share);
  let known: Change | undefined;
  const change = () => (known ??= method.change(pair, TAIL * share));
  return { course, pair, rounds: sharedRounds(pair).length, share, test, change };
}

/**
 * A row is called at the early look when it would be whatever becomes of the others (Bonferroni over the family, not
 * Holm, which needs their final p), and surely beyond its limit.
 */
function calledEarly(question: Question, looks: Looks): Judged | null {
  if (looks.early === null || sharedRounds(question.pair).length < looks.early) return null;
  const judged = examine(question, firstRounds(question.pair, looks.early), 'called', EARLY_SHARE);
  const { test, share } = judged;
  const { limit, level } = question;
  if (Math.min(test.greater, test.less) > level * share || !material(question)) return null;
  const { lo, hi } = judged.change();
  const slower = test.greater <= level * share && (lo ?? 0) > limit;
  const faster = test.less <= level * share && (hi ?? 0) < 1 / (1 + limit) - 1;
  return slower || faster ? judged : null;
}

/** The part of the limit that an estimate must be above to be worth more rounds, and the least that is. */
export const WORTH = { share: 0.75, least: 0.005 };
/** p of an improvement that is worth more rounds: it makes nobody act, so it must look surer. */
const FASTER = 0.05;

/** Whether a row is worth more rounds: it looks worse by a good part of its limit, or surely better beyond it. */
function looksChanged(question: Question, { test, pair }: Judged): boolean {
  if (!material(question)) return false;
  const { limit, method } = question;
  const ratio = method.ratio(pair);
  if (ratio === null) return Math.min(test.greater, test.less) <= FASTER;
  const higherIsBetter = pair.metric.better === 'higher';
  const worsening = higherIsBetter ? 1 / ratio : ratio;
  if (worsening > 1 + Math.max(WORTH.least, WORTH.share * limit)) return true;
  const pBetter = higherIsBetter ? test.greater : test.less;
  return worsening < 1 / (1 + limit) && pBetter <= FASTER;
}

function material({ pair: { metric, base, head } }: Question): boolean {
  return isMaterial(metric, median(base.value), median(head.value));
}
