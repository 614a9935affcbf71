// The folder of a corpus: manifest.json and, per scenario and side, gzip members of one job each.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIDES = ['base', 'head'];

/**
 * @returns the manifest of a folder, or null where it has none. What a run that was stopped had begun to write is cut
 *   off: the manifest says how long each file is.
 */
export function openArchive(dir) {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'manifest.json');
  if (!existsSync(file)) return null;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const part of manifest.scenarios) truncateSync(join(dir, part.file), part.bytes);
  return manifest;
}

export function writeManifest(dir, manifest) {
  const file = join(dir, 'manifest.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(manifest)}\n`);
  renameSync(`${file}.new`, file);
}

/** Jobs that a scenario has, or all scenarios of a setting. */
export function jobsOf(manifest, key, value) {
  const parts = manifest.scenarios.filter((part) => part[key] === value && part.side === 'base');
  return parts.reduce((sum, { jobs }) => sum + jobs, 0);
}

/**
 * Adds a job: first the texts, then the manifest, which makes them count.
 *
 * @param scenario { scenario, setting, f, note }
 * @param processes of one job, as rounds.mjs gives them
 */
export function addJob(dir, manifest, scenario, job, processes) {
  for (const side of SIDES) {
    const part = partOf(dir, manifest, scenario, side);
    const rounds = roundsOf(processes.filter((p) => p.side === side));
    const member = gzipSync(rounds.map((r) => textOf(r, side, scenario.f, job)).join(''));
    appendFileSync(join(dir, part.file), member);
    part.bytes += member.length;
    part.jobs++;
    part.rounds.push(...rounds.map(({ processes: _, ...round }) => ({ ...round, job })));
  }
  writeManifest(dir, manifest);
}

function partOf(dir, manifest, { scenario, setting, f, note }, side) {
  const known = manifest.scenarios.find((part) => part.scenario === scenario && part.side === side);
  if (known) return known;
  const file = `${scenario}.${side}.txt.gz`;
  writeFileSync(join(dir, file), '');
  const fixed = { benchtime: '10ms', count: 1, cpu: 1, note };
  const part = { scenario, side, file, f, ...fixed, setting, jobs: 0, bytes: 0, rounds: [] };
  manifest.scenarios.push(part);
  return part;
}

/** The processes of one side, round by round. */
function roundsOf(processes) {
  return [...new Set(processes.map((p) => p.pair))].map((pair) => {
    const own = processes.filter((p) => p.pair === pair);
    const { order, start, load, binary } = own[0];
    const dur = fixed(
      own.reduce((sum, { wall }) => sum + wall, 0),
      3,
    );
    return { pair, order, start: fixed(start, 3), dur, load: fixed(load, 2), binary, processes: own };
  });
}

function textOf({ pair, order, start, dur, load, binary, processes }, side, f, job) {
  const fields = { pair, side, order, f: f.toFixed(2), start, dur, load: load.toFixed(2), binary, job };
  return `#### round ${fieldsOf(fields)}\n${processes.map(processText).join('')}`;
}

function processText({ row, order, user, system, wall, start, text }) {
  const times = { user: fixed(user, 6), system: fixed(system, 6), wall: fixed(wall, 6), start: fixed(start, 6) };
  return `#### process ${fieldsOf({ row, order, ...times })}\n${text}`;
}

function fieldsOf(fields) {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function fixed(value, digits) {
  return Number(value.toFixed(digits));
}
