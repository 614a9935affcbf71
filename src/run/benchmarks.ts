import { openRepository } from './git/git.ts';
import { discover, type FoundPackage } from './go/discover.ts';
import { openToolchain } from './go/toolchain.ts';
import { passedEnv } from './process/child-env.ts';

/** The packages with benchmarks of a checkout, by module, without building or running anything. */
export async function findBenchmarks(
  dir: string,
): Promise<{ readonly root: string; readonly packages: readonly FoundPackage[] }> {
  const { root } = await openRepository(dir);
  const toolchain = await openToolchain(root, passedEnv([], process.env));
  const { packages } = await discover(toolchain, root, { dir: '.', patterns: ['./...'], flags: [] });
  return { root, packages: [...packages.values()] };
}
