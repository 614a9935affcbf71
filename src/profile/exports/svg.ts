import { escapeXml } from '../../wire/escape.ts';

/**
 * Pieces of a picture: no script, no style sheet, no link, no font from elsewhere. Everything foreign passes through
 * `escapeXml`.
 */

/** Pixels. */
export const ROW = 18;
const SIZE = 11;
/** Of a character, where the font is of fixed width: 0.60 to 0.61 em in those that systems have. */
export const CHARACTER = SIZE * 0.61;
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, &quot;DejaVu Sans Mono&quot;, monospace';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, in one line. */
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  /** Elements. */
  readonly body: readonly string[];
}

/** A whole SVG file. */
export function picture({ width, height, title, description, body }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description" font-family="${FONT}" font-size="${SIZE}" fill="#1b1b1b">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/** One line of text; `y` is its base line. What is wider than `width` is clipped to it. */
export function line(x: number, y: number, text: string, width: number, bold = false): string {
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${number(x)}" y="${number(y)}"${weight} xml:space="preserve">${escapeXml(fitting(text, width))}</text>`;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fill: string;
  /** What a pointer that rests on it is told. */
  readonly title: string;
  /** What stands in it; it has to fit. */
  readonly label: string;
}

/** A frame: an inner picture of its own, so that nothing leaves it whatever the font. */
export function rectangle({ x, y, width, fill, title, label }: Rectangle): string {
  const told = title.split('\n').map(escapeXml).join('&#10;');
  const text = label === '' ? '' : `<text x="3" y="${ROW - 6}">${escapeXml(label)}</text>`;
  const gap = width > 3 ? 0.5 : 0;
  return `<svg x="${number(x)}" y="${number(y)}" width="${number(width - gap)}" height="${ROW - 1}"><title>${told}</title><rect width="100%" height="100%" fill="${fill}"/>${text}</svg>`;
}

/** As much of a text as fits, the end replaced by `…`; '' where nothing does. */
export function fitting(text: string, width: number): string {
  const most = Math.floor(width / CHARACTER);
  if (text.length * 2 <= most) return text;
  let cells = 0;
  let end = 0;
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > most) return most < 3 ? '' : `${text.slice(0, within(text, most - 1))}…`;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Units of the text that need no more than `most` cells. */
function within(text: string, most: number): number {
  let cells = 0;
  let end = 0;
  for (const character of text) {
    cells += cellsOf(character);
    if (cells > most) return end;
    end += character.length;
  }
  return end;
}

/** East Asian characters, emoji and whatever else is beyond the scripts that fonts of fixed width have. */
function cellsOf(character: string): number {
  return (character.codePointAt(0) ?? 0) >= 0x1100 && !/^[\u2010-\u2027\u2190-\u22ff]$/.test(character) ? 2 : 1;
}

/** Two decimals, without zeros at the end. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/**
 * A function as a frame has room for it: without the folders of its package's path, without the package, without the
 * receiver, or clipped.
 */
export function fittingName(name: string, width: number): string {
  // Type arguments may hold slashes and dots of their own.
  const arguments_ = name.indexOf('[');
  const head = arguments_ < 0 ? name : name.slice(0, arguments_);
  const short = name.slice(head.lastIndexOf('/') + 1);
  const inPackage = short.slice(head.slice(name.length - short.length).indexOf('.') + 1);
  const method = inPackage.replace(/^\(\*?[^()]*\)\.(?=.)/, '');
  return [short, inPackage].find((text) => fitting(text, width) === text) ?? fitting(method, width);
}
