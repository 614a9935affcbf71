import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Added } from '../build/build.ts';
import { freeName, leakProfileEnv } from '../build/overlay.ts';
import type { FoundPackage } from '../go/discover.ts';
import type { Toolchain } from '../go/toolchain.ts';
import insideGo120 from './sampler/inside_go120.go';
import insideGo123 from './sampler/inside_go123.go';
import outside from './sampler/outside.go';
import profiles from './sampler/profiles.go';
import record from './sampler/record.go';
import sampler from './sampler/sampler.go';

/**
 * How the sampler stands to the runtime: `inside` it is told when the process ends and its goroutine counts as one of the
 * runtime's own; `outside` it uses nothing but the public library.
 */
export type Standing = 'inside' | 'outside';

export interface SamplerOptions {
  readonly standing: Standing;
  /** Whether profiles can be asked for at the end of the process. */
  readonly profiles: boolean;
  /** Whether `goroutineleak` is to be one of them: Go 1.26 has it as an experiment, 1.27 always, earlier ones never. */
  readonly leaks: boolean;
}

/** Name of the sampler's package and folder; numbered where the package has such a folder already. */
const NAME = 'goperfgateruntime';

/**
 * Writes the overlay that adds the sampler to a package's test binary (`go help build`, -overlay): its package in a folder
 * that does not exist, below that of the user's package so that vendoring and module boundaries do not matter; and a file
 * of the external test package that imports it, for that package can neither close an import cycle nor meet a name of the
 * user's.
 *
 * @param folder new folder for what it writes
 * @param root the checkout
 */
export async function writeOverlay(
  go: Toolchain,
  root: string,
  found: FoundPackage,
  folder: string,
  options: SamplerOptions,
): Promise<Added> {
  await mkdir(folder, { recursive: true });
  const dir = join(root, found.dir);
  const name = freeName(dir, NAME, '');
  const test = freeName(dir, NAME, '_test.go');
  const importing = `package ${found.name}_test\n\nimport _ "${found.pkg}/${name}"\n`;
  const replace: Record<string, string> = {};
  for (const [file, text] of Object.entries(samplerFiles(go, options))) {
    replace[join(dir, name, file)] = join(folder, file);
    await writeFile(join(folder, file), text);
  }
  replace[join(dir, test)] = join(folder, 'imports_test.go');
  await writeFile(join(folder, 'imports_test.go'), importing);
  const overlay = join(folder, 'overlay.json');
  await writeFile(overlay, JSON.stringify({ Replace: replace }));
  return { overlay, ldflags: linkerFlags(go, options), env: options.leaks ? leakProfileEnv(go) : {} };
}

function samplerFiles(go: Toolchain, options: SamplerOptions): Record<string, string> {
  return {
    'sampler.go': sampler,
    'record.go': record,
    'standing.go': standingFile(go, options.standing),
    ...(options.profiles ? { 'profiles.go': profiles } : {}),
  };
}

function standingFile(go: Toolchain, standing: Standing): string {
  if (standing === 'inside' && go.minor >= 23) return insideGo123;
  if (standing === 'inside' && go.minor >= 20) return insideGo120;
  // Its constraint is for those who compile the folder as it is.
  return outside.replace(/^\/\/go:build .*$/m, '');
}

/** Go 1.23 and later link to the runtime's own names only when told to. */
function linkerFlags(go: Toolchain, { standing }: SamplerOptions): string {
  return standing === 'inside' && go.minor >= 23 ? '-checklinkname=0' : '';
}
