// Our own parts, built from this src/: toolchain, discovery, builds with and without the sampler, the reader.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PARTS = [
  './src/run/runtime/build.ts',
  './src/run/runtime/launch.ts',
  './src/run/build/build.ts',
  './src/run/go/discover.ts',
  './src/run/go/toolchain.ts',
  './src/run/process/command.ts',
  './src/run/process/runner.ts',
  './src/sources/runtime/index.ts',
];
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** @param work folder to write the bundle into */
export async function ourParts(work) {
  const outfile = join(work, 'parts.mjs');
  await build({
    stdin: { contents: PARTS.map((part) => `export * from '${part}';`).join('\n'), resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    loader: { '.go': 'text', '.yml': 'text' },
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
