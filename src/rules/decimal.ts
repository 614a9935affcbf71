/** The double nearest to the written number times 10^power, without the rounding of a multiplication. */
export function timesPowerOfTen(written: string, power: number): number {
  const [mantissa = '', exponent = '0'] = written.toLowerCase().split('e');
  return Number(`${mantissa}e${Number(exponent) + power}`);
}

/**
 * value × 10^power as a plain decimal of the fewest digits, so that {@link timesPowerOfTen} of it and −power gives the
 * value back: `decimal(0.05, 2)` is `5`.
 */
export function decimal(value: number, power: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const point = 1 + Number(exponent) + power;
  return (negative ? '-' : '') + placed(whole + fraction, point);
}

/** Beyond this many zeros a number is written with an exponent. */
const ZEROS = 21;

/** Digits with a decimal point before index `point`, which may lie outside of them. */
function placed(digits: string, point: number): string {
  if (/^0+$/.test(digits)) return '0';
  if (point > ZEROS || point < -ZEROS)
    return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${point - 1}`;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
