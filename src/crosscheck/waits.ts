import type { Testimony } from '../model/finding.ts';
import { silent } from '../model/finding-of.ts';
import { formatDifference } from '../model/format.ts';
import { type Culprit, changesOf, type ProfileChange, shortName } from '../model/profile-change.ts';
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
  testify({ metric, subject }, { profiles }) {
    if (metric !== 'sec/op') return silent('only elapsed time is spent waiting');
    const changes = (['mutex', 'block'] as const).flatMap((kind) => changesOf(profiles, subject, kind));
    if (changes.length === 0) return silent('it was not run under the block and mutex profilers');
    const grown = changes.find(({ culprit }) => culprit !== null);
    return grown?.culprit ? found(grown, grown.culprit) : silent('waits did not grow');
  },
};

function found({ kind, unit }: ProfileChange, culprit: Culprit): Testimony {
  const { function: fn, file, line, share } = culprit;
  const size = formatDifference(culprit.head.cum - culprit.base.cum, unit);
  const more = unit === 'sec/op' ? `${size} per op` : `${size} times per op`;
  const text = kind === 'mutex' ? `others wait ${more} for a lock it holds` : `it waits ${more}`;
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  const cause = { function: fn, ...place, kind: 'wait', share, witnesses: [kind], text };
  return { says: 'agrees', text: `${shortName(fn)}: ${text}`, causes: [cause] };
}
