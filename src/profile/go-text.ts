/**
 * Numbers, texts and paths as Go prints and orders them, where JavaScript differs.
 */

/**
 * `fmt.Sprintf("%.2f", value)`: ties go to the even digit, where toFixed goes up. A double is a tie at two decimals only if
 * it is an odd number of eighths.
 */
export function fixed2(value: number): string {
  const eighths = value * 8;
  if (Number.isInteger(eighths) && eighths % 2 !== 0 && Math.abs(value) < 2 ** 49) {
    const hundredths = Math.abs(value) * 100 - 0.5;
    const even = hundredths % 2 === 0 ? hundredths : hundredths + 1;
    return ((Math.sign(value) * even) / 100).toFixed(2);
  }
  return value.toFixed(2);
}

/** `fmt.Sprintf("%.2g", value)` for 0 ≤ value ≤ 1. */
export function general2(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(roundTo2(value));
  if (rounded >= 1e-4) return String(rounded);
  const [mantissa, power = ''] = rounded.toExponential().split('e-');
  return `${mantissa}e-${power.padStart(2, '0')}`;
}

/** Two significant digits, ties to the even one; 25 digits show whether a double is a tie. */
function roundTo2(value: number): string {
  const [digits = '', power = '0'] = value.toExponential(24).split('e');
  const tie = /^\d\.\d50*$/.test(digits);
  if (!tie) return value.toPrecision(2);
  const first2 = Number(digits[0]) * 10 + Number(digits[2]);
  return `${first2 + (first2 % 2)}e${Number(power) - 1}`;
}

/** Go's order of texts is that of their UTF-8 bytes; JavaScript's is that of UTF-16 units, which differs beyond U+D800. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  let i = 0;
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === n) return a.length - b.length;
  return byteRank(a.charCodeAt(i)) - byteRank(b.charCodeAt(i));
}

function byteRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** `%10s`: padded on the left, counted in code points. */
export function right(text: string, width: number): string {
  if (text.length >= width * 2) return text;
  const length = [...text].length;
  return length >= width ? text : ' '.repeat(width - length) + text;
}

/** path/filepath.Clean with slashes. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  if (!/\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/.test(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  return (rooted ? '/' : '') + kept.join('/') || '.';
}

/** path/filepath.Base with slashes. */
export function basePath(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
