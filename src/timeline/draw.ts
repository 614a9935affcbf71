import { clip, escapeXml, visible } from '../wire/escape.ts';

/** Pixels. Labels stand left of the plot, scales right of it. */
export const WIDTH = 1200;
export const LEFT = 236;
export const RIGHT = 96;
export const PLOT = WIDTH - LEFT - RIGHT;
const SIZE = 11;
/** Of a character, where the font is of fixed width. */
const CHARACTER = SIZE * 0.61;
/** A name may be as long as the file is. */
const LONGEST = 300;

/** Foreign text as it may stand in the page: every character to be seen, not longer than is read. */
export function shown(text: string): string {
  return escapeXml(clip(visible(text), LONGEST));
}

/** Text that is cut at its frame's edge, whatever the font and the script; what does not fit has a `…` in it. */
export function label(x: number, y: number, width: number, text: string, title: string, kind = ''): string {
  const most = Math.floor(width / CHARACTER);
  const told = title === '' ? '' : `<title>${title.split('\n').map(shown).join('&#10;')}</title>`;
  const own = kind === '' ? '' : ` class="${kind}"`;
  return `<svg x="${x}" y="${y - SIZE}" width="${width}" height="${SIZE + 5}">${told}<text${own} y="${SIZE}">${escapeXml(clip(visible(text), most))}</text></svg>`;
}

/** How a lane's values become pixels: `x` of the edges of its columns, `top` and `height`, `max` at the top. */
export interface Frame {
  readonly x: (column: number) => number;
  readonly top: number;
  readonly height: number;
  readonly max: number;
}

/** Heights are drawn to half a pixel; what is there at all is at least one high. */
function heightOf(value: number, { height, max }: Frame): number {
  if (value <= 0 || max <= 0) return 0;
  return Math.max(1, Math.round(Math.min(1, value / max) * height * 2) / 2);
}

/** A filled step curve over a base line, or over another curve; nothing where all is 0. */
export function area(values: readonly number[], frame: Frame, kind: string, base?: readonly number[]): string {
  const bottom = frame.top + frame.height;
  const pieces: string[] = [];
  for (let from = 0; from < values.length; ) {
    const low = base ? heightOf(base[from] ?? 0, frame) : 0;
    const high = heightOf((values[from] ?? 0) + (base?.[from] ?? 0), frame);
    let to = from + 1;
    const same = () =>
      (base ? heightOf(base[to] ?? 0, frame) : 0) === low &&
      heightOf((values[to] ?? 0) + (base?.[to] ?? 0), frame) === high;
    while (to < values.length && same()) to++;
    if (high > low) pieces.push(box(frame.x(from), frame.x(to), bottom - high, high - low));
    from = to;
  }
  return pieces.length === 0 ? '' : `<path class="${kind}" d="${pieces.join('')}"/>`;
}

function box(left: number, right: number, top: number, height: number): string {
  return `M${number(left)} ${number(top)}H${number(Math.max(right, left + 0.5))}v${number(height)}H${number(left)}z`;
}

/** A step curve as a line; it is broken where there is no value. */
export function curve(values: readonly (number | null)[], frame: Frame, kind: string): string {
  const bottom = frame.top + frame.height;
  let drawn = '';
  let before: number | null = null;
  for (const [column, value] of values.entries()) {
    const y: number | null = value === null ? null : bottom - heightOf(value, frame);
    if (y !== null && before === null) drawn += `M${number(frame.x(column))} ${number(y)}`;
    else if (y !== null && y !== before) drawn += `H${number(frame.x(column))}V${number(y)}`;
    else if (y === null && before !== null) drawn += `H${number(frame.x(column))}`;
    before = y;
  }
  if (before !== null) drawn += `H${number(frame.x(values.length))}`;
  return drawn === '' ? '' : `<path class="${kind}" d="${drawn}"/>`;
}

/** One decimal, without a zero at the end. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
