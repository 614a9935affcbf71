/** Ticks of a time axis. */
export interface Tick {
  /** ns */
  readonly time: number;
  /** In ms: `0`, `2.5`, `1,200`. */
  readonly text: string;
}

const STEPS = [1, 2, 5];

/** Round times from 0 to the end, about `most` of them and never more. */
export function ticks(duration: number, most: number): Tick[] {
  if (duration <= 0) return [];
  const step = roundStep(duration / most);
  const decimals = Math.max(0, 6 - Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, i) => ({
    time: i * step,
    text: milliseconds(i * step, decimals),
  }));
}

/** 1, 2 or 5 times a power of ten, not below. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return (STEPS.find((step) => step * power >= least) ?? 10) * power;
}

/** ns as ms with thousands in groups. */
export function milliseconds(ns: number, decimals: number): string {
  const [whole = '', ...rest] = (ns / 1e6).toFixed(decimals).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}
