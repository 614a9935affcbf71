import type { Testimony } from '../model/finding.ts';
import { silent } from '../model/finding-of.ts';
import { formatDifference } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { type Culprit, changesOf, type ProfileChange, shortName } from '../model/profile-change.ts';
import type { CrossCheck } from './crosscheck.ts';

const WITNESS = 'heap';
const TIMES: readonly (string | undefined)[] = ['sec/op', CPU_TIME];

/**
 * The heap profile of one run a side with every allocation recorded (`-memprofilerate=1`): which function of the module
 * allocates more per operation, and at which line.
 */
export const heapProfile: CrossCheck = {
  witness: WITNESS,
  about: 'The heap profile: which function allocates more?',
  testify({ metric, subject }, { profiles }) {
    if (metric !== 'allocs/op' && metric !== 'B/op' && !TIMES.includes(metric))
      return silent('this metric is neither time nor allocations');
    const changes = changesOf(profiles, subject, 'memory');
    if (changes.length === 0) return silent('it was not run with every allocation recorded');
    const of = (type: string) => changes.find(({ sampleType }) => sampleType === type);
    const [objects, bytes] = [of('alloc_objects'), of('alloc_space')];
    const [first, second] = metric === 'B/op' ? [bytes, objects] : [objects, bytes];
    const change = first?.culprit ? first : second?.culprit ? second : undefined;
    if (!change?.culprit) return silent('no function of the module allocates more');
    const other = change === first ? second : first;
    return found(change.culprit, [change, ...(other ? [other] : [])]);
  },
};

function found({ function: fn, file, line, share }: Culprit, changes: readonly ProfileChange[]): Testimony {
  const text = `${changes.flatMap((change) => more(change, fn)).join(' and ')} per op`;
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  const cause = { function: fn, ...place, kind: 'allocation', share, witnesses: [WITNESS], text };
  return { says: 'agrees', text: `${shortName(fn)}: ${text}`, causes: [cause] };
}

/** What the function itself and all it calls allocate more, in the unit of the change. */
function more({ functions, unit }: ProfileChange, fn: string): string[] {
  const own = functions.find((change) => change.function === fn);
  const growth = own ? own.head.cum - own.base.cum : 0;
  const what = unit === 'B/op' ? '' : ' allocations';
  return growth > 0 ? [`${formatDifference(growth, unit)}${what}`] : [];
}
