// Our reader of traces, built from this src/.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** @returns readTrace(path, options) */
export async function ourTraceReader(work) {
  const outfile = join(work, 'trace-reader.mjs');
  await build({
    entryPoints: [join(ROOT, 'src/sources/trace/read.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const { readTrace } = await import(pathToFileURL(outfile).href);
  return (path, options) => {
    const file = openSync(path, 'r');
    try {
      return readTrace(fileSource(file), path, options);
    } finally {
      closeSync(file);
    }
  };
}

function fileSource(file) {
  let buffer = new Uint8Array(1 << 16);
  const read = (offset, length) => {
    if (buffer.length < length) buffer = new Uint8Array(length * 2);
    let got = 0;
    while (got < length) {
      const n = readSync(file, buffer, got, length - got, offset + got);
      if (n === 0) break;
      got += n;
    }
    return buffer.subarray(0, got);
  };
  return { size: fstatSync(file).size, read };
}
