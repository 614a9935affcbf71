import { clip } from '../../wire/escape.ts';

/** A table's cell: plain text and how it is painted once it is padded. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';
/** The first column gives way to the others, down to this. */
const NARROWEST = 20;

/**
 * Aligned lines of at most `width` columns of a terminal, the titles first. Where the table is too wide the first column
 * (names) is clipped; a line of one cell is a heading of its own.
 */
export function columns(
  titles: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  indent = '  ',
): string[] {
  const head = titles.map(({ title }) => ({ text: title }));
  const full = rows.filter((row) => row.length > 1);
  const widths = titles.map((_, i) => Math.max(...[head, ...full].map((row) => widthOf(row[i]?.text ?? ''))));
  const others = widths.slice(1).reduce((sum, w) => sum + w + GAP.length, indent.length);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(NARROWEST, width - others));
  const line = (row: readonly Cell[]) =>
    row.length === 1
      ? indent + painted(row[0], clip(row[0]?.text ?? '', width - indent.length))
      : indent + row.map((cell, i) => aligned(cell, widths[i] ?? 0, titles[i]?.align ?? 'left')).join(GAP);
  return [head, ...rows].map((row) => line(row).trimEnd());
}

function aligned(cell: Cell, width: number, align: Column['align']): string {
  const text = narrowed(cell.text, width);
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? blank + painted(cell, text) : painted(cell, text) + blank;
}

function painted(cell: Cell | undefined, text: string): string {
  return cell?.paint && text ? cell.paint(text) : text;
}

/** Clips to columns, of which a wide character takes two. */
function narrowed(text: string, width: number): string {
  let shown = clip(text, width);
  for (let room = width; widthOf(shown) > width; room--) shown = clip(text, room);
  return shown;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const ASCII = /^[ -~]*$/;

/** Columns that a terminal gives a text: two for East Asian wide characters and pictures, none for combining marks. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const c of text) width += WIDE.test(c) ? 2 : /\p{M}/u.test(c) ? 0 : 1;
  return width;
}

/** Words in lines of at most `width` columns where words allow, the first behind `first` and the others behind `hang`. */
export function wrapped(text: string, width: number, first: string, hang = first): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? first : hang).length;
    if (line && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((text, i) => (i === 0 ? first : hang) + text);
}
