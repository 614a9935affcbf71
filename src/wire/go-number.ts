/** A number as Go reads it, or Go's words for what is wrong with it. */
export type GoNumber = { readonly value: number } | { readonly problem: 'invalid syntax' | 'value out of range' };

const INVALID = { problem: 'invalid syntax' } as const;
const OUT_OF_RANGE = { problem: 'value out of range' } as const;

/**
 * strconv.Atoi on a 64-bit platform. Values beyond 2^53 are rounded to the nearest double.
 */
export function parseGoInt(text: string): GoNumber {
  if (!/^[+-]?[0-9]+$/.test(text)) return INVALID;
  const value = Number(text);
  if (Math.abs(value) < Number.MAX_SAFE_INTEGER) return { value: value + 0 };
  // Only here: BigInt costs, and is quadratic in the number of digits.
  const digits = text.replace(/^[+-]?0*/, '');
  if (digits.length > 19) return OUT_OF_RANGE;
  const exact = BigInt(digits);
  return exact > (text.startsWith('-') ? 2n ** 63n : 2n ** 63n - 1n) ? OUT_OF_RANGE : { value };
}

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;
const SPECIAL = /^(?:([+-]?)inf(?:inity)?|nan)$/i;

/** Underscores stand between digits, or between a base prefix and a digit (strconv's underscoreOK). */
function underscoresFit(text: string): boolean {
  if (!text.includes('_')) return true;
  const body = text.replace(/^[+-]?(0[bBoOxX])?/, (_, prefix) => (prefix ? '0' : ''));
  const hex = /^[+-]?0[xX]/.test(text);
  return !(hex ? /(?<![0-9a-fA-F])_|_(?![0-9a-fA-F])/ : /(?<![0-9])_|_(?![0-9])/).test(body);
}

/** strconv.ParseFloat at 64 bits: decimal, hexadecimal, `Inf`, `NaN` (any case), underscores; rounded to nearest even. */
export function parseGoFloat(text: string): GoNumber {
  // Nearly all values: plain decimals.
  if (DECIMAL.test(text)) return inRange(Number(text));
  const special = SPECIAL.exec(text);
  if (special) return { value: /nan/i.test(text) ? Number.NaN : special[1] === '-' ? -Infinity : Infinity };
  if (!underscoresFit(text)) return INVALID;
  const digits = text.replaceAll('_', '');
  const hex = HEX.exec(digits);
  const value = hex ? hexFloat(hex) : DECIMAL.test(digits) ? Number(digits) : undefined;
  return value === undefined ? INVALID : inRange(value);
}

function inRange(value: number): GoNumber {
  return Number.isFinite(value) ? { value } : OUT_OF_RANGE;
}

/** The value of a hexadecimal float; undefined without a digit. */
function hexFloat([, sign, whole = '', fraction = '', exponent = '0']: RegExpExecArray): number | undefined {
  if (!whole && !fraction) return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  // No double needs more; Go's reader clamps too.
  const power = Math.max(-1e6, Math.min(1e6, Number(exponent))) - 4 * fraction.length;
  const value = scale(mantissa, power);
  return sign === '-' ? -value : value;
}

/** mantissa × 2^power, rounded once. */
function scale(mantissa: bigint, power: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits + power > 1024) return Infinity;
  // The place of the last bit a double can hold: 53 bits, or 2^-1074 where it is subnormal.
  const drop = Math.max(bits - 53, -1074 - power, 0);
  if (drop > bits) return 0;
  const kept = drop === 0 ? mantissa : roundedShift(mantissa, BigInt(drop));
  // Two steps: 2^1023 is the largest power of two a double holds, and 2^-1074 the smallest.
  const rest = power + drop;
  const first = Math.max(-1000, Math.min(rest, 900));
  return Number(kept) * 2 ** first * 2 ** (rest - first);
}

function roundedShift(n: bigint, by: bigint): bigint {
  const quotient = n >> by;
  const remainder = n - (quotient << by);
  const half = 1n << (by - 1n);
  return remainder > half || (remainder === half && quotient & 1n) ? quotient + 1n : quotient;
}
