import type { CellRun, Experiment, Quantity, RowRun } from '../../src/matrix/experiment.ts';
import type { GcSetting } from '../../src/matrix/setting.ts';
import { seeded } from '../../src/stats/random.ts';

export const MIB = 2 ** 20;

export function setting(
  gogc: number | null,
  gomemlimit: number | null = null,
  gomaxprocs: number | null = null,
): GcSetting {
  return { gogc, gomemlimit, gomaxprocs };
}

/** What a cell truly is; noise is added to times and memory. */
export type Truth = Readonly<Partial<Record<Quantity, number>>>;

/**
 * Samples of cells in rounds that are shared: each round the machine is slower by some amount, as it is for all cells, and
 * each process by its own.
 */
export function rowOf(
  truths: readonly (Truth | null)[],
  options: { rounds?: number; noise?: number; name?: string; seed?: number } = {},
): RowRun {
  const { rounds = 10, noise = 0.01, name = 'Encode', seed = 7 } = options;
  const random = seeded(seed);
  const episode = Array.from({ length: rounds }, () => 1 + 3 * noise * random());
  return {
    subject: { pkg: 'example.com/m', benchmark: name },
    iterations: 1000,
    units: {},
    cells: truths.map((truth): CellRun => {
      if (!truth) return { samples: [], failures: [{ round: 0, reason: 'was killed by SIGKILL' }] };
      const samples = episode.map((slow, round) => {
        const late = slow * (1 + noise * random());
        const values = Object.fromEntries(
          Object.entries(truth).map(([quantity, value]) => [
            quantity,
            noisy(quantity, value, late, noise * (random() - 0.5)),
          ]),
        );
        return { round, order: round, values };
      });
      return { samples, failures: [] };
    }),
  };
}

/** Noise in time only adds; that of memory goes either way. */
function noisy(quantity: string, value: number, late: number, either: number): number {
  if (quantity === 'op/s') return value / late;
  if (quantity === 'p99') return value * late;
  return quantity.endsWith('rss') || quantity.endsWith('heap') ? value * (1 + either) : value;
}

export function experimentOf(cells: readonly GcSetting[], base: number, rows: readonly RowRun[]): Experiment {
  const rounds = Math.max(0, ...rows.flatMap((row) => row.cells.map((cell) => cell.samples.length)));
  return {
    environment: { goVersion: 'go1.26.0', goos: 'linux', goarch: 'amd64', cpus: 4 },
    affinity: [],
    grid: { cells, base },
    rows,
    rounds: { wanted: rounds, done: rounds },
    cost: { build: 2, measure: 60, budget: 600 },
    diagnostics: [],
  };
}
