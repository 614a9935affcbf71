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

/**
 * What MutatorUtilizationV2 does, and what it would do if it counted a worker once and no more when it turns idle, and an
 * assist of which the trace only says that it goes on (RangeActive) if its own goroutine runs, not the one that says so.
 */
const REPAIRS = [
  [
    'bgMark[ev.Goroutine()] = true\n\t\t\t\t\tps[ev.Proc()].gc++',
    'if !bgMark[ev.Goroutine()] {\n ps[ev.Proc()].gc++\n }\n bgMark[ev.Goroutine()] = true',
  ],
  [
    '\n\t\tcase EventLabel:\n\t\t\tl := ev.Label()\n',
    `
    case EventLabel:
      l := ev.Label()
      if l.Label == "GC (idle)" && bgMark[ev.Goroutine()] {
        bgMark[ev.Goroutine()] = false
        ps[ev.Proc()].gc--
      }
`,
  ],
  ['if !states[ev.Goroutine()].Executing() {', 'if !states[r.Scope.Goroutine()].Executing() {'],
  [
    '} else if handleMarkAssist(r) {\n\t\t\t\tps[ev.Proc()].gc++',
    '} else if handleMarkAssist(r) {\n if ev.Kind() == EventRangeBegin || states[r.Scope.Goroutine()].Executing() {\n ps[ev.Proc()].gc++\n }',
  ],
];

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
  const once = REPAIRS.reduce((text, [from, to]) => replaced(text, from, to), body);
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
