/** An axis: where values stand, and which are written at it. */
export interface Scale {
  /** Pixels from the axis' beginning. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Room beside the outermost values, as a share of the whole. */
const PADDING = 0.1;

/** No axis shows less than this share of its values: noise must not look like mountains. */
const LEAST_SPAN = 0.1;

/** A linear axis through these values; it begins at 0 only where they come near it. */
export function linear(values: readonly number[], pixels: number): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, LEAST_SPAN * Math.abs(most)) || 1;
  const middle = (least + most) / 2;
  const low = Math.min(least, middle - span / 2) - PADDING * span;
  const from = least >= 0 && least < 4 * PADDING * span ? 0 : low;
  const to = Math.max(most, middle + span / 2) + PADDING * span;
  const step = niceStep((to - from) / 5);
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
  return { at: (value) => ((value - from) / (to - from)) * pixels, ticks };
}

/** 1, 2 or 5 times a power of ten, at least this. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

/** A logarithmic axis, to base 2, through values above 0: equal distances are equal factors. */
export function logarithmic(values: readonly number[], pixels: number): Scale {
  const logs = values.map(Math.log2);
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  const pad = Math.max(0.15, PADDING * (most - least));
  const [from, to] = [least - pad, most + pad];
  return { at: (value) => ((Math.log2(value) - from) / (to - from)) * pixels, ticks: binaryTicks(from, to) };
}

/** Multiples of powers of two, as few kinds as give three ticks or more. */
const KINDS: readonly (readonly number[])[] = [
  [1],
  [1, 1.5],
  [1, 1.25, 1.5, 1.75],
  [1, 1.125, 1.25, 1.375, 1.5, 1.625, 1.75, 1.875],
];
const FEWEST = 3;
const MOST = 9;

function binaryTicks(from: number, to: number): readonly number[] {
  const of = (kinds: readonly number[]) => {
    const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, i) => 2 ** (Math.floor(from) + i));
    return powers
      .flatMap((power) => kinds.map((k) => k * power))
      .filter((v) => Math.log2(v) >= from && Math.log2(v) <= to);
  };
  const all = KINDS.map(of);
  const ticks = all.find((ticks) => ticks.length >= FEWEST) ?? all.at(-1) ?? [];
  const every = Math.ceil(ticks.length / MOST);
  return ticks.filter((_, i) => i % every === 0);
}
