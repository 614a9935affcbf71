import type { SchedSample } from '../../model/schedtrace.ts';

const WHOLE = '(\\d{1,15})';
/**
 * All forms since Go 1.19: without `needspinning` in 1.19, `[0 1]` up to 1.24, `[ 0 1 ] schedticks=[ 3 4 ]` from 1.25 on;
 * with scheddetail=1 there are other fields instead of the queues.
 */
const LINE = new RegExp(
  `SCHED ${WHOLE}ms: gomaxprocs=${WHOLE} idleprocs=${WHOLE} threads=${WHOLE} spinningthreads=${WHOLE}` +
    `(?: needspinning=${WHOLE})? idlethreads=${WHOLE} runqueue=${WHOLE}(?: gcwaiting=| ?\\[ ?(\\d[\\d ]{0,65536}?) ?\\])`,
);
/** Each part of a line is a write of its own: other output may stand behind any. */
const BEGINNING = /^SCHED |SCHED \d{1,15}ms: /;

/** `SCHED 1204ms: …`, wherever it begins in the line; `broken` for one that is cut off or torn apart; null for other text. */
export function parseSched(text: string, line: number): SchedSample | 'broken' | null {
  if (!text.includes('SCHED ')) return null;
  const found = LINE.exec(text);
  if (!found) return BEGINNING.test(text) ? 'broken' : null;
  const [, at, gomaxprocs, idleProcs, threads, spinning, need, idleThreads, globalQueue, queues] = found;
  return {
    line,
    at: Number(at) * 1e6,
    gomaxprocs: Number(gomaxprocs),
    idleProcs: Number(idleProcs),
    threads: Number(threads),
    spinningThreads: Number(spinning),
    needSpinning: need === undefined ? null : Number(need),
    idleThreads: Number(idleThreads),
    globalQueue: Number(globalQueue),
    localQueues: queues === undefined ? null : queues.split(/ +/).map(Number),
  };
}

/** A line of scheddetail=1: `  P0: status=1 …`, `  M3: p=0 …`, `  G1: status=4(…) …`. */
export function isDetail(text: string): boolean {
  return /^ {2}(?:P\d+: status=|M-?\d+: p=|G-?\d+: status=)/.test(text);
}
