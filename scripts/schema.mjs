// Writes rules/schema.json, the JSON Schema of rules files, from src/rules/schema.ts.
//   node scripts/schema.mjs           write it
//   node scripts/schema.mjs --check   fail when the file is not what src/ gives
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUTPUT = join(ROOT, 'rules', 'schema.json');

/** The sources are TypeScript: they are bundled before Node can run them. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-schema-'));
  const outfile = join(folder, 'schema.mjs');
  const contents = "export { RULES_FILE } from './src/rules/schema.ts'; export { z } from 'zod';";
  try {
    await build({ stdin: { contents, resolveDir: ROOT }, outfile, bundle: true, platform: 'node', format: 'esm' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { RULES_FILE, z } = await load();
const schema = z.toJSONSchema(RULES_FILE, { io: 'input', target: 'draft-7' });
const text = `${JSON.stringify({ ...schema, title: 'go-perf-gate rules' }, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (!existsSync(OUTPUT) || readFileSync(OUTPUT, 'utf8') !== text) {
    console.error('rules/schema.json is not what src/rules/schema.ts gives\n  run: node scripts/schema.mjs');
    process.exit(1);
  }
  console.log('rules/schema.json is current');
} else {
  writeFileSync(OUTPUT, text);
  console.log(`rules/schema.json  ${text.length} bytes`);
}
