import { formatChange, formatCount, formatPercent, plural } from '../../model/format.ts';
import {
  type ChangeTree,
  changeTree,
  type FunctionChange,
  functionChanges,
  pathChanges,
  type Side,
} from './change-tree.ts';
import { changeColour } from './colour.ts';
import { INSIDE, MARGIN, nameOf, shownName, WIDTH } from './flame-graph.ts';
import { type Box, type Layout, layout } from './layout.ts';
import { CHARACTER, fitting, fittingName, line, picture, ROW, rectangle } from './svg.ts';
import { type ValueText, valueText } from './value-text.ts';

export type { Side } from './change-tree.ts';

/** Functions whose own part is listed under the picture. */
const LISTED = 10;
/** Title, numbers of both sides, and two lines of the legend. */
const HEADER = 4 * ROW + MARGIN;
/** Share of the largest change that a callee has to have to be named in its caller's place. */
const NEARLY = 0.9;
/** Of a sign alone, pixels. */
const ROOM_FOR_SIGN = 2 * CHARACTER;

/**
 * A differential flame graph as a static SVG picture: as wide as head's values per operation, coloured by the change per
 * operation (red more, blue less, grey unchanged or within the noise of the samples), which stands in the label and in the
 * tooltip too. Below it the functions whose own part changed most, those that only base has among them.
 *
 * @param title what the profiles are of
 */
export function differenceGraph(base: Side, head: Side, title: string): string {
  const drawing = new Drawing(base, head);
  return drawing.svg(title);
}

class Drawing {
  readonly #sides: readonly [Side, Side];
  readonly #changes: ChangeTree;
  readonly #layout: Layout;
  /** Of each node. */
  readonly #path: Float64Array;
  /** Largest change of a call path. */
  readonly #largest: number;
  readonly #functions: readonly FunctionChange[];
  readonly #ofFrame: ReadonlyMap<number, FunctionChange>;
  readonly #type: string;
  readonly #text: ValueText;

  constructor(base: Side, head: Side) {
    this.#sides = [base, head];
    this.#changes = changeTree(base, head);
    this.#path = pathChanges(this.#changes);
    this.#layout = layout(this.#changes.tree, this.#changes.head.total, INSIDE);
    this.#largest = this.#layout.boxes.reduce((most, { node }) => Math.max(most, Math.abs(this.#change(node))), 0);
    this.#functions = functionChanges(this.#changes);
    this.#ofFrame = new Map(this.#functions.map((change) => [change.frame, change]));
    const { type, unit } = head.profile.sampleTypes[head.type] ?? { type: '', unit: '' };
    this.#type = type;
    this.#text = valueText(unit, base.operations !== 1 || head.operations !== 1);
  }

  svg(title: string): string {
    const listed = this.#functions.slice(0, LISTED);
    const graph = HEADER + Math.max(this.#layout.rows, 1) * ROW;
    const heading = `${title}: ${this.#type}, ${this.#whole()}`;
    return picture({
      width: WIDTH,
      height: graph + (listed.length + 2) * ROW + MARGIN,
      title: heading,
      description: `Differential flame graph. ${this.#notes()} Own part changed most: ${listed.map((c) => this.#row(c)).join('; ')}.`,
      body: [
        line(MARGIN, ROW, heading, INSIDE, true),
        line(MARGIN, 2 * ROW, this.#samples(), INSIDE),
        ...this.#legend(3 * ROW),
        line(MARGIN, 4 * ROW, this.#notes(), INSIDE),
        ...this.#layout.boxes.map((box) => this.#box(box, graph)),
        ...this.#table(listed, graph + 1.5 * ROW),
      ],
    });
  }

  #change(node: number): number {
    return this.#path[node] as number;
  }

  #whole(): string {
    return this.#pair(this.#changes.base.total[0] as number, this.#changes.head.total[0] as number);
  }

  /** `1.20 ms/op → 1.50 ms/op (+25.0 %)`. */
  #pair(base: number, head: number): string {
    return `${this.#text.value(base)} → ${this.#text.value(head)} (${changeWords(base, head)})`;
  }

