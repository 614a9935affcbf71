import { allocations } from './allocations.ts';
import { cpuTime } from './cpu-time.ts';
import type { CrossCheck } from './crosscheck.ts';

/** Every witness; testimonies come in this order. */
export const CROSSCHECKS: readonly CrossCheck[] = [cpuTime, allocations];
