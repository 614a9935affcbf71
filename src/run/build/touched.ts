import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCompiled } from '../reach/reach.ts';

/**
 * A source file that was written after a moment: built again, its package would be another program.
 *
 * @param folders relative to `root`, with `/`
 * @param since Unix time, milliseconds
 * @returns its path relative to `root`; null when there is none. What cannot be read is left to the compiler.
 */
export async function writtenAfter(root: string, folders: Iterable<string>, since: number): Promise<string | null> {
  for (const folder of folders) {
    const names = await readdir(join(root, folder)).catch(() => []);
    for (const name of names.filter(isCompiled)) {
      const file = await stat(join(root, folder, name)).catch(() => null);
      // A date in the future is no work of anybody's just now.
      if (file?.isFile() && file.mtimeMs > since && file.mtimeMs <= Date.now())
        return folder === '.' ? name : `${folder}/${name}`;
    }
  }
  return null;
}
