import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeakReport } from '../../leaks/report.ts';
import { leaksJson } from '../../leaks-report/json.ts';
import { leaksText } from '../../leaks-report/text.ts';
import { Names } from '../store/names.ts';
import { checkOut, hideFromGit, type OutFolder } from '../store/out.ts';

const [RESULT, REPORT, PROFILES] = ['result.json', 'report.txt', 'profiles'] as const;

const FOLDER: OutFolder = {
  isOurs: (names) => names.every((name) => name === RESULT || name === REPORT || name === PROFILES),
  holds: 'report of leaks alone',
  example: '--out leaks   (a folder that is new, empty, or of an earlier run)',
};

/**
 * The folder of `--out`: `result.json`, `report.txt`, and of each benchmark's last process the heap profiles of the first
 * step after the warm-up and of the last, and the goroutines at the end: `go tool pprof -base heap-first heap-last`.
 */
export class LeakFiles {
  readonly #dir: string | null;
  readonly #names = new Names();
  readonly #folders = new Map<string, string>();

  private constructor(dir: string | null) {
    this.#dir = dir;
  }

  /**
   * @param dir null: nothing is written
   * @throws UserError for a folder that holds something else
   */
  static async open(dir: string | null): Promise<LeakFiles> {
    if (dir !== null) {
      await checkOut(dir, FOLDER);
      await mkdir(dir, { recursive: true });
      await hideFromGit(dir);
      for (const name of [RESULT, REPORT, PROFILES]) await rm(join(dir, name), { recursive: true, force: true });
    }
    return new LeakFiles(dir);
  }

  /** Keeps what a process left; what an earlier one of the same benchmark did is replaced. */
  async process(name: string, folder: string, steps: number): Promise<void> {
    if (this.#dir === null || steps === 0) return;
    const own = this.#folders.get(name) ?? join(this.#dir, PROFILES, this.#names.of(name));
    this.#folders.set(name, own);
    await rm(own, { recursive: true, force: true });
    await mkdir(own, { recursive: true });
    const kept = {
      'heap-first.pb.gz': 'heap-first.pb.gz',
      'heap-last.pb.gz': 'heap-last.pb.gz',
      [`goroutine-${String(steps - 1).padStart(4, '0')}`]: 'goroutine-last.pb.gz',
      'goroutines.txt': 'goroutines.txt',
    };
    for (const [from, to] of Object.entries(kept))
      await copyFile(join(folder, from), join(own, to)).catch(() => undefined);
  }

  async report(report: LeakReport): Promise<void> {
    if (this.#dir === null) return;
    await writeFile(join(this.#dir, RESULT), leaksJson(report));
    await writeFile(join(this.#dir, REPORT), leaksText(report));
  }
}
