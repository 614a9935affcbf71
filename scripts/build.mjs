// Builds dist/: index.js (the action), cli.js (the command) and licenses.txt (of everything bundled).
//   node scripts/build.mjs           write dist/
//   node scripts/build.mjs --check   build in memory and fail when dist/ is not what this src/ gives
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
// CommonJS dependencies call require(); an ES module has none of its own.
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * zod exports its messages in all languages as one object, which no bundler can shake off: 300 KB that each start would
 * parse. Nothing of it is used but English, which zod imports by itself.
 */
const ENGLISH_ONLY = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

async function bundle(entry, outfile, shebang) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Names stay readable: a stack trace in a bug report must say something.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    loader: { '.go': 'text', '.yml': 'text' },
    plugins: [ENGLISH_ONLY],
    banner: { js: shebang ? `#!/usr/bin/env node\n${BANNER}` : BANNER },
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return { text: result.outputFiles[0].text, inputs: Object.keys(result.metafile.inputs) };
}

/** The folder of the package that holds a bundled file, or null for our own. */
function packageOf(input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return null;
  const parts = input.slice(at + 'node_modules/'.length).split('/');
  return input.slice(0, at) + join('node_modules', ...parts.slice(0, parts[0].startsWith('@') ? 2 : 1));
}

function licenseOf(folder) {
  const meta = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT'].find((f) =>
    existsSync(join(ROOT, folder, f)),
  );
  const text = file ? readFileSync(join(ROOT, folder, file), 'utf8').trim() : '(no licence file in the package)';
  return `${meta.name} ${meta.version}: ${meta.license}\n\n${text}\n`;
}

function licenses(inputs) {
  const folders = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  return folders.map(licenseOf).join(`\n${'-'.repeat(80)}\n\n`);
}

export async function buildAll() {
  const action = await bundle('src/github/main.ts', 'dist/index.js', false);
  const command = await bundle('src/cli/main.ts', 'dist/cli.js', true);
  const foreign = command.inputs.find((i) => i.includes('node_modules/@actions/'));
  if (foreign) throw new Error(`dist/cli.js must not hold @actions/*, but bundles ${foreign}`);
  return new Map([
    ['dist/index.js', action.text],
    ['dist/cli.js', command.text],
    ['dist/licenses.txt', licenses([...action.inputs, ...command.inputs])],
    // Node decides by the nearest package.json whether .js is an ES module: dist/ must not depend on ours.
    ['dist/package.json', '{ "type": "module" }\n'],
  ]);
}

function stale(files) {
  return [...files].filter(
    ([path, text]) => !existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), 'utf8') !== text,
  );
}

const files = await buildAll();
if (process.argv.includes('--check')) {
  const old = stale(files).map(([path]) => path);
  if (old.length) {
    console.error(`not what src/ gives: ${old.join(', ')}\n  run: npm run build`);
    process.exit(1);
  }
  console.log('dist/ is current');
} else {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  for (const [path, text] of files) {
    writeFileSync(join(ROOT, path), text);
    if (path.endsWith('cli.js')) chmodSync(join(ROOT, path), 0o755);
    console.log(`${path}  ${(Buffer.byteLength(text) / 1024).toFixed(0)} KiB`);
  }
}
