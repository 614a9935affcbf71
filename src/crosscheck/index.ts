import { allocations } from './allocations.ts';
import { cpuProfile } from './cpu.ts';
import { cpuTime } from './cpu-time.ts';
import type { CrossCheck } from './crosscheck.ts';
import { heapProfile } from './heap.ts';
import { trace } from './trace/index.ts';
import { waits } from './waits.ts';

/** Every witness; testimonies come in this order. */
export const CROSSCHECKS: readonly CrossCheck[] = [cpuTime, allocations, cpuProfile, heapProfile, waits, trace];
