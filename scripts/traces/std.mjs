// Programs over Go's own internal/trace, which only the standard library may import: its sources are copied out of GOROOT
// into a module of their own, at run time.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGES = ['trace', 'trace/raw', 'trace/tracev2', 'trace/version', 'trace/internal/tracev1', 'txtar'];

export const GOROOT = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
export const TESTDATA = join(GOROOT, 'src/internal/trace/testdata');

/** What MutatorUtilizationV2 does at a label, and what it would do if it counted a worker once, and no more when it turns idle. */
const LABEL = 'bgMark[ev.Goroutine()] = true\n\t\t\t\t\tps[ev.Proc()].gc++';
const LABEL_ONCE = 'if !bgMark[ev.Goroutine()] {\n ps[ev.Proc()].gc++\n }\n bgMark[ev.Goroutine()] = true';
const NOT_IDLE = '\n\t\tcase EventLabel:\n\t\t\tl := ev.Label()\n';
const IDLE_TOO = `${NOT_IDLE} if l.Label == "GC (idle)" && bgMark[ev.Goroutine()] {
 bgMark[ev.Goroutine()] = false
 ps[ev.Proc()].gc--
 }
`;

function copyPackage(name, module) {
  const to = join(module, name);
  mkdirSync(to, { recursive: true });
  const from = join(GOROOT, 'src/internal', name);
  for (const file of readdirSync(from).filter((file) => /(?<!_test)\.go$/.test(file))) {
    const text = readFileSync(join(from, file), 'utf8');
    writeFileSync(join(to, file), text.replaceAll('"internal/t', '"goroot/t'));
  }
}

function replaced(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`internal/trace has changed: ${from}`);
  return text.replace(from, () => to);
}

/** MutatorUtilizationOnce, beside MutatorUtilizationV2. */
function writeOnce(module) {
  const text = readFileSync(join(module, 'trace/gc.go'), 'utf8');
  const from = text.indexOf('func MutatorUtilizationV2(');
  const body = text
    .slice(from, text.indexOf('\n}\n', from) + 3)
    .replace('MutatorUtilizationV2', 'MutatorUtilizationOnce');
  const once = replaced(replaced(body, LABEL, LABEL_ONCE), NOT_IDLE, IDLE_TOO);
  writeFileSync(join(module, 'trace/once.go'), `package trace\n\nimport "strings"\n\n${once}`);
}

/** @returns paths of the programs, built into the folder */
export function buildStd(folder) {
  const module = join(folder, 'goroot');
  for (const name of PACKAGES) copyPackage(name, module);
  writeOnce(module);
  writeFileSync(join(module, 'go.mod'), 'module goroot\n\ngo 1.26.0\n');
  const programs = {};
  for (const name of ['mmu', 'bytes']) {
    cpSync(join(HERE, 'std', name), join(module, 'cmd', name), { recursive: true });
    programs[name] = join(folder, name);
    execFileSync('go', ['build', '-o', programs[name], `./cmd/${name}`], { cwd: module, stdio: 'inherit' });
  }
  return programs;
}
