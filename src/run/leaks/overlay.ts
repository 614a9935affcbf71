import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';
import type { Added } from '../build/build.ts';
import { freeName, leakProfileEnv } from '../build/overlay.ts';
import type { FoundPackage } from '../go/discover.ts';
import type { Toolchain } from '../go/toolchain.ts';
import leaks from './sampler/leaks.go';

const NAME = 'goperfgateleaks';

/**
 * Writes the overlay (`go help build`, -overlay) that makes a test binary look at itself at the end of each run of a
 * benchmark: our package in a folder that does not exist, a file of the external test package that imports it, and the
 * testing package's benchmark.go with the call. It is the user's own toolchain's file with two statements more.
 *
 * @param folder new folder for what it writes
 * @param root the checkout
 * @throws UserError where this release's testing package is not as we know it
 */
export async function writeLeaksOverlay(
  go: Toolchain,
  root: string,
  found: FoundPackage,
  folder: string,
  leakProfile: boolean,
): Promise<Added> {
  await mkdir(folder, { recursive: true });
  const dir = join(root, found.dir);
  const name = freeName(dir, NAME, '');
  const benchmark = join(go.settings.GOROOT ?? '', 'src', 'testing', 'benchmark.go');
  const files = {
    [join(dir, name, 'leaks.go')]: leaks,
    [join(dir, freeName(dir, NAME, '_test.go'))]: `package ${found.name}_test\n\nimport _ "${found.pkg}/${name}"\n`,
    [benchmark]: withSteps(await readFile(benchmark, 'utf8'), go.version),
  };
  const replace: Record<string, string> = {};
  for (const [i, [path, text]] of Object.entries(files).entries()) {
    replace[path] = join(folder, `${i}.go`);
    await writeFile(join(folder, `${i}.go`), text);
  }
  const overlay = join(folder, 'overlay.json');
  await writeFile(overlay, JSON.stringify({ Replace: replace }));
  return { overlay, ldflags: '', env: leakProfile ? leakProfileEnv(go) : {} };
}

/** Where one run of a benchmark begins, in every release from Go 1.0 on. */
const RUN = /^func \(b \*B\) runN\(n int\) \{$/gm;

/** Deferred first, so called last: after the benchmark's own cleanups. On the same line: no other line moves. */
const CALLS = [
  'if GoPerfGateDone != nil && GoPerfGateDone() { return }',
  'defer func() { if GoPerfGateStep != nil { GoPerfGateStep(b.N) } }()',
].join('; ');

const HOOKS = `
// GoPerfGateStep is called with b.N when a run has ended; GoPerfGateDone says that no more are wanted.
var (
	GoPerfGateStep func(n int)
	GoPerfGateDone func() bool
)
`;

/**
 * The testing package's benchmark.go with the calls in it.
 *
 * @throws UserError
 */
export function withSteps(source: string, version: string): string {
  if ([...source.matchAll(RUN)].length !== 1)
    throw new UserError(
      `leaks: the testing package of ${version} is not as it is known: no step can be told from the next`,
    );
  return `${source.replace(RUN, (head) => `${head} ${CALLS}`)}${HOOKS}`;
}
