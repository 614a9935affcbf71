import type { Profile } from '../model/profile.ts';
import type { EdgeTable } from './edges.ts';
import { right } from './go-text.ts';
import { type NodeInfo, type NodeTable, nodesOf } from './granularity.ts';
import { cumOf, flatOf, type Weights } from './graph.ts';
import { Report, type ReportOptions } from './report.ts';
import { type Trimmed, trimmed } from './trim.ts';
import { percentage } from './units.ts';

/** A row of `top`. Values are in the unit of the sample type. */
export interface TopRow {
  /** As printed: the function, with `file:line` or an address before it where asked for. */
  readonly name: string;
  readonly node: NodeInfo;
  readonly flat: number;
  readonly cum: number;
  /** Whether calls of it were inlined: all, some, none. */
  readonly inlined: 'inline' | 'partial-inline' | '';
}

/** The functions (or files, lines …) that a profile's values belong to, heaviest first. */
export interface Top {
  readonly type: string;
  readonly unit: string;
  /** Whether values are means of what the first sample type counts. */
  readonly mean: boolean;
  /** 100 %. */
  readonly total: number;
  readonly rows: readonly TopRow[];
  /** What the nodes that are left are worth. */
  readonly weights: Weights;
  /** What stands above the table. */
  readonly lines: readonly string[];
  /** What was asked for and matched nothing. */
  readonly warnings: readonly string[];
  /** A value as it is printed. */
  format(value: number): string;
}

/**
 * What `go tool pprof -top` shows (google/pprof, internal/report: TextItems).
 *
 * @throws UserError as {@link Report}.
 */
export function topOf(profile: Profile, options: ReportOptions = {}): Top {
  const report = new Report(profile, options);
  const nodes = nodesOf(report.profile, options);
  const found = trimmed(report.profile, nodes, report.measure, report.trimOptions);
  const { weights, candidates, droppedNodes } = found;
  const figures = report.figures(weights);
  const rows = rowsOf(found);
  const flat = rows.reduce((sum, row) => sum + row.flat, 0);
  const shown = { flat, nodes: rows.length, candidates, droppedNodes, nodeFraction: report.trimOptions.nodeFraction };
  const mean = report.measure.divisor !== undefined;
  return { ...figures, mean, rows, weights, lines: report.lines(figures, shown), warnings: report.warnings };
}

function rowsOf({ weights, order, edges }: Trimmed): TopRow[] {
  const { nodes } = weights;
  // Who calls a node matters only where some call of it was inlined.
  const inlinable = inlinedSomewhere(nodes, order);
  const inlined = inlinable ? inlineLabels(edges(inlinable), nodes) : new Uint8Array(nodes.infos.length);
  return Array.from(order, (node) => ({
    name: nodes.names[node] as string,
    node: nodes.infos[node] as NodeInfo,
    flat: flatOf(weights, node),
    cum: cumOf(weights, node),
    inlined: INLINED[inlined[node] as number] ?? '',
  }));
}

/** Which of these nodes a location has as an inlined frame; null for none. */
function inlinedSomewhere({ infos, start, node }: NodeTable, order: Uint32Array): Uint8Array | null {
  const inlined = new Uint8Array(infos.length);
  for (let location = 0; location + 1 < start.length; location++) {
    const outermost = (start[location + 1] as number) - 1;
    for (let frame = start[location] as number; frame < outermost; frame++) inlined[node[frame] as number] = 1;
  }
  const chosen = new Uint8Array(infos.length);
  for (const at of order) chosen[at] = inlined[at] as number;
  return chosen.includes(1) ? chosen : null;
}

/** By whether there is an inlined call (1) and one that is not (2). */
const INLINED = ['', 'inline', '', 'partial-inline'] as const;

function inlineLabels(edges: EdgeTable, { infos }: NodeTable): Uint8Array {
  const kinds = new Uint8Array(infos.length);
  for (let edge = 0; edge < edges.count; edge++) {
    if (edges.isDropped(edge)) continue;
    const to = edges.to[edge] as number;
    kinds[to] = (kinds[to] as number) | (edges.isInline(edge) ? 1 : 2);
  }
  return kinds;
}

/**
 * pprof's text, byte for byte (internal/report: printText).
 *
 * @param behind what stands behind a row's name, ours
 */
export function formatTop<Row extends TopRow>(
  top: Pick<Top, 'total' | 'format' | 'lines'> & { readonly rows: readonly Row[] },
  behind: (row: Row) => string = () => '',
): string {
  const { total, format } = top;
  let sum = 0;
  const rows = top.rows.map((row) => {
    const { name, flat, cum, inlined } = row;
    sum += flat;
    const own = `${right(format(flat), 10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    const all = `${right(format(cum), 10)} ${percentage(cum, total)}`;
    return `${own} ${all}  ${name}${inlined && ` (${inlined})`}${behind(row)}\n`;
  });
  return `${top.lines.join('\n')}\n${TABLE_HEAD}\n${rows.join('')}`;
}

const TABLE_HEAD = '      flat  flat%   sum%        cum   cum%';
