import type { Cause, Testimony } from '../../model/finding.ts';
import { benchmarkFunction, rowOf, silent } from '../../model/finding-of.ts';
import { formatDifference, formatValue, plural } from '../../model/format.ts';
import { placeOf, shortName } from '../../model/profile-change.ts';
import { benchmarkKey, type Subject } from '../../model/subject.ts';
import type { TraceChange, TraceLeft, TracePart } from '../../model/trace-change.ts';
import type { CrossCheck } from '../crosscheck.ts';
import { agreementOf } from './agreement.ts';

const WITNESS = 'trace';
/** Of the additional time, the share that a part must have to count. */
const MATTERS = 0.1;
/** The metric that counts goroutines that never end. */
const LEAKED = 'goroutines.leaked';
/** Causes that are told of one finding. */
const TOLD = 3;

/**
 * The execution trace of one run a side: does an operation wait more (for what, and where), does it wait more for a processor,
 * does the garbage collector take more of it? It speaks only where the growth stands out of the waits' own variation, and not
 * at all where another tool that watched the same process contradicts it.
 */
export const trace: CrossCheck = {
  witness: WITNESS,
  about: 'The execution trace: does a slower benchmark wait more, for a processor, or for the garbage collector?',
  testify(finding, { comparisons, traces, contradictions }) {
    const { metric, subject } = finding;
    if (metric !== 'sec/op' && metric !== LEAKED) return silent('only elapsed time is spent waiting');
    const key = benchmarkKey(subject);
    const why = contradictions.get(key);
    if (why !== undefined) return silent(why);
    const change = traces.find((one) => benchmarkKey(one.subject) === key);
    if (!change) return silent('it was not traced');
    if (metric === LEAKED) return leaked(change, subject);
    return said(change, rowOf(finding, comparisons)?.difference ?? 0);
  },
  agreement: ({ traced }) => agreementOf(traced),
};

function said(change: TraceChange, slower: number): Testimony {
  const parts = change.grown.filter((part) => growthOf(part) >= MATTERS * slower);
  if (parts.length === 0 || !(slower > 0))
    return silent('waits, scheduling and collections did not grow, or by far less than the time');
  // What is part of the elapsed time explains it better than what others did meanwhile.
  const ordered = [...parts].sort((a, b) => Number(b.elapsed) - Number(a.elapsed) || growthOf(b) - growthOf(a));
  const causes = ordered.slice(0, TOLD).map((part) => causeOf(part, change, slower));
  const text = causes.map((cause) => `${shortName(cause.function)}: ${cause.text}`).join('; ');
  return { says: 'agrees', text, causes };
}

/** Which goroutines are left over, and where they stand: what the check counted, by name. */
function leaked({ left, subject }: TraceChange, { function: fn }: Subject): Testimony {
  const own = left.filter(({ group }) => fn === undefined || group === fn);
  const growth = own.reduce((sum, { base, head }) => sum + head - base, 0);
  const causes = own.slice(0, TOLD).map((one) => leakOf(one, growth, subject));
  if (causes.length === 0) return silent('in the first traced run of either side no more goroutines are left');
  return {
    says: 'agrees',
    text: causes.map((cause) => `${shortName(cause.function)}: ${cause.text}`).join('; '),
    causes,
  };
}

function leakOf(left: TraceLeft, growth: number, subject: Subject): Cause {
  const { group, text, base, head } = left;
  return {
    function: left.function ?? benchmarkFunction(subject),
    ...placeOf(left),
    kind: 'leak',
    share: (head - base) / growth,
    witnesses: [WITNESS],
    text: `${plural(head - base, 'more goroutine')} of ${shortName(group)} left at the end, ${text}`,
  };
}

function growthOf({ base, head }: TracePart): number {
  return head - base;
}

function causeOf(part: TracePart, { subject, latency }: TraceChange, slower: number): Cause {
  const growth = growthOf(part);
  const more = `${formatDifference(growth, 'sec')} per op`;
  return {
    function: part.function ?? benchmarkFunction(subject as Subject),
    ...placeOf(part),
    kind: part.kind,
    share: Math.min(1, growth / slower),
    witnesses: [WITNESS],
    text: `${waiting(part, more)}${part.kind === 'scheduling' ? percentiles(latency) : ''}`,
  };
}

function waiting({ kind, text, elapsed }: TracePart, more: string): string {
  return `${elapsed && kind === 'wait' ? 'it waits' : 'goroutines wait'} ${more} ${text}`;
}

function percentiles({ base, head }: TraceChange['latency']): string {
  return base === null || head === null || head <= base
    ? ''
    : ` (sched latency p99 ${formatValue(base, 'sec')} → ${formatValue(head, 'sec')})`;
}
