import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';

/** What a folder for results may hold, and how messages tell what is amiss. */
export interface OutFolder {
  /** Whether what it holds is an earlier run's. */
  readonly isOurs: (names: readonly string[]) => boolean;
  /** `evidence`. */
  readonly holds: string;
  readonly example: string;
}

const EVIDENCE: OutFolder = {
  isOurs: (names) => names.includes('evidence.json'),
  holds: 'evidence',
  example: 'out: perf-evidence   (a folder that is new, empty, or of an earlier run)',
};

/**
 * Refuses a folder that holds something else than results: writing them replaces what is in it. Asked before anything is
 * built.
 *
 * @throws UserError
 */
export async function checkOut(dir: string, { isOurs, holds, example }: OutFolder = EVIDENCE): Promise<void> {
  const there = await stat(dir).catch(() => null);
  if (there === null) return;
  if (!there.isDirectory()) throw new UserError(`out: ${dir} is no folder`, { example });
  const names = (await readdir(dir)).filter((name) => name !== '.gitignore');
  if (names.length === 0 || isOurs(names)) return;
  throw new UserError(`out: ${dir} is not empty and holds no ${holds}, so nothing is written to it`, { example });
}

/** Tells git to leave the folder alone, unless it has a .gitignore already. */
export async function hideFromGit(dir: string): Promise<void> {
  await writeFile(join(dir, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
