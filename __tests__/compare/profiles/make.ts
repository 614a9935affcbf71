import type { ProfileRun } from '../../../src/compare/profiles/costs.ts';
import { Owner } from '../../../src/compare/profiles/owner.ts';
import { handMade } from '../../profile/hand-made.ts';

export const MODULE = 'example.com/m';

/** An owner of one module at the repository's root; `edited` as functions are keyed, null for unknown. */
export function owner(edited: readonly string[] | null = null, dir = '.'): Owner {
  return new Owner([{ path: MODULE, dir }], edited === null ? null : new Set(edited));
}

/** A CPU profile of 100 operations: a sample weighs 10 ms, `stacks` holds their numbers. `~/` is the module. */
export function cpuRun(stacks: Readonly<Record<string, number>>, iterations = 100): ProfileRun {
  return runOf(['samples/count', 'cpu/nanoseconds'], stacks, (n) => [n, n * 1e7], iterations);
}

/** A mutex or block profile: the numbers are waits, each of `delay` nanoseconds. */
export function waitRun(stacks: Readonly<Record<string, number>>, delay = 1000, iterations = 100): ProfileRun {
  return runOf(['contentions/count', 'delay/nanoseconds'], stacks, (n) => [n, n * delay], iterations);
}

/** An allocation profile: the numbers are objects of `size` bytes, of which `live` (a share) are in use at the end. */
export function memoryRun(stacks: Readonly<Record<string, number>>, size = 16, live = 0, iterations = 100): ProfileRun {
  const types = ['alloc_objects/count', 'alloc_space/bytes', 'inuse_objects/count', 'inuse_space/bytes'];
  return runOf(types, stacks, (n) => [n, n * size, n * live, n * size * live], iterations);
}

function runOf(
  types: readonly string[],
  stacks: Readonly<Record<string, number>>,
  values: (n: number) => readonly number[],
  iterations: number,
): ProfileRun {
  const samples = Object.entries(stacks).map(([stack, n]) => ({
    stack: stack.replaceAll('~', MODULE),
    values: values(n),
  }));
  return { profile: handMade({ types, samples }), iterations };
}
