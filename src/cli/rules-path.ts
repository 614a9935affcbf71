import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DEFAULT_RULES } from '../run/rules-file.ts';

/**
 * The default rules file where the gate looks for it: at the root of the repository that `dir` is in, or in `dir` itself
 * outside of one.
 *
 * @returns its path from here, or undefined where there is none
 */
export function defaultRules(dir = '.'): string | undefined {
  const file = join(rootOf(resolve(dir)) ?? resolve(dir), DEFAULT_RULES);
  return existsSync(file) ? relative(process.cwd(), file) : undefined;
}

/** A worktree and a submodule have a file .git, a clone a folder. */
function rootOf(dir: string): string | undefined {
  if (existsSync(join(dir, '.git'))) return dir;
  const parent = dirname(dir);
  return parent === dir ? undefined : rootOf(parent);
}