  #samples(): string {
    const [base, head] = this.#sides.map(({ profile, operations }) => {
      const events = profile.sampleTypes.findIndex(({ type }) => type === 'samples');
      const types = profile.sampleTypes.length;
      let sum = 0;
      for (let i = 0; events >= 0 && i < profile.samples.count; i++)
        sum += profile.samples.values[i * types + events] ?? 0;
      const per = operations === 1 ? '' : `${plural(operations, 'operation')}, `;
      return `${per}${events < 0 ? plural(profile.samples.count, 'stack') : plural(sum, 'sample')}`;
    });
    return `base: ${base}; head: ${head}`;
  }

  #legend(y: number): string[] {
    const much = this.#largest > 0 ? `, darkest ${this.#text.difference(this.#largest)}` : '';
    const entries = [
      { share: 1, text: `+ more than base${much}` },
      { share: -1, text: '− less than base' },
      { share: 0, text: 'unchanged: within 1 % of the whole or the noise of the samples' },
    ];
    let x = MARGIN;
    return entries.flatMap(({ share, text }) => {
      const at = x;
      x += 2 * ROW + text.length * CHARACTER + ROW;
      const swatch = `<rect x="${at}" y="${y - 11}" width="${ROW}" height="13" fill="${changeColour(share)}" stroke="#767676"/>`;
      return [swatch, line(at + ROW + 6, y, text, INSIDE)];
    });
  }

  #notes(): string {
    const { boxes, left } = this.#layout;
    if (boxes.length === 0) return 'Head holds nothing of this sample type.';
    const gone = this.#functions.filter(({ head }) => head === 0);
    const lost = gone.reduce((sum, { base }) => sum + base, 0);
    return [
      "Width is head's value, callers stand below.",
      this.#peak(),
      left > 0 ? `${plural(left, 'call path')} narrower than a pixel or beyond the picture not drawn.` : '',
      gone.length > 0 ? `${plural(gone.length, 'function')} only in base (own part ${this.#text.value(lost)}).` : '',
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** The innermost call that has nearly all of the largest change: where to look first. */
  #peak(): string {
    const boxes = this.#layout.boxes.filter(({ node }) => Math.abs(this.#change(node)) >= NEARLY * this.#largest);
    const peak =
      this.#largest > 0 ? boxes.reduce((top, box) => (box.row > top.row ? box : top), { node: 0, row: 0 }) : null;
    if (!peak) return 'No path changed by more than that.';
    const { tree, base, head } = this.#changes;
    const [before, now] = [base.total[peak.node] as number, head.total[peak.node] as number];
    return `Largest change: ${nameOf(tree, peak.node)} ${this.#text.difference(now - before)} (${changeWords(before, now)}).`;
  }

  #box({ node, row, x, width }: Box, bottom: number): string {
    const change = this.#change(node);
    return rectangle({
      x: MARGIN + x,
      y: bottom - (row + 1) * ROW,
      width,
      fill: changeColour(this.#largest === 0 ? 0 : change / this.#largest),
      title: this.#tooltip(node, change),
      label: this.#label(node, change, width - CHARACTER),
    });
  }

  /** The name and the change; where there is no room for both, the change's sign first. */
  #label(node: number, change: number, room: number): string {
    const name = nameOf(this.#changes.tree, node);
    if (change === 0) return fittingName(name, room);
    const { base, head } = this.#changes;
    const words = ` ${changeWords(base.total[node] as number, head.total[node] as number)}`;
    const left = room - words.length * CHARACTER;
    const short = fittingName(name, left);
    if (short !== '' && (short.length > 3 || !short.endsWith('…'))) return short + words;
    const sign = change > 0 ? '+' : '−';
    return room < ROOM_FOR_SIGN ? fitting(sign, room) : `${sign}${fittingName(name, room - CHARACTER)}`;
  }

  #tooltip(node: number, change: number): string {
    const { tree, base, head } = this.#changes;
    const [before, now] = [base.total[node] as number, head.total[node] as number];
    const lines = [
      nameOf(tree, node),
      `${this.#pair(before, now)}${change === 0 ? ', within the noise' : ''}`,
      `${formatPercent(now / (head.total[0] as number))} of head; ${this.#text.difference(now - before)}`,
      `itself: ${this.#pair(base.self[node] as number, head.self[node] as number)}`,
    ];
    const everywhere = this.#ofFrame.get(tree.frame[node] as number);
    if (everywhere) lines.push(`itself on every path: ${this.#pair(everywhere.base, everywhere.head)}`);
    return lines.join('\n');
  }

  #row({ frame, base, head, noise }: FunctionChange): string {
    return `${shownName(this.#changes.tree, frame)} ${this.#text.difference(head - base)} (${changeWords(base, head)}${noise ? ', noise' : ''})`;
  }

  #table(rows: readonly FunctionChange[], y: number): string[] {
    if (rows.length === 0) return [];
    const texts = rows.map(({ frame, base, head, noise }) => [
      this.#text.difference(head - base),
      changeWords(base, head),
      noise ? 'noise' : '',
      this.#text.value(base),
      this.#text.value(head),
      shownName(this.#changes.tree, frame),
    ]);
    const heading = [
      'change',
      '',
      '',
      'base',
      'head',
      `itself (${formatCount(this.#functions.length)} functions differ)`,
    ];
    const all = [heading, ...texts];
    const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
    return all.map((row, i) => {
      const cells = row.map((cell, c) => (c === heading.length - 1 ? cell : cell.padStart(widths[c] ?? 0)));
      return line(MARGIN, y + i * ROW, cells.join('  '), INSIDE, i === 0);
    });
  }
}

/** `+12.0 %`; `new` and `gone` where one side has nothing. */
function changeWords(base: number, head: number): string {
  if (base === head) return '0.0 %';
  if (base === 0) return 'new';
  return head === 0 ? 'gone' : formatChange(head / base);
}
