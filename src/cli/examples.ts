import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../model/diagnostic.ts';

/** The folder examples/, which stands beside dist/ (and beside src/ when the sources are run by tests). */
export function examplesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'examples', 'eventlog'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new UserError('there is no folder examples/ beside dist/: this is no whole checkout of go-perf-gate');
    folder = parent;
  }
  return join(folder, 'examples');
}
