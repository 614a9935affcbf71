import type { Finding, Testimony } from '../model/finding.ts';
import { silent } from '../model/finding-of.ts';
import { formatDifference, formatPercent, formatValue, plural } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { type Culprit, changesOf, type ProfileChange, placeOf, shortName } from '../model/profile-change.ts';
import type { Agreement } from '../model/report.ts';
import type { CrossCheck, CrossContext } from './crosscheck.ts';

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
  agreement,
};

/** Of the kernel's CPU time the profile may miss this share, and this much of a process: its beginning and its end. */
const MISSED = { share: 0.1, seconds: 0.1 };

/** The samples of the profiled processes against what the kernel counted for the same processes. */
function agreement({ evidence, profiles }: CrossContext): readonly Agreement[] {
  const sampled = profiles.filter(({ kind }) => kind === 'cpu').flatMap(({ base, head }) => [base, head]);
  const ran = evidence.processes.filter(
    (p) => !p.traced && p.profiles?.some(({ kind }) => kind === 'cpu') && p.ending === 'ok',
  );
  if (sampled.length === 0 || sampled.length !== ran.length) return [];
  const profile = sampled.reduce((sum, { perOp, iterations }) => sum + perOp * iterations, 0);
  const rusage = ran.reduce((sum, { user, system }) => sum + user + system, 0);
  const least = rusage * (1 - MISSED.share) - ran.length * MISSED.seconds;
  const most = rusage * (1 + MISSED.share) + ran.length * MISSED.seconds;
  return [
    {
      quantity: `CPU seconds of ${plural(ran.length, 'process', 'processes')} under the profiler`,
      values: { 'CPU profile': profile, 'rusage (CPU)': rusage },
      tolerance: `± ${formatPercent(MISSED.share)} and ${formatValue(MISSED.seconds, 'sec')} a process`,
      status: profile >= least && profile <= most ? 'agree' : 'disagree',
    },
  ];
}

function found({ unit, base, head }: ProfileChange, culprit: Culprit, { metric }: Finding): Testimony {
  const { function: fn, share, callee } = culprit;
  const [growth, whole] = [culprit.head.cum - culprit.base.cum, head.perOp - base.perOp];
  // What is beyond the whole was saved elsewhere: it moved here, or it is chance.
  const more = formatDifference(whole > 0 ? Math.min(growth, whole) : growth, unit);
  const where = callee === undefined ? 'its own code' : `calls of ${shortName(callee)}`;
  const text = `${more} of CPU time, most in ${where}`;
  const cause = { function: fn, ...placeOf(culprit), kind: 'cpu', share, witnesses: [WITNESS], text };
  // CPU time is what a finding about CPU time rests on: the profile says where, not whether.
  return { says: metric === CPU_TIME ? 'silent' : 'agrees', text: `${shortName(fn)}: ${text}`, causes: [cause] };
}

function tooFew({ base, head, detectable }: ProfileChange): string {
  const blind = detectable === null ? 'at all' : `below ${formatPercent(detectable)} of the whole`;
  return `no function stands out: ${plural(base.events, 'sample')} of base and ${head.events} of head show nothing ${blind}`;
}
