import { UserError } from '../model/diagnostic.ts';
import type { Limit, Limits } from '../model/rules.ts';
import { tidyUnit } from '../model/unit.ts';
import { decimal, timesPowerOfTen } from './decimal.ts';

/** What a number is written with: its tidied numerator, and how to get there. */
interface Scale {
  readonly unit: string;
  readonly exponent: number;
  readonly factor?: number;
}

const SCALES: Readonly<Record<string, Scale>> = {
  ns: { unit: 'sec', exponent: -9 },
  us: { unit: 'sec', exponent: -6 },
  µs: { unit: 'sec', exponent: -6 },
  μs: { unit: 'sec', exponent: -6 },
  ms: { unit: 'sec', exponent: -3 },
  s: { unit: 'sec', exponent: 0 },
  sec: { unit: 'sec', exponent: 0 },
  B: { unit: 'B', exponent: 0 },
  kB: { unit: 'B', exponent: 3 },
  KB: { unit: 'B', exponent: 3 },
  MB: { unit: 'B', exponent: 6 },
  GB: { unit: 'B', exponent: 9 },
  KiB: { unit: 'B', exponent: 0, factor: 2 ** 10 },
  MiB: { unit: 'B', exponent: 0, factor: 2 ** 20 },
  GiB: { unit: 'B', exponent: 0, factor: 2 ** 30 },
};

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(\S*)$/;

/**
 * Reads a limit with its unit: `5%`, `2ms`, `64KiB`, `100MB/s`, `3` for counted metrics. Relative limits
 * (`max-regression`) are percentages; all others are absolute, in the metric's unit, but of functions in profiles `max`,
 * `min` and `equals` may be their share of the whole. The numbers are exact: `5%` is the double nearest to 0.05.
 *
 * @param kind the limit's key; `ceiling` (of waivers) may be relative or absolute
 * @param metricUnit the tidied unit of the metric, null where it is not known (patterns)
 * @param options `shares`: the metric is one of functions
 * @throws UserError without a position when the text is no limit, or one that does not fit the metric
 */
export function parseLimit(
  text: string | number,
  kind: keyof Limits | 'ceiling',
  metricUnit: string | null,
  { shares = false }: { readonly shares?: boolean } = {},
): Limit {
  if (kind === 'drift') return parseDrift(text);
  const written = String(text).trim();
  const [, number = '', unit = ''] = NUMBER.exec(written) ?? [];
  const example = exampleOf(kind, metricUnit);
  if (number === '')
    throw new UserError(`${JSON.stringify(written)} is no limit: a number with its unit is`, { example });
  const limit = withUnit(number, unit, written, example, metricUnit);
  if (shares && limit.relative && isBound(kind)) return checkShare(limit, kind);
  checkKind(limit, kind, example);
  if (!limit.relative) checkFits(limit, metricUnit, example);
  return limit;
}

/** A population stability index: a plain number. */
function parseDrift(text: string | number): Limit {
  const written = String(text).trim();
  const [, number = '', unit = ''] = NUMBER.exec(written) ?? [];
  const example = exampleOf('drift', null);
  const value = Number(number);
  if (number === '' || unit !== '' || !(value > 0 && Number.isFinite(value)))
    throw new UserError(`${JSON.stringify(written)} is no drift: a number above 0 without a unit is`, { example });
  return { value, relative: false, unit: '', text: written };
}

function isBound(kind: keyof Limits | 'ceiling'): boolean {
  return kind === 'max' || kind === 'min' || kind === 'equals';
}

function checkShare(limit: Limit, kind: keyof Limits | 'ceiling'): Limit {
  if (limit.value >= 0 && limit.value <= 1) return limit;
  throw new UserError(`${JSON.stringify(limit.text)} is no share of a profile`, { example: `${KEYS[kind]}: 30%` });
}

function withUnit(number: string, unit: string, text: string, example: string, metricUnit: string | null): Limit {
  if (unit === '%') return limitOf(timesPowerOfTen(number, -2), '', text, example, true);
  if (unit === '') return limitOf(Number(number), '', text, example);
  if (unit === metricUnit) return limitOf(Number(number), unit, text, example);
  const [numerator = '', ...per] = unit.split('/');
  const scale = SCALES[numerator];
  const denominator = per.length > 0 ? `/${per.join('/')}` : '';
  if (scale && Object.hasOwn(SCALES, numerator)) {
    const value = timesPowerOfTen(number, scale.exponent) * (scale.factor ?? 1);
    return limitOf(value, scale.unit + denominator, text, example);
  }
  // Where the metric is not known, a word could be a slip of the pen; a unit such as allocs/op could not.
  if (metricUnit === null && !unit.includes('/'))
    throw new UserError(`${JSON.stringify(text)} is no limit: ${JSON.stringify(unit)} is no unit`, { example });
  const tidy = tidyUnit(unit);
  return limitOf(Number(number) * tidy.factor, tidy.unit, text, example);
}

