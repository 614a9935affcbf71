import type { TraceState } from '../sink.ts';

const [BYTES, INTS, DOUBLES] = [new Uint8Array(0), new Int32Array(0), new Float64Array(0)];

/** What is known before a trace has begun: no goroutine, no processor, time 0. */
export const EMPTY: TraceState = {
  now: new Float64Array(1),
  processor: new Int32Array([-1]),
  goroutines: {
    size: 0,
    state: BYTES,
    since: DOUBLES,
    reason: INTS,
    stack: INTS,
    from: BYTES,
    group: INTS,
    created: DOUBLES,
    creation: INTS,
    label: INTS,
    assist: BYTES,
    id: DOUBLES,
  },
  processors: { size: 0, id: DOUBLES, state: BYTES, since: DOUBLES, goroutine: INTS },
  texts: { text: () => '', stack: () => [], root: () => 0 },
};
