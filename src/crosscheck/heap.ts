import type { Comparison } from '../model/comparison.ts';
import type { Cause } from '../model/finding.ts';
import { nameOf, rowOf, silent } from '../model/finding-of.ts';
import { formatDifference, formatPercent, formatValue } from '../model/format.ts';
import { CPU_TIME } from '../model/metric.ts';
import { type Culprit, changesOf, type ProfileChange, placeOf, shortName } from '../model/profile-change.ts';
import type { Agreement } from '../model/report.ts';
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
  testify(finding, { comparisons, profiles }) {
    const { metric, subject } = finding;
    if (metric !== 'allocs/op' && metric !== 'B/op' && !TIMES.includes(metric))
      return silent('this metric is neither time nor allocations');
    const changes = changesOf(profiles, subject, 'memory');
    if (changes.length === 0) return silent('it was not run with every allocation recorded');
    const of = (type: string) => changes.find(({ sampleType }) => sampleType === type);
    const [objects, bytes] = [of('alloc_objects'), of('alloc_space')];
    const [first, second] = metric === 'B/op' ? [bytes, objects] : [objects, bytes];
    const change = first?.culprit ? first : second?.culprit ? second : undefined;
    if (!change?.culprit) return silent('no function of the module allocates more');
    const slower = TIMES.includes(metric) ? (rowOf(finding, comparisons)?.difference ?? null) : null;
    if (slower !== null && !matters(change.culprit.function, changes, slower))
      return silent('allocations grew by far less than the time');
    const other = change === first ? second : first;
    const cause = found(change.culprit, [change, ...(other ? [other] : [])], comparisons);
    // What share of the time allocations cost, nobody knows.
    const share = TIMES.includes(metric) ? {} : { share: change.culprit.share };
    return { says: 'agrees', text: `${shortName(cause.function)}: ${cause.text}`, causes: [{ ...cause, ...share }] };
  },
  agreement: ({ comparisons, profiles }) => profiles.flatMap((change) => bytesAgree(change, comparisons)),
};

/**
 * Seconds that an allocation and each of its bytes cost at the very most, the collector's work and cache misses among them,
 * and the share of the additional time below which they are no cause: a lock that is waited for now and then allocates too.
 */
const AT_MOST = { object: 1e-6, byte: 1e-9, share: 0.01 };

/** Whether what a function allocates more could be the reason for `slower` seconds more. */
function matters(fn: string, changes: readonly ProfileChange[], slower: number): boolean {
  const costs = changes.map((change) => growth(change, fn) * (change.unit === 'B/op' ? AT_MOST.byte : AT_MOST.object));
  return costs.reduce((sum, cost) => sum + Math.max(0, cost), 0) >= AT_MOST.share * slower;
}

/**
 * The profile counts what the benchmark's own counters leave out: set-up, and the one iteration that the testing package
 * runs before the N of `-benchtime=Nx` (testing, B.run1; not where the benchmark loops by b.Loop).
 */
const SET_UP = { relative: 0.1, bytes: 1024 };

/** Bytes per operation of head by the heap profile against the runtime's counters in the rounds. */
function bytesAgree(change: ProfileChange, comparisons: readonly Comparison[]): Agreement[] {
  const row = rowOf({ subject: change.subject, metric: 'B/op' }, comparisons);
  if (change.sampleType !== 'alloc_space' || !row?.head) return [];
  const [profile, counters] = [change.head.perOp, row.head.center];
  const relative = SET_UP.relative + 1 / change.head.iterations;
  const slack = relative * counters + SET_UP.bytes;
  return [
    {
      quantity: `bytes allocated per op of ${nameOf(change.subject)}, head`,
      values: { 'heap profile': profile, 'MemStats (B/op)': counters },
      tolerance: `± ${formatPercent(relative)} and ${formatValue(SET_UP.bytes, 'B')}; set-up is in the profile alone`,
      status: Math.abs(profile - counters) <= slack ? 'agree' : 'disagree',
    },
  ];
}

function found(culprit: Culprit, changes: readonly ProfileChange[], comparisons: readonly Comparison[]): Cause {
  const { function: fn } = culprit;
  const text = `${changes.flatMap((change) => more(change, fn, comparisons)).join(' and ')} per op`;
  return { function: fn, ...placeOf(culprit), kind: 'allocation', witnesses: [WITNESS], text };
}

/**
 * What the function itself and all it calls allocate more: its part of the profile's growth, of the rise that the runtime's
 * own counters have. The profile alone counts small objects without pointers by the block that they share.
 */
function more(change: ProfileChange, fn: string, comparisons: readonly Comparison[]): string[] {
  const metric = change.unit === 'B/op' ? 'B/op' : 'allocs/op';
  const counted = rowOf({ subject: change.subject, metric }, comparisons)?.difference ?? 0;
  const whole = change.head.perOp - change.base.perOp;
  const part = growth(change, fn);
  const by = counted > 0 && whole > 0 && part > 0 ? Math.min(1, part / whole) * counted : part;
  const what = change.unit === 'B/op' ? '' : ' allocations';
  return by > 0 ? [`${formatDifference(by, change.unit)}${what}`] : [];
}

/** By how much a function, with all it calls, allocates more per operation. */
function growth({ functions }: ProfileChange, fn: string): number {
  const own = functions.find((change) => change.function === fn);
  return own ? own.head.cum - own.base.cum : 0;
}
