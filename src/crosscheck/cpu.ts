import type { Finding, Testimony } from '../model/finding.ts';
import { silent } from '../model/finding-of.ts';
import { formatDifference, formatPercent, plural } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { type Culprit, changesOf, type ProfileChange, shortName } from '../model/profile-change.ts';
import type { CrossCheck } from './crosscheck.ts';

const WITNESS = 'cpu';

/**
 * The CPU profile of one run a side, per operation: which function of the module an operation spends its additional time
 * in. It is sampled, so it speaks only where the growth stands out of the samples.
 */
export const cpuProfile: CrossCheck = {
  witness: WITNESS,
  about: 'The CPU profile: which function does a slower benchmark spend more time in?',
  testify(finding, { profiles }) {
    if (finding.metric !== 'sec/op' && finding.metric !== CPU_TIME) return silent('this metric is not time');
    const [change] = changesOf(profiles, finding.subject, 'cpu');
    if (!change) return silent('it was not run under the CPU profiler');
    return change.culprit ? found(change, change.culprit, finding) : silent(tooFew(change));
  },
};

function found({ unit }: ProfileChange, culprit: Culprit, { metric }: Finding): Testimony {
  const { function: fn, file, line, share, callee } = culprit;
  const more = formatDifference(culprit.head.cum - culprit.base.cum, unit);
  const where = callee === undefined ? 'its own code' : `calls of ${shortName(callee)}`;
  const text = `${more} of CPU time, most in ${where}`;
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  const cause = { function: fn, ...place, kind: 'cpu', share, witnesses: [WITNESS], text };
  // CPU time is what a finding about CPU time rests on: the profile says where, not whether.
  return { says: metric === CPU_TIME ? 'silent' : 'agrees', text: `${shortName(fn)}: ${text}`, causes: [cause] };
}

function tooFew({ base, head, detectable }: ProfileChange): string {
  const blind = detectable === null ? 'at all' : `below ${formatPercent(detectable)} of the whole`;
  return `no function stands out: ${plural(base.events, 'sample')} of base and ${head.events} of head show nothing ${blind}`;
}
