// Our reader, built from this src/.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** @returns the exports of the pprof source and of the decoder */
export async function ourReader(work) {
  const outfile = join(work, 'reader.mjs');
  const contents =
    "export * from './src/sources/pprof/index.ts'; export * from './src/wire/pprof/decode.ts'; export * from './src/sources/source.ts';";
  await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return { path: outfile, ...(await import(pathToFileURL(outfile).href)) };
}
