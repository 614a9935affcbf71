// Inspects one file in a process of its own and prints by how much its memory grew: node peak.mjs READER FILE
import { readFileSync } from 'node:fs';

const [reader, path] = process.argv.slice(2);
const { pprofSource, EvidenceFile } = await import(reader);
const small = new EvidenceFile('small', Uint8Array.from([0x0a, 2, 8, 0, 0x32, 0]));
for (let i = 0; i < 100; i++) pprofSource.inspect(small);
const bytes = readFileSync(path);
const file = new EvidenceFile(path, bytes);
const before = process.resourceUsage().maxRSS;
const started = process.cpuUsage();
const { profile, diagnostics } = pprofSource.inspect(file);
const { user, system } = process.cpuUsage(started);
const grown = (process.resourceUsage().maxRSS - before) * 1024;
const result = {
  grown,
  bytes: bytes.length,
  seconds: (user + system) / 1e6,
  read: profile !== undefined,
  said: diagnostics.length,
};
console.log(JSON.stringify(result));
