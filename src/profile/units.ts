import { fixed2, general2 } from './go-text.ts';

/** A unit as pprof prints it, and how many of its kind's smallest one it is. */
interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

/** Units that convert into one another. */
interface UnitKind {
  readonly units: readonly Unit[];
  /** For values that none of them suits. */
  readonly fallback: { readonly name: string; readonly factor: number };
}

const unit = (name: string, factor: number, ...aliases: string[]): Unit => ({ name, aliases, factor });

/** google/pprof, internal/measurement: UnitTypes. */
const KINDS: readonly UnitKind[] = [
  {
    units: [
      unit('B', 1, 'b', 'byte'),
      unit('kB', 2 ** 10, 'kb', 'kbyte', 'kilobyte'),
      unit('MB', 2 ** 20, 'mb', 'mbyte', 'megabyte'),
      unit('GB', 2 ** 30, 'gb', 'gbyte', 'gigabyte'),
      unit('TB', 2 ** 40, 'tb', 'tbyte', 'terabyte'),
      unit('PB', 2 ** 50, 'pb', 'pbyte', 'petabyte'),
    ],
    fallback: { name: 'B', factor: 1 },
  },
  {
    units: [
      unit('ns', 1, 'ns', 'nanosecond'),
      unit('us', 1e3, 'μs', 'us', 'microsecond'),
      unit('ms', 1e6, 'ms', 'millisecond'),
      unit('s', 1e9, 's', 'sec', 'second'),
      unit('hrs', 3600e9, 'hour', 'hr'),
    ],
    fallback: { name: 's', factor: 1e9 },
  },
  {
    units: [
      unit('n*GCU', 1e-9, 'nanogcu'),
      unit('u*GCU', 1e-6, 'microgcu'),
      unit('m*GCU', 1e-3, 'milligcu'),
      unit('GCU', 1, 'gcu'),
      unit('k*GCU', 1e3, 'kilogcu'),
      unit('M*GCU', 1e6, 'megagcu'),
      unit('G*GCU', 1e9, 'gigagcu'),
      unit('T*GCU', 1e12, 'teragcu'),
      unit('P*GCU', 1e15, 'petagcu'),
    ],
    fallback: { name: 'GCU', factor: 1 },
  },
];

/** A value and the unit to print behind it; '' where that says nothing. */
export interface Scaled {
  readonly value: number;
  readonly unit: string;
}

/** Whether two units convert into one another. */
export function sameKind(a: string, b: string): boolean {
  return a === b || KINDS.some((kind) => find(kind, a) && find(kind, b));
}

/**
 * A value in another unit; `minimum` and `auto` mean the largest in which it is at least 1 (internal/measurement: Scale).
 * Units that are not known are passed on, `count` and its like are left out.
 */
export function scale(value: number, from: string, to: string): Scaled {
  if (value < 0) {
    const { value: scaled, unit } = scale(-value, from, to);
    return { value: -scaled, unit };
  }
  for (const kind of KINDS) {
    const source = find(kind, from);
    if (source) return convert(value * source.factor, kind, to);
  }
  return { value, unit: UNINTERESTING.has(to) ? '' : to };
}

const UNINTERESTING: ReadonlySet<string> = new Set(['count', 'sample', 'unit', 'minimum', 'auto']);

function convert(value: number, kind: UnitKind, to: string): Scaled {
  const target = (to === 'minimum' || to === 'auto' ? largest(kind, value) : find(kind, to)) ?? kind.fallback;
  return { value: value / target.factor, unit: target.name };
}

function largest({ units }: UnitKind, value: number): Unit | undefined {
  return units.findLast(({ factor }) => value / factor >= 1);
}

function find({ units }: UnitKind, asked: string): Unit | undefined {
  const lower = asked.toLowerCase();
  // Go counts bytes here, and so never finds `μs`.
  const plural = new TextEncoder().encode(lower).length > 2;
  const name = plural ? lower.replace(/s$/, '') : lower;
  return units.find(({ aliases }) => aliases.includes(name));
}

/** `1.21s`, `512kB`, `0`: two decimals, none where they are zeros (internal/measurement: ScaledLabel). */
export function scaledLabel(value: number, from: string, to: string): string {
  const scaled = scale(value, from, to);
  const text = fixed2(scaled.value).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + scaled.unit;
}

/** Share of a total, `100%`, `12.35%`, `0.012%`, at least six characters wide (internal/measurement: Percentage). */
export function percentage(value: number, total: number): string {
  const ratio = total === 0 ? 0 : Math.abs(value / total) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) return '  100%';
  return `${(ratio >= 1 ? fixed2(ratio) : general2(ratio)).padStart(5)}%`;
}

/** pprof's units are times and bytes of many sizes; ours are seconds and bytes. */
export function tidiedUnit(unit: string): { readonly name: 'sec' | 'B'; readonly factor: number } | null {
  const seconds = scale(1, unit, 'seconds');
  if (seconds.unit === 's') return { name: 'sec', factor: seconds.value };
  const bytes = scale(1, unit, 'bytes');
  return bytes.unit === 'B' ? { name: 'B', factor: bytes.value } : null;
}
