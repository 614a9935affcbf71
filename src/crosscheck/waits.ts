import type { Testimony } from '../model/finding.ts';
import { rowOf, silent } from '../model/finding-of.ts';
import { formatDifference } from '../model/format.ts';
import { type Culprit, changesOf, type ProfileChange, placeOf, shortName } from '../model/profile-change.ts';
import type { CrossCheck } from './crosscheck.ts';

const WITNESS = 'waits';

/**
 * The mutex and block profiles of one run a side: which function others wait for, and which waits. They are two ends of
 * the same waits and so one witness; the holder of a lock is named rather than who waits. An empty profile clears nobody:
 * a lock that nobody contends costs CPU time alone.
 */
export const waits: CrossCheck = {
  witness: WITNESS,
  about: 'The mutex and block profiles: does a slower benchmark wait more, and for whom?',
  testify(finding, { comparisons, profiles }) {
    if (finding.metric !== 'sec/op') return silent('only elapsed time is spent waiting');
    const changes = (['mutex', 'block'] as const).flatMap((kind) => changesOf(profiles, finding.subject, kind));
    if (changes.length === 0) return silent('it was not run under the block and mutex profilers');
    const slower = rowOf(finding, comparisons)?.difference ?? 0;
    const [grown] = changes.flatMap((change) => (change.culprit ? wait(change, change.culprit, slower) : []));
    return grown ?? silent('waits did not grow, or by far less than the time');
  },
};

/** Of the additional time, the share that waits must have to count; and how often an operation waits, where only that is known. */
const MATTERS = { share: 0.1, perOp: 0.01 };

function wait({ kind, unit }: ProfileChange, culprit: Culprit, slower: number): Testimony[] {
  const { function: fn, base, head } = culprit;
  const growth = head.cum - base.cum;
  const timed = unit === 'sec/op';
  if (timed ? !(growth >= MATTERS.share * slower) : growth < MATTERS.perOp) return [];
  const more = `${formatDifference(growth, unit)}${timed ? '' : ' times'} per op`;
  const text = kind === 'mutex' ? `others wait ${more} for a lock it holds` : `it waits ${more}`;
  const share = timed && slower > 0 ? { share: Math.min(1, growth / slower) } : {};
  const cause = { function: fn, ...placeOf(culprit), kind: 'wait', ...share, witnesses: [kind], text };
  return [{ says: 'agrees', text: `${shortName(fn)}: ${text}`, causes: [cause] }];
}
