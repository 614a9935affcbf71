// Records examples/evidence: what the gate measured of the example's pull request on this machine. The demo judges it
// where there is no Go, and selftest injects its regressions into it.
//   node scripts/record-example.mjs
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const OUT = 'examples/evidence';
rmSync(OUT, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ['dist/cli.js', 'demo', '--out', OUT], { stdio: 'inherit' });
// The example's regressions are there to be found: 1 is the exit status of a gate that found them.
if (status !== 1) process.exit(1);
for (const name of ['.gitignore', 'result.json']) rmSync(`${OUT}/${name}`, { force: true });
