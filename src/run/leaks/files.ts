import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeakReport } from '../../leaks/report.ts';
import { leaksJson } from '../../leaks-report/json.ts';
import { leaksText } from '../../leaks-report/text.ts';
import { Names } from '../store/names.ts';

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

  /** @param dir null: nothing is written */
  static async open(dir: string | null): Promise<LeakFiles> {
    if (dir !== null) {
      await mkdir(dir, { recursive: true });
      await writeFile(join(dir, '.gitignore'), '*\n');
      await rm(join(dir, 'profiles'), { recursive: true, force: true });
    }
    return new LeakFiles(dir);
  }

  /** Keeps what a process left; what an earlier one of the same benchmark did is replaced. */
  async process(name: string, folder: string, steps: number): Promise<void> {
    if (this.#dir === null || steps === 0) return;
    const own = this.#folders.get(name) ?? join(this.#dir, 'profiles', this.#names.of(name));
    this.#folders.set(name, own);
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
    await writeFile(join(this.#dir, 'result.json'), leaksJson(report));
    await writeFile(join(this.#dir, 'report.txt'), leaksText(report));
  }
}
