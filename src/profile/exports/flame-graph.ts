import { formatCount, formatPercent, plural } from '../../model/format.ts';
import type { Profile, ValueType } from '../../model/profile.ts';
import { clip, visible } from '../../wire/escape.ts';
import { packageColour } from './colour.ts';
import { type Layout, layout, positive } from './layout.ts';
import { type StackTree, stackTree, totals } from './stack-tree.ts';
import { CHARACTER, fittingName, line, picture, ROW, rectangle } from './svg.ts';
import { type ValueText, valueText } from './value-text.ts';

/** Pixels. */
export const WIDTH = 1200;
export const MARGIN = 10;
export const INSIDE = WIDTH - 2 * MARGIN;
const HEADER = 2 * ROW + MARGIN;

/**
 * A flame graph as a static SVG picture: the root at the bottom, callees above their callers, widths by the sample type,
 * colours by package. Resting on a frame shows its name, value and share. The same profile gives the same bytes.
 *
 * @param type index of the sample type
 * @param title what the profile is of
 */
export function flameGraph(profile: Profile, type: number, title: string): string {
  const tree = stackTree([{ profile, types: [type] }]);
  const { self, left } = positive(tree.self[0] as Float64Array);
  const total = totals(tree, self);
  const placed = layout(tree, total, INSIDE);
  const valueType = profile.sampleTypes[type] ?? { type: '', unit: '' };
  const text = valueText(valueType.unit);
  const heading = `${title}: ${valueType.type}, ${text.value(total[0] as number)} in ${plural(profile.samples.count, 'stack')}`;
  const notes = notesOf(placed, left, text);
  const height = HEADER + Math.max(placed.rows, 1) * ROW + MARGIN;
  return picture({
    width: WIDTH,
    height,
    title: heading,
    description: `Flame graph, ${valueType.type}. ${notes} ${widest(tree, placed, total)}`,
    body: [
      line(MARGIN, ROW, heading, INSIDE, true),
      line(MARGIN, 2 * ROW, notes, INSIDE),
      ...placed.boxes.map(({ node, row, x, width }) =>
        rectangle({
          x: MARGIN + x,
          y: height - MARGIN - (row + 1) * ROW,
          width,
          fill: node === 0 ? '#e4e4e4' : packageColour(nameOf(tree, node)),
          title: `${nameOf(tree, node)}\n${worth(total, self, node, valueType, text)}`,
          label: fittingName(nameOf(tree, node), width - CHARACTER),
        }),
      ),
    ],
  });
}

/** A name may be as long as the file is. */
const LONGEST_NAME = 400;

/** A frame's name, as much of it as is shown, every character to be seen. */
export function shownName({ names }: StackTree, frame: number): string {
  return clip(visible(names[frame] as string), LONGEST_NAME);
}

/** The name of a node's frame; of the root, `all`. */
export function nameOf(tree: StackTree, node: number): string {
  return node === 0 ? 'all' : shownName(tree, tree.frame[node] as number);
}

function worth(total: Float64Array, self: Float64Array, node: number, { type }: ValueType, text: ValueText): string {
  const share = formatPercent((total[node] as number) / (total[0] as number));
  return `${type}: ${text.value(total[node] as number)}, ${share} of all; itself ${text.value(self[node] as number)}`;
}

function notesOf({ boxes, left }: Layout, negative: number, text: ValueText): string {
  if (boxes.length === 0) return 'Nothing to draw: the profile holds nothing of this sample type.';
  return [
    'Width is share, colour is package, callers stand below.',
    left > 0 ? `${plural(left, 'call path')} narrower than a pixel or beyond the picture not drawn.` : '',
    negative < 0 ? `Less than before and not drawn: ${text.value(negative)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** In words, what takes most: for those who do not see the picture. */
function widest(tree: StackTree, { boxes }: Layout, total: Float64Array): string {
  const leaves = boxes.filter(({ node }) => node > 0).sort((a, b) => b.width - a.width || a.node - b.node);
  const named = leaves
    .slice(0, 5)
    .map(({ node }) => `${nameOf(tree, node)} ${formatPercent((total[node] as number) / (total[0] as number))}`);
  return named.length === 0 ? '' : `${formatCount(boxes.length)} frames; the widest: ${named.join(', ')}.`;
}
