/**
 * Numbers as people read them, the same in every report: deterministic and independent of the machine's locale.
 * Values carry three significant digits in engineering units; bytes scale by 1024, all else by 1000.
 */

type Scale = readonly { readonly factor: number; readonly suffix: string }[];

/** Smallest first. */
const TIME: Scale = [
  { factor: 1e-9, suffix: ' ns' },
  { factor: 1e-6, suffix: ' µs' },
  { factor: 1e-3, suffix: ' ms' },
  { factor: 1, suffix: ' s' },
];
const BYTES: Scale = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].map((unit, i) => ({
  factor: 1024 ** i,
  suffix: ` ${unit}`,
}));
const COUNT: Scale = ['', 'k', 'M', 'G', 'T', 'P'].map((suffix, i) => ({ factor: 1000 ** i, suffix }));

const DIGITS = 3;
/** Whole counts below this are written out: `1,012`, not `1.01k`. */
const WRITTEN_OUT = 1e6;
/** From here on half an allocation says nothing. */
const WHOLE_FROM = 1e3;
const NOT_A_NUMBER = 'n/a';
const MINUS = '−';

/**
 * A value of a tidied unit: `formatValue(1.21e-3, 'sec/op')` is `1.21 ms`, 65536 `B/op` is `64.0 KiB`, 1012 `allocs/op`
 * is `1,012`, 2e9 `B/s` is `1.86 GiB/s`. `/op` is left out and so are units of other kinds: the metric stands beside.
 */
export function formatValue(value: number, unit: string): string {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (value < 0) return `${MINUS}${formatValue(-value, unit)}`;
  const [numerator = '', ...rest] = unit.split('/');
  const per = rest.length > 0 && rest[0] !== 'op' ? `/${rest.join('/')}` : '';
  // `cpu-sec`, `p99-sec`, `max-sec`: times too.
  switch (numerator.replace(/^.*-(?=sec$)/, '')) {
    case 'sec':
      return value === 0 ? `0 s${per}` : scaled(value, TIME) + per;
    case 'B':
      return (value < 1024 ? `${formatCount(value)} B` : scaled(value, BYTES)) + per;
    case 'allocs':
      // The median of an even number of counts may lie between two of them.
      return formatCount(value < WHOLE_FROM ? value : Math.round(value)) + per;
    default:
      return formatCount(value);
  }
}

/** A signed difference in a tidied unit: `+210 µs`, `−16 B`, `+1,000`. */
export function formatDifference(difference: number, unit: string): string {
  return difference > 0 ? `+${formatValue(difference, unit)}` : formatValue(difference, unit);
}

/** A count, whole or not: `12`, `1,012`, `9.98`, `1.20M`. */
export function formatCount(value: number): string {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (value < 0) return `${MINUS}${formatCount(-value)}`;
  return Number.isInteger(value) && value < WRITTEN_OUT ? grouped(String(value)) : scaled(value, COUNT);
}

/**
 * The change that a ratio head/base means: 1.182 is `+18.2 %`, 0.5 is `−50.0 %`, 12.3 is `×12.3`; null (base is 0 or
 * a side is missing) and ratios below 0 (the sides differ in sign) are `n/a`.
 */
export function formatChange(ratio: number | null): string {
  if (ratio === null || Number.isNaN(ratio) || ratio < 0) return NOT_A_NUMBER;
  if (ratio >= 10) return `×${significant(ratio)}`;
  const percent = (ratio - 1) * 100;
  const text = Math.abs(percent).toFixed(Math.abs(percent) >= 99.95 ? 0 : 1);
  if (Number(text) === 0) return '0.0 %';
  return `${percent > 0 ? '+' : MINUS}${text} %`;
}

/** A share or a limit: 0.05 is `5 %`, 0.018 is `1.8 %`, 0.0004 is `0.04 %`, 1.5 is `150 %`. */
export function formatPercent(x: number): string {
  if (Number.isNaN(x)) return NOT_A_NUMBER;
  if (x < 0) return `${MINUS}${formatPercent(-x)}`;
  const percent = x * 100;
  if (!Number.isFinite(percent)) return '∞ %';
  const text = percent >= 1 ? String(Number(percent.toFixed(percent >= 99.95 ? 0 : 1))) : plain(percent, 2);
  return `${grouped(text)} %`;
}

/** A span of time: `850 ms`, `4.3 s`, `52 s`, `1 min 52 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (Number.isNaN(seconds)) return NOT_A_NUMBER;
  if (seconds < 0) return `${MINUS}${formatDuration(-seconds)}`;
  if (!Number.isFinite(seconds)) return '∞ s';
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return joined(minutes, 'min', whole % 60, 's');
  const wholeMinutes = Math.round(seconds / 60);
  return joined(Math.floor(wholeMinutes / 60), 'h', wholeMinutes % 60, 'min');
}

/** `1 row`, `41 rows`, `2 benchmarks`. */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${formatCount(n)} ${n === 1 ? noun : many}`;
}

/** The word for a change of a metric: time gets `slower` or `faster`, all else `higher` or `lower`. */
export function changeWord(unit: string, rose: boolean): string {
  if (/^(?:.*-)?sec(?:\/|$)/.test(unit)) return rose ? 'slower' : 'faster';
  return rose ? 'higher' : 'lower';
}

/** `value` ≥ 0 in the step of the scale that shows it below the next step: 999.6 ns is 1.00 µs. */
function scaled(value: number, scale: Scale): string {
  const last = scale.at(-1) ?? { factor: 1, suffix: '' };
  const fits = scale.find(({ factor }, i) => value / factor < (scale[i + 1]?.factor ?? Number.NaN) / factor - 0.5);
  const step = fits ?? last;
  return `${significant(value / step.factor)}${step.suffix}`;
}

/** Three significant digits, never in exponent form unless nothing else is short. */
function significant(x: number): string {
  if (!Number.isFinite(x)) return '∞';
  if (x >= 1e9) return x.toPrecision(DIGITS);
  if (x >= 100) return grouped(x.toFixed(0));
  return x < 1e-3 ? plain(x, DIGITS) : x.toPrecision(DIGITS);
}

/** At most `digits` significant digits without trailing zeros. */
function plain(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits)));
}

/** Thousands in groups: 1012 is 1,012. */
function grouped(digits: string): string {
  return /^\d+$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
}

function joined(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${formatCount(big)} ${bigUnit}` : `${formatCount(big)} ${bigUnit} ${small} ${smallUnit}`;
}
