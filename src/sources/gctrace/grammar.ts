/**
 * A line of gctrace as the runtime prints it (runtime/mgc.go, gcMarkTermination, equal in Go 1.19 to 1.26 but for the
 * `checking for goroutine leaks` of 1.26): each piece is one write of its own, so other output may stand between any two
 * of them and never inside one.
 */
export interface Piece {
  readonly pattern: string;
  /** Name of the number that it is; none for fixed text. */
  readonly field?: Field;
  /** Where a longer run of digits could be the number and the beginning of other output. */
  readonly open?: boolean;
}

export type Field = (typeof FIELDS)[number];
const FIELDS = [
  'number',
  'at',
  'percent',
  'clock0',
  'clock1',
  'clock2',
  'cpu0',
  'cpu1',
  'cpu2',
  'cpu3',
  'cpu4',
  'heap0',
  'heap1',
  'heap2',
  'goal',
  'stacks',
  'globals',
  'maxprocs',
] as const;

/** Numbers of more digits are no measurements, and no doubles either. */
const WHOLE = '(?:0|[1-9]\\d{0,14})';
/** itoaDiv(…, 3): always three decimals. */
const SECONDS = `${WHOLE}\\.\\d{3}`;
/** fmtNSAsMS: two digits and at most three decimals, from 10 ms on whole; what ends behind the point ends by itself. */
const MILLISECONDS = '(?:0\\.0\\d\\d|0\\.[1-9]\\d|[1-9]\\.\\d|[1-9]\\d{1,14}|0)';

const text = (literal: string): Piece => ({ pattern: literal.replace(/[+()]/g, '\\$&') });
const whole = (field: Field): Piece => ({ pattern: WHOLE, field, open: true });
const duration = (field: Field): Piece => ({ pattern: MILLISECONDS, field, open: true });

export const PIECES: readonly Piece[] = [
  text('gc '),
  whole('number'),
  text(' @'),
  { pattern: SECONDS, field: 'at' },
  text('s '),
  { pattern: '-?\\d{1,15}', field: 'percent', open: true },
  { pattern: '%(?: \\(checking for goroutine leaks\\))?' },
  text(': '),
  duration('clock0'),
  text('+'),
  duration('clock1'),
  text('+'),
  duration('clock2'),
  text(' ms clock, '),
  duration('cpu0'),
  text('+'),
  duration('cpu1'),
  text('/'),
  duration('cpu2'),
  text('/'),
  duration('cpu3'),
  text('+'),
  duration('cpu4'),
  text(' ms cpu, '),
  whole('heap0'),
  text('->'),
  whole('heap1'),
  text('->'),
  whole('heap2'),
  text(' MB, '),
  whole('goal'),
  text(' MB goal, '),
  whole('stacks'),
  text(' MB stacks, '),
  whole('globals'),
  text(' MB globals, '),
  whole('maxprocs'),
  text(' P'),
];

/** The last write before the newline, where the program asked for the cycle. */
export const FORCED = ' (forced)';

/** Whether the program asked for the cycle, from what stands behind ` P`: other output may stand before or behind it. */
export function isForced(rest: string): boolean {
  return rest.startsWith(FORCED) || rest.endsWith(FORCED);
}

export const LEAKS = ' (checking for goroutine leaks)';

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ pattern, field }) => (field ? `(?<${field}>${pattern})` : pattern)).join('');
}

/** A whole line, from where the search stands on. */
export const WHOLE_LINE = new RegExp(joined(PIECES), 'y');
/** Each piece by itself, from where the search stands on. */
export const EACH: readonly RegExp[] = PIECES.map((piece) => new RegExp(joined([piece]), 'y'));
/** All pieces from the k-th on, up to the end of a line. */
export const ENDINGS: readonly RegExp[] = PIECES.map(
  (_, k) => new RegExp(`${joined(PIECES.slice(k))}(?:${text(FORCED).pattern})?$`),
);
/** Lines that can hold an ending. */
export const ENDS = / P(?: \(forced\))?$/;

/** The numbers of a line, as printed. */
export type Printed = Readonly<Partial<Record<Field, string>>>;
