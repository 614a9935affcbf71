import { UserError } from '../model/diagnostic.ts';
import { DEFAULT_GOGC, type GcSetting, settingKey } from './setting.ts';

/** The values that each variable takes; null is `off`. */
export interface Axes {
  readonly gogc: readonly (number | null)[];
  readonly gomemlimit: readonly (number | null)[];
  /** Empty: the machine's own. */
  readonly gomaxprocs: readonly number[];
}

/** Four cells: half, twice and four times the heap of the default. A limit is a matter of the machine it will run on. */
export const DEFAULT_AXES: Axes = { gogc: [50, DEFAULT_GOGC, 200, 400], gomemlimit: [null], gomaxprocs: [] };

/** Cells of a grid; more than this nobody can wait for, nor read. */
const MOST_CELLS = 64;

export interface Grid {
  readonly cells: readonly GcSetting[];
  /** Index of the cell that all are compared with: what Go does by default. */
  readonly base: number;
}

/**
 * Every combination, in the order given. The default (`GOGC=100`, no limit, the machine's own GOMAXPROCS or the listed
 * value next to it) is added in front where the lists do not have it, since it is what a change has to be better than.
 *
 * @param procs the machine's own GOMAXPROCS
 * @throws UserError for a grid that is too large
 */
export function gridOf({ gogc, gomemlimit, gomaxprocs }: Axes, procs: number): Grid {
  const listed = gomaxprocs.length > 0 ? gomaxprocs : [null];
  const cells = listed.flatMap((p) =>
    gomemlimit.flatMap((limit) => gogc.map((g) => ({ gogc: g, gomemlimit: limit, gomaxprocs: p }))),
  );
  const usual = { gogc: DEFAULT_GOGC, gomemlimit: null, gomaxprocs: nearest(listed, procs) };
  const base = cells.findIndex((cell) => settingKey(cell) === settingKey(usual));
  const grid = base < 0 ? { cells: [usual, ...cells], base: 0 } : { cells, base };
  if (grid.cells.length <= MOST_CELLS) return grid;
  throw new UserError(`the grid has ${grid.cells.length} cells, more than the ${MOST_CELLS} that can be measured`, {
    example: '--gogc 50,100,200 --gomemlimit off,512MiB',
  });
}

function nearest(listed: readonly (number | null)[], procs: number): number | null {
  const distance = (n: number | null) => Math.abs(Math.log((n ?? procs) / procs));
  return listed.reduce((best, n) => (distance(n) < distance(best) ? n : best), listed[0] ?? null);
}

/** What an option or an input is called in messages, and how it is written: `--gogc `, `gogc: `. */
export interface Named {
  readonly name: string;
  readonly written: string;
}

export const optionNamed = (name: string): Named => ({ name: `--${name}`, written: `--${name} ` });
export const inputNamed = (name: string): Named => ({ name: `input ${name}`, written: `${name}: ` });

/**
 * `10,50,100,off`.
 *
 * @throws UserError for what GOGC cannot be
 */
export function parseGogc(text: string, name: Named): readonly (number | null)[] {
  return listOf(text, name, '50,100,200,off', (part) => {
    if (part === 'off') return null;
    const n = Number(part);
    // runtime/debug.SetGCPercent takes an int32; 0 collects all the time.
    if (/^\d+$/.test(part) && n >= 1 && n < 2 ** 31) return n;
    throw wrong(name, `${JSON.stringify(part)} is neither a percentage from 1 on nor off`, '50,100,200,off');
  });
}

const SIZE = /^(\d+)(B|KiB|MiB|GiB|TiB)?$/;
const FACTORS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/**
 * `off,256MiB,1GiB`, in the form that GOMEMLIMIT takes (runtime/string.go, parseByteCount).
 *
 * @returns bytes
 * @throws UserError for what it cannot be
 */
export function parseLimits(text: string, name: Named): readonly (number | null)[] {
  return listOf(text, name, 'off,256MiB,1GiB', (part) => {
    if (part === 'off') return null;
    const [, digits, unit = 'B'] = SIZE.exec(part) ?? [];
    const bytes = Number(digits) * (FACTORS[unit] ?? Number.NaN);
    if (bytes >= 2 ** 20 && Number.isSafeInteger(bytes)) return bytes;
    throw wrong(name, `${JSON.stringify(part)} is ${sizeProblem(part, bytes)}`, 'off,256MiB,1GiB');
  });
}

function sizeProblem(part: string, bytes: number): string {
  if (bytes < 2 ** 20) return 'below 1 MiB: is the unit missing?';
  if (/^\d+(\.\d+)?(k|m|g|t)b?$/i.test(part))
    return 'no size that GOMEMLIMIT takes: units are B, KiB, MiB, GiB and TiB';
  return 'no size that GOMEMLIMIT takes: a whole number with B, KiB, MiB, GiB or TiB';
}

/**
 * `1,2,4`.
 *
 * @throws UserError for what GOMAXPROCS cannot be
 */
export function parseProcs(text: string, name: Named): readonly number[] {
  return listOf(text, name, '1,2', (part) => {
    const n = Number(part);
    if (/^\d+$/.test(part) && n >= 1 && n <= 4096) return n;
    throw wrong(name, `${JSON.stringify(part)} is no number of processors`, '1,2');
  });
}

/** The values of a list, each once. */
function listOf<T>(text: string, name: Named, example: string, read: (part: string) => T): readonly T[] {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  if (parts.length === 0) throw wrong(name, 'is empty', example);
  return [...new Set(parts.map(read))];
}

function wrong({ name, written }: Named, what: string, example: string): UserError {
  return new UserError(`${name}: ${what}`, { example: written + example });
}
