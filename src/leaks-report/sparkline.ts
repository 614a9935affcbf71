const BARS = '▁▂▃▄▅▆▇█';
const MOST = 60;

/** A series as a line of bars, from its least to its most; of many values the last of each part. */
export function sparkline(values: readonly number[]): string {
  const n = Math.min(MOST, values.length);
  const shown = Array.from({ length: n }, (_, i) => values[Math.ceil(((i + 1) * values.length) / n) - 1] as number);
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const bar = (value: number) =>
    most > least ? Math.round(((value - least) / (most - least)) * (BARS.length - 1)) : 0;
  return shown.map((value) => BARS[bar(value)]).join('');
}