function limitOf(value: number, unit: string, text: string, example: string, relative = false): Limit {
  if (!Number.isFinite(value)) throw new UserError(`${JSON.stringify(text)} is too large`, { example });
  return { value, relative, unit, text };
}

function checkKind({ value, relative, text }: Limit, kind: keyof Limits | 'ceiling', example: string): void {
  const shown = JSON.stringify(text);
  if (kind === 'maxRegression' && !relative && value !== 0)
    throw new UserError(`max-regression is relative: ${shown} needs a %, or is a max-regression-by`, { example });
  if (kind !== 'maxRegression' && kind !== 'ceiling' && relative)
    throw new UserError(`${shown} is relative: this limit is absolute; max-regression takes percentages`, { example });
  if (!isBound(kind) && value < 0) throw new UserError(`${shown}: this limit cannot be negative`, { example });
}

/**
 * Whether an absolute limit is written in a metric's unit, whole or without its denominator (`2ms` for `sec/op`). Plain
 * numbers fit what is counted, and 0 fits everything.
 */
export function fitsUnit({ value, unit }: Pick<Limit, 'value' | 'unit'>, metricUnit: string): boolean {
  const wanted = dimension(metricUnit);
  if (unit === '') return value === 0 || wanted === null;
  if (unit === metricUnit || unit === wanted) return true;
  // A rate is no amount: 100MB says nothing of B/s.
  if (wanted?.endsWith('/s')) return false;
  return unit === numeratorOf(metricUnit) || (wanted !== null && unit === wanted + denominatorOf(metricUnit));
}

function checkFits(limit: Limit, metricUnit: string | null, example: string): void {
  if (metricUnit === null || fitsUnit(limit, metricUnit)) return;
  const shown = JSON.stringify(limit.text);
  const problem = limit.unit === '' ? `${shown} needs a unit:` : `the unit of ${shown} does not fit:`;
  throw new UserError(`${problem} the metric is ${metricUnit}`, { example });
}

/**
 * What a tidied unit's numbers are written in: `sec` for `sec/op` and `p99-sec/op`, `B` for `B/op`, `B/s` for
 * throughput, null for plain counts.
 */
function dimension(unit: string): string | null {
  const word = numeratorOf(unit).split('-').at(-1) ?? '';
  if (word !== 'sec' && word !== 'B') return null;
  return denominatorOf(unit) === '/s' ? `${word}/s` : word;
}

function numeratorOf(unit: string): string {
  return unit.split('/')[0] ?? '';
}

function denominatorOf(unit: string): string {
  return unit.slice(numeratorOf(unit).length);
}

const KEYS: Readonly<Record<keyof Limits | 'ceiling', string>> = {
  maxRegression: 'max-regression',
  maxRegressionBy: 'max-regression-by',
  max: 'max',
  min: 'min',
  equals: 'equals',
  drift: 'drift',
  ceiling: 'ceiling',
};

function exampleOf(kind: keyof Limits | 'ceiling', metricUnit: string | null): string {
  if (kind === 'maxRegression') return `${KEYS[kind]}: 5%`;
  if (kind === 'ceiling') return `${KEYS[kind]}: 12%`;
  if (kind === 'drift') return `${KEYS[kind]}: 0.1`;
  const amounts: Readonly<Record<string, string>> = { sec: '2ms', B: '64KiB', 'B/s': '100MB/s' };
  return `${KEYS[kind]}: ${amounts[dimension(metricUnit ?? 'sec') ?? ''] ?? '100'}`;
}

/**
 * A limit in its shortest exact form: parsing it again gives the same value.
 *
 * @param limit value and unit as {@link parseLimit} gives them
 */
export function formatLimit({ value, relative, unit }: Pick<Limit, 'value' | 'relative' | 'unit'>): string {
  if (relative) return `${decimal(value, 2)}%`;
  const [numerator = '', ...per] = unit.split('/');
  const denominator = per.length > 0 ? `/${per.join('/')}` : '';
  if (numerator === 'sec') return `${inTime(Math.abs(value), value < 0)}${denominator}`;
  if (numerator === 'B') return `${inBytes(value)}${denominator}`;
  return `${decimal(value, 0)} ${unit}`.trim();
}

function inTime(value: number, negative: boolean): string {
  const [suffix, exponent] = TIMES.find(([, e]) => value >= Number(`1e-${e}`)) ?? (['ns', 9] as const);
  return `${negative ? '-' : ''}${decimal(value, value === 0 ? 0 : exponent)}${value === 0 ? 's' : suffix}`;
}

const TIMES: readonly (readonly [string, number])[] = [
  ['s', 0],
  ['ms', 3],
  ['us', 6],
];

function inBytes(value: number): string {
  const power = [30, 20, 10].find((p) => value !== 0 && value % 2 ** p === 0) ?? 0;
  return `${decimal(value / 2 ** power, 0)}${({ 30: 'GiB', 20: 'MiB', 10: 'KiB' } as Record<number, string>)[power] ?? 'B'}`;
}
