import type { Quantity } from '../matrix/experiment.ts';
import type { BenchmarkReport, CellReport, Summary } from '../matrix/report.ts';
import { limitText } from '../matrix/setting.ts';
import { formatChange, formatCount, formatPercent, formatValue } from '../model/format.ts';

/** A benchmark's table as plain text, for every form of the report. Foreign text may stand in the last column. */
export interface Table {
  readonly titles: readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly { readonly cell: CellReport; readonly texts: readonly string[] }[];
}

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly text: (cell: CellReport) => string;
  /** Only where a cell has it. */
  readonly quantity?: Quantity;
}

const LEFT = 'left';
const RIGHT = 'right';

export function tableOf(benchmark: BenchmarkReport): Table {
  const shown = columnsOf(benchmark).filter(
    ({ quantity }) => !quantity || benchmark.cells.some((cell) => cell.quantities[quantity]),
  );
  return {
    titles: shown.map(({ title, align }) => ({ title, align })),
    rows: benchmark.cells.map((cell) => ({ cell, texts: shown.map(({ text }) => text(cell)) })),
  };
}

function columnsOf({ objectives, units, cells }: BenchmarkReport): readonly Column[] {
  const varies = (of: (setting: CellReport['setting']) => unknown) =>
    new Set(cells.map(({ setting }) => of(setting))).size > 1;
  const measured = (title: string, quantity: Quantity, format: (value: number) => string): Column[] => {
    const objective = objectives.some((o) => o.quantity === quantity);
    const value: Column = { title, align: RIGHT, quantity, text: (cell) => valueText(cell, quantity, format) };
    return objective
      ? [value, { title: 'Δ', align: RIGHT, quantity, text: (cell) => changeText(cell, quantity) }]
      : [value];
  };
  const bytes = (value: number) => formatValue(value, 'B');
  const seconds = (value: number) => formatValue(value, 'sec');
  return [
    { title: 'GOGC', align: LEFT, text: ({ setting, isDefault }) => `${setting.gogc}${isDefault ? ' (default)' : ''}` },
    ...(varies(({ gomemlimit }) => gomemlimit)
      ? [{ title: 'GOMEMLIMIT', align: RIGHT, text: ({ setting }: CellReport) => limitOf(setting.gomemlimit) } as const]
      : []),
    ...(varies(({ gomaxprocs }) => gomaxprocs)
      ? [{ title: 'GOMAXPROCS', align: RIGHT, text: ({ setting }: CellReport) => String(setting.gomaxprocs) } as const]
      : []),
    ...measured('op/s', 'op/s', formatCount),
    ...measured('p99', 'p99', seconds),
    ...measured(units.rate ?? 'rate', 'rate', formatCount),
    ...measured('CPU/op', 'cpu-sec/op', seconds),
    ...measured('GC CPU', 'gc-cpu', formatPercent),
    ...measured('GCs', 'gc-cycles', (value) => formatCount(Math.round(value))),
    ...measured('longest stop', 'stw-max', seconds),
    ...measured('peak heap', 'peak-heap', bytes),
    ...measured('peak RSS', 'max-rss', bytes),
    { title: 'front', align: LEFT, text: frontText },
  ];
}

function limitOf(bytes: number | 'off'): string {
  return bytes === 'off' ? bytes : limitText(bytes);
}

const FRONT = { yes: 'yes', no: 'no', unclear: 'unclear' } as const;

function frontText({ front }: CellReport): string {
  return front === null ? '' : FRONT[front];
}

function valueText({ quantities, groups }: CellReport, quantity: Quantity, format: (value: number) => string): string {
  const summary = quantities[quantity];
  if (!summary) return '';
  const letters = groups[quantity];
  return [format(summary.center), letters === undefined ? '' : spread(summary), letters].filter(Boolean).join(' ');
}

/** `±3 %`: half of the 95 % interval of the median. */
function spread({ center, lo, hi, n }: Summary): string {
  if (n < 2 || center === 0) return '';
  return `±${formatPercent(Math.max(hi - center, center - lo) / center)}`;
}

/** What the cell is against the default: `+12.1 %`, `equal`, `+3 %?`. */
function changeText({ againstDefault }: CellReport, quantity: Quantity): string {
  const difference = againstDefault.find((d) => d.quantity === quantity);
  if (!difference) return '';
  const { verdict, ratio } = difference;
  if (verdict === 'equal') return 'equal';
  return verdict === 'unclear' ? `${formatChange(ratio)}?` : formatChange(ratio);
}

/** Why cells have no numbers, and what to know of those that have. */
export function notesOf({ cells }: BenchmarkReport): readonly { readonly label: string; readonly text: string }[] {
  return cells.flatMap(({ label, status, reason, remarks }) => [
    ...(status === 'failed' ? [{ label, text: `failed: ${reason ?? ''}` }] : []),
    ...(status === 'not-run' ? [{ label, text: `not run: ${reason ?? ''}` }] : []),
    ...remarks.map((text) => ({ label, text })),
  ]);
}

/** What is better than the cells that are surely not on the front. */
export function dominationsOf({
  cells,
}: BenchmarkReport): readonly { readonly label: string; readonly text: string }[] {
  return cells.flatMap(({ label, front, dominatedBy: [by, ...more] }) => {
    if (!by || front !== 'no') return [];
    return [{ label, text: `${by}${more.length > 0 ? ` and ${more.length} more` : ''} is better at no cost` }];
  });
}
