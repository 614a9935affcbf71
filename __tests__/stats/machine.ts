import type { Dated } from '../../src/stats/drift.ts';
import { gaussian, times } from './random.ts';

/** Machines on which both sides of a round are measured: logarithms of times, noise that only adds, nothing changed. */
export interface Machine {
  readonly name: string;
  /** n rounds of base and head. */
  measure(n: number, random: () => number): { readonly base: Dated; readonly head: Dated };
}

/** Two per cent, upwards only, and one sample in ten far above. */
export function skewed(random: () => number): number {
  return 0.02 * Math.abs(gaussian(random)) + (random() < 0.1 ? 0.3 * random() : 0);
}

/** @param states what the machine is like in every round: added to both sides */
function machine(name: string, states: (n: number, random: () => number) => readonly number[], digits = 12): Machine {
  const side = (state: readonly number[], random: () => number): Dated => ({
    value: state.map((s) => Number((s + skewed(random)).toFixed(digits))),
    round: state.map((_, i) => i),
  });
  return {
    name,
    measure(n, random) {
      const state = states(n, random);
      return { base: side(state, random), head: side(state, random) };
    },
  };
}

const still = (n: number) => Array<number>(n).fill(0);

/** A random walk of three per cent a round. */
export function walk(n: number, random: () => number): readonly number[] {
  let at = 0;
  return times(n, () => (at += 0.03 * gaussian(random)));
}

/** Another load comes and goes: several rounds in a row are slower by half. */
function episodes(n: number, random: () => number): readonly number[] {
  let loaded = random() < 0.3;
  return times(n, () => {
    loaded = loaded ? random() > 0.2 : random() < 0.1;
    return loaded ? 0.4 : 0;
  });
}

export const MACHINES: readonly Machine[] = [
  machine('skewed noise', still),
  machine('a machine that drifts', walk),
  machine('episodes of load', episodes),
];

/** Printed with so few digits that most values are tied. */
export const ROUNDED = machine('few digits', still, 2);
