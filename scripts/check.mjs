// Everything that must hold besides the tests, one line each: types, lint, dist/, generated docs and schema.
import { spawnSync } from 'node:child_process';

const CHECKS = [
  ['types', 'node_modules/.bin/tsc', ['--noEmit']],
  ['lint and layers', 'node_modules/.bin/biome', ['check', '--error-on-warnings', '.']],
  ['dist/ is what src/ gives', 'node', ['scripts/build.mjs', '--check']],
  ['rules/schema.json is what src/rules gives', 'node', ['scripts/schema.mjs', '--check']],
  ['docs/action.md is what action.yml gives', 'node', ['scripts/docs-action.mjs', '--check']],
  ['docs/method.md is what was measured', 'node', ['scripts/docs-method.mjs', '--check']],
  ['docs/command.md is what the command says', 'node', ['scripts/docs-command.mjs', '--check']],
];

let failed = 0;
for (const [name, command, args] of CHECKS) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const ok = status === 0;
  if (!ok) failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(`${stdout}${stderr}`.trimEnd());
}
process.exit(failed ? 1 : 0);
