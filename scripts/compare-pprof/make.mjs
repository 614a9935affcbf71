// Makes the profiles: benchmarks of the standard library with two Gos, a server's /debug/pprof, one with very many stacks,
// merged ones, and some by hand with what Go's runtime does not write.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HAND_MADE } from './hand-made.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const OLD_GO = 'go1.23.12';

/** Package and benchmarks: enough to fill each kind of profile, in a second or two. */
const PACKAGES = [
  ['strings', 'Index|Builder|Fields|Replace'],
  ['bytes', 'Equal|Buffer|Split'],
  ['sort', 'Sort|Stable'],
  ['strconv', 'ParseFloat|FormatFloat|Atof64'],
  ['encoding/json', 'CodeEncoder|CodeDecoder|Unmarshal|Issue'],
  ['regexp', 'Match|Compile'],
  ['bufio', 'Reader|Writer'],
  ['fmt', 'Sprintf|Fprint|Scan'],
  ['math/big', 'Mul|Exp|String'],
  ['sync', 'Mutex|RWMutex|Cond|Pool|WaitGroup'],
];
const OLD_PACKAGES = ['strings', 'encoding/json', 'sync', 'regexp', 'sort'];
const KINDS = ['cpu', 'mem', 'block', 'mutex'];

function run(command, args, options = {}) {
  return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28, ...options });
}

function benchmarks(folder, name, bench, { env = {}, tag }) {
  const path = (kind) => join(folder, `${tag}.${name.replace('/', '-')}.${kind}.pb.gz`);
  const profiles = KINDS.map((kind) => `-${kind}profile=${path(kind)}`);
  const rates = ['-blockprofilerate=1', '-mutexprofilefraction=1', '-memprofilerate=512'];
  const args = ['test', '-vet=off', '-run=^$', `-bench=${bench}`, '-benchtime=20ms', ...rates, ...profiles, name];
  run('go', args, { cwd: folder, env: { ...process.env, ...env } });
  for (const file of readdirSync(folder)) if (file.endsWith('.test')) rmSync(join(folder, file));
}

async function server(folder, binary) {
  const child = spawn(binary, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { value: address } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    const fetchTo = async (name, path) => {
      const response = await fetch(`${address}/${path}`);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      writeFileSync(join(folder, `server.${name}.pb.gz`), Buffer.from(await response.arrayBuffer()));
    };
    await fetchTo('profile', 'profile?seconds=2');
    for (const kind of ['heap', 'allocs', 'goroutine', 'block', 'mutex', 'threadcreate']) await fetchTo(kind, kind);
    await fetchTo('profile-later', 'profile?seconds=1');
    for (const kind of ['heap', 'allocs', 'block', 'mutex']) await fetchTo(`${kind}-later`, kind);
    await fetchTo('heap-delta', 'heap?seconds=1');
  } finally {
    child.kill();
  }
}

const MERGED = [
  ['merged.cpu', 'go.strings.cpu', 'go.encoding-json.cpu', 'go.sort.cpu'],
  ['merged.mem', 'go.strings.mem', 'go.encoding-json.mem'],
  ['merged.mutex', 'server.mutex', 'server.mutex-later'],
  ['merged.two-gos', 'go.encoding-json.cpu', 'old.encoding-json.cpu'],
];

/** Makes what is not there yet. */
export async function makeProfiles(folder, pprof, { quick }) {
  mkdirSync(folder, { recursive: true });
  const has = (name) => existsSync(join(folder, `${name}.pb.gz`));
  const say = (what) => process.stderr.write(`making ${what}\n`);
  const packages = quick ? PACKAGES.filter(([name]) => name === 'sync') : PACKAGES;
  for (const [name, bench] of packages) {
    if (has(`go.${name.replace('/', '-')}.mutex`)) continue;
    say(name);
    benchmarks(folder, name, bench, { tag: 'go' });
  }
  for (const [name, bench] of quick ? [] : PACKAGES.filter(([name]) => OLD_PACKAGES.includes(name))) {
    if (has(`old.${name.replace('/', '-')}.mutex`)) continue;
    say(`${name} with ${OLD_GO}`);
    benchmarks(folder, name, bench, { tag: 'old', env: { GOTOOLCHAIN: OLD_GO } });
  }
  run('go', ['build', '-o', `${folder}/`, './server', './stacks'], { cwd: HERE });
  if (!has('server.heap-delta')) {
    say("the server's");
    await server(folder, join(folder, 'server'));
  }
  if (!has('stacks') && !quick) {
    say('the large one');
    run(join(folder, 'stacks'), ['110000', join(folder, 'stacks.pb.gz')]);
  }
  for (const [name, ...parts] of quick ? MERGED.filter(([name]) => name === 'merged.mutex') : MERGED)
    if (!has(name)) {
      const files = parts.map((part) => join(folder, `${part}.pb.gz`));
      run(pprof, ['-symbolize=none', '-proto', `-output=${join(folder, `${name}.pb.gz`)}`, ...files]);
    }
  for (const [name, bytes] of Object.entries(HAND_MADE)) writeFileSync(join(folder, `hand.${name}.pb`), bytes);
}
