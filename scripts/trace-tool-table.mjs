// What `go tool trace -pprof=net|sync|syscall|sched` reports, beside what the same trace holds:
//   node scripts/trace-tool-table.mjs --keep DIR
// DIR is the folder of scripts/compare-traces.mjs: traces of Go 1.23 are read by the tool of Go 1.23, those of 1.26 by that
// of 1.26. The truth is counted from the events of golang.org/x/exp/trace: every interval in the state of which both ends
// are in the trace. Prints a table in Markdown.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { ourReader } from './profiles/ours.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const WORK = mkdtempSync(join(tmpdir(), 'trace-tool-'));
const { values: options } = parseArgs({ options: { keep: { type: 'string' } } });
const TOOLS = ['go1.23.12', 'go1.26'];
const TRACES = ['net-http', 'runtime', 'encoding-json', 'sync'];

/** State and reasons that each profile is of (cmd/trace, pprof.go). */
const KINDS = {
  net: { state: 'waiting', counts: (reason) => reason === 'network' },
  sync: { state: 'waiting', counts: (reason) => /chan|sync|select/.test(reason) },
  syscall: { state: 'syscall', counts: () => true },
  sched: { state: 'runnable', counts: () => true },
};

function buildTool(go) {
  const binary = join(WORK, `trace-${go}`);
  const env = { ...process.env, ...(go === 'go1.26' ? {} : { GOTOOLCHAIN: go }) };
  execFileSync('go', ['build', '-o', binary, 'cmd/trace'], { cwd: WORK, env, stdio: 'inherit' });
  return binary;
}

/** Count and seconds of a profile of the tool. */
function reported(tool, kind, path, decode) {
  const { stdout, status } = spawnSync(tool, [`-pprof=${kind}`, path], { maxBuffer: 1 << 30 });
  if (status !== 0 || stdout.length === 0) return { count: 0, seconds: 0 };
  const { profile } = decode(gunzipSync(stdout));
  const { values } = profile.samples;
  const types = profile.sampleTypes.length;
  const sum = (type) => values.reduce((total, value, i) => (i % types === type ? total + value : total), 0);
  return { count: sum(0), seconds: sum(1) / 1e9 };
}

/** Count and seconds of all intervals by kind, from the events. */
async function truth(oracle, path) {
  const sums = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { count: 0, seconds: 0 }]));
  const since = new Map();
  const child = spawn(oracle, ['-events', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const [time, kind, id, from, to, ...reason] = line.split(' ');
    if (kind !== 'G' || from === to) continue;
    const open = since.get(id);
    since.delete(id);
    if (from !== 'undetermined' && to !== 'notexist') since.set(id, { time: Number(time), reason: reason.join(' ') });
    if (open === undefined) continue;
    for (const [name, { state, counts }] of Object.entries(KINDS)) {
      if (from !== state || !counts(open.reason)) continue;
      sums[name].count++;
      sums[name].seconds += (Number(time) - open.time) / 1e9;
    }
  }
  return sums;
}

const number = (n) => n.toLocaleString('en');
const cell = ({ count, seconds }) => `${number(count)} · ${seconds.toFixed(seconds < 10 ? 3 : 1)} s`;

try {
  if (options.keep === undefined) throw new Error('--keep DIR: the folder of scripts/compare-traces.mjs');
  const oracle = join(WORK, 'oracle');
  execFileSync('go', ['build', '-o', oracle, '.'], { cwd: join(HERE, 'oracle/trace'), stdio: 'inherit' });
  const { decodeProfile } = await ourReader(WORK);
  console.log('| trace | profile | the tool says | the trace holds |\n|---|---|---|---|');
  for (const go of TOOLS) {
    const tool = buildTool(go);
    for (const name of TRACES) {
      const path = join(resolve(options.keep), 'benchmarks', `${go}.${name}.trace`);
      const sums = await truth(oracle, path);
      for (const kind of Object.keys(KINDS))
        console.log(
          `| ${basename(path, '.trace')} | ${kind} | ${cell(reported(tool, kind, path, decodeProfile))} | ${cell(sums[kind])} |`,
        );
    }
  }
} finally {
  rmSync(WORK, { recursive: true, force: true });
}
