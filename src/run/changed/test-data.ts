import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Larger files are not read, bytes. */
export const LARGEST = 4 << 20;
/** With more files beside a package nothing is said of them. */
const MOST_FILES = 10_000;

/** Which files differ between two folders of test data. Paths are relative to the package's folder, with `/`. */
export interface DataDifference {
  /** Changed, added or removed. */
  readonly changed: readonly string[];
  /** What nobody knows, as a clause (`testdata/big.bin has more than 4 MiB`). */
  readonly unknown: readonly string[];
}

/**
 * Compares a package's `testdata` and the files that its tests embed, by content. Links are what they lead to by name.
 *
 * @param base the package's folder at base, absolute
 * @param head the same at head
 * @param embedded files that either side's tests embed
 */
export async function dataDifference(base: string, head: string, embedded: readonly string[]): Promise<DataDifference> {
  const files = new Set(embedded);
  for (const root of [base, head])
    if (!(await addFiles(root, 'testdata', files)))
      return { changed: [], unknown: [`testdata has more than ${MOST_FILES} files`] };
  const changed: string[] = [];
  const unknown: string[] = [];
  for (const file of [...files].sort()) {
    const same = await sameFile(join(base, file), join(head, file));
    if (same === null) unknown.push(`${file} has more than ${LARGEST >> 20} MiB`);
    else if (!same) changed.push(file);
  }
  return { changed, unknown };
}

/** @returns whether all of them could be added; a folder that is not there has none. */
async function addFiles(root: string, folder: string, files: Set<string>): Promise<boolean> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) files.add(path);
    if (files.size > MOST_FILES || (entry.isDirectory() && !(await addFiles(root, path, files)))) return false;
  }
  return true;
}

/** Null: too large to be read, and of equal size. */
async function sameFile(one: string, other: string): Promise<boolean | null> {
  const [a, b] = [await lstat(one).catch(() => null), await lstat(other).catch(() => null)];
  if (!a || !b) return a === b;
  if (kindOf(a) !== kindOf(b)) return false;
  if (a.isSymbolicLink()) return (await readlink(one)) === (await readlink(other));
  if (!a.isFile()) return true;
  if (a.size !== b.size) return false;
  return a.size > LARGEST ? null : (await readFile(one)).equals(await readFile(other));
}

function kindOf(stat: Stats): string {
  return stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other';
}
