import { formatCount } from '../model/format.ts';

/** One cell of the grid: what the Go runtime is told (pkg.go.dev/runtime, Environment Variables). */
export interface GcSetting {
  /** Percent; null is `GOGC=off`. */
  readonly gogc: number | null;
  /** Bytes; null is no limit. It bounds the memory that the runtime manages, not the resident set. */
  readonly gomemlimit: number | null;
  /** Null leaves it to the machine. */
  readonly gomaxprocs: number | null;
}

/** What the runtime does where nobody says anything. */
export const DEFAULT_GOGC = 100;

const UNITS: readonly (readonly [string, number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
];

/** A memory limit as GOMEMLIMIT takes it, in the largest unit that keeps it whole: `256MiB`, `1000B`. */
export function limitText(bytes: number): string {
  const [unit, size] = UNITS.find(([, size]) => bytes >= size && bytes % size === 0) ?? ['B', 1];
  return `${bytes / size}${unit}`;
}

/** The variables that a process of this cell sees. All are set, so that none is inherited; but for GOMAXPROCS, whose default has no name. */
export function environmentOf({ gogc, gomemlimit, gomaxprocs }: GcSetting): Readonly<Record<string, string>> {
  return {
    GOGC: gogc === null ? 'off' : String(gogc),
    GOMEMLIMIT: gomemlimit === null ? 'off' : limitText(gomemlimit),
    ...(gomaxprocs === null ? {} : { GOMAXPROCS: String(gomaxprocs) }),
  };
}

/** What a person would type: `GOGC=200 GOMEMLIMIT=512MiB`; what is off by default is left out. */
export function labelOf({ gogc, gomemlimit, gomaxprocs }: GcSetting): string {
  return [
    `GOGC=${gogc ?? 'off'}`,
    gomemlimit === null ? '' : `GOMEMLIMIT=${limitText(gomemlimit)}`,
    gomaxprocs === null ? '' : `GOMAXPROCS=${gomaxprocs}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A name for axes and points of a chart: `200`, `off/512MiB`, `100 P2`. */
export function shortLabel({ gogc, gomemlimit, gomaxprocs }: GcSetting): string {
  const limit = gomemlimit === null ? '' : `/${limitText(gomemlimit)}`;
  return `${gogc === null ? 'off' : formatCount(gogc)}${limit}${gomaxprocs === null ? '' : ` P${gomaxprocs}`}`;
}

/** A key that two settings share exactly when they are the same. */
export function settingKey({ gogc, gomemlimit, gomaxprocs }: GcSetting): string {
  return [gogc ?? 'off', gomemlimit ?? 'off', gomaxprocs ?? 'own'].join(' ');
}
