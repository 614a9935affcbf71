import { formatPercent } from '../../model/format.ts';
import type { Profile } from '../../model/profile.ts';
import { nodesOf } from '../../profile/granularity.ts';
import { weightsOf } from '../../profile/graph.ts';
import { sorted } from '../../profile/order.ts';
import { Report, type ReportOptions } from '../../profile/report.ts';
import { formatTop, type Top, type TopRow, topOf } from '../../profile/top.ts';
import { tidiedUnit } from '../../profile/units.ts';

/** A row of the table: go tool pprof's, and where to look. */
export interface PlacedRow extends TopRow {
  /** File and line that the function's value comes from most; '' and 0 where the profile does not say. */
  readonly file: string;
  readonly line: number;
}

export interface PlacedTop extends Omit<Top, 'rows'> {
  readonly rows: readonly PlacedRow[];
}

/** The heaviest functions, each with its heaviest line. @throws UserError as `topOf` */
export function placedTop(profile: Profile, options: ReportOptions): PlacedTop {
  const top = topOf(profile, options);
  const places = options.granularity === 'functions' ? heaviestLines(profile, options) : new Map<string, Place>();
  const warnings = [...top.warnings, ...withoutSymbols(top, options)];
  return {
    ...top,
    warnings,
    rows: top.rows.map((row) => ({ ...row, ...(places.get(row.node.name) ?? placeOf(row)) })),
  };
}

/** Frames that no symbol names (`[prog]`, `<unknown>`): what they take is told, since no row says whose it is. */
function withoutSymbols({ weights, total, type }: Top, { granularity }: ReportOptions): string[] {
  if (granularity !== 'functions') return [];
  const nameless = [...weights.listed].filter((node) => weights.nodes.infos[node]?.name === '');
  const share = nameless.reduce((sum, node) => sum + Math.abs(weights.flat[node] as number), 0) / total;
  if (!(share > 0)) return [];
  const names = nameless.slice(0, 3).map((node) => weights.nodes.names[node]);
  return [`${formatPercent(share)} of ${type} is in frames without a symbol: ${names.join(', ')}`];
}

type Place = Pick<PlacedRow, 'file' | 'line'>;

/** By function: its line that takes most by the order that was asked for. */
function heaviestLines(profile: Profile, options: ReportOptions): ReadonlyMap<string, Place> {
  const report = new Report(profile, options);
  const weights = weightsOf(
    report.profile,
    nodesOf(report.profile, { ...options, granularity: 'lines' }),
    report.measure,
  );
  const places = new Map<string, Place>();
  for (const node of sorted(weights, options.order ?? 'flat')) {
    const info = weights.nodes.infos[node];
    if (info && !places.has(info.name)) places.set(info.name, { file: info.file, line: info.line });
  }
  return places;
}

function placeOf({ node }: TopRow): Place {
  return { file: node.file, line: node.line };
}

/** The table as `go tool pprof -top` prints it, with `file:line` behind each function. */
export function topLines(top: PlacedTop): readonly string[] {
  const place = ({ name, file, line }: PlacedRow) =>
    line > 0 && !name.endsWith(`${file}:${line}`) ? `  ${file}:${line}` : '';
  return formatTop(top, place).trimEnd().split('\n');
}

/** The table for machines: times in seconds, sizes in bytes. */
export function topJson(top: PlacedTop): readonly object[] {
  const factor = tidiedUnit(top.unit)?.factor ?? 1;
  // 0.42, not 0.42000000000000004: a value has no more digits than the 15 that a double can hold.
  const tidied = (value: number) => Number((value * factor).toPrecision(15));
  return top.rows.map(({ name, node, flat, cum, file, line }) => ({
    function: node.name || name,
    flat: tidied(flat),
    cum: tidied(cum),
    ...(file && { file }),
    ...(line > 0 && { line }),
  }));
}
