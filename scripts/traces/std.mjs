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
 * What MutatorUtilizationV2 does, and what it would do if it knew which processor a worker or an assist is on: it counts
 * there once, however often it is labelled, no more when it turns idle, and not after the processor was taken away. An assist
 * of which the trace only says that it goes on (RangeActive) counts if its own goroutine runs.
 */
const REPAIRS = [
  [
    '\tnSync := 0\n',
    `  nSync := 0
  on := make(map[GoID]ProcID)
  enter := func(g GoID, p ProcID) {
    if _, ok := on[g]; !ok {
      on[g] = p
      ps[p].gc++
    }
  }
  leave := func(g GoID) {
    if p, ok := on[g]; ok && int(p) < len(ps) {
      ps[p].gc--
    }
    delete(on, g)
  }
`,
  ],
  ['if !states[ev.Goroutine()].Executing() {', 'if !states[r.Scope.Goroutine()].Executing() {'],
  [
    '} else if handleMarkAssist(r) {\n\t\t\t\tps[ev.Proc()].gc++',
    `} else if handleMarkAssist(r) {
      if ev.Kind() == EventRangeBegin || states[r.Scope.Goroutine()].Executing() {
        enter(r.Scope.Goroutine(), ev.Proc())
      }`,
  ],
  [
    '} else if handleMarkAssist(r) {\n\t\t\t\tps[ev.Proc()].gc--',
    '} else if handleMarkAssist(r) {\nif !bgMark[r.Scope.Goroutine()] { leave(r.Scope.Goroutine()) }',
  ],
  [
    'if st.Resource.Kind != ResourceGoroutine {\n',
    `if st.Resource.Kind == ResourceProc {
      if from, to := st.Proc(); from.Executing() && !to.Executing() {
        for g, p := range on {
          if p == st.Resource.Proc() {
            leave(g)
          }
        }
      }
      break
    }
    if st.Resource.Kind != ResourceGoroutine {
`,
  ],
  ['// Started running while doing GC things.\n\t\t\t\t\tps[ev.Proc()].gc++', 'enter(g, ev.Proc())'],
  ['// Stopped running while doing GC things.\n\t\t\t\t\tps[ev.Proc()].gc--', 'leave(g)'],
  [
    '\n\t\tcase EventLabel:\n\t\t\tl := ev.Label()\n',
    `
    case EventLabel:
      l := ev.Label()
      if l.Label == "GC (idle)" {
        bgMark[ev.Goroutine()] = false
        leave(ev.Goroutine())
      }
`,
  ],
  [
    'bgMark[ev.Goroutine()] = true\n\t\t\t\t\tps[ev.Proc()].gc++',
    'bgMark[ev.Goroutine()] = true\nenter(ev.Goroutine(), ev.Proc())',
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

/** MutatorUtilizationRepaired, beside MutatorUtilizationV2. */
function writeRepaired(module) {
  const text = readFileSync(join(module, 'trace/gc.go'), 'utf8');
  const from = text.indexOf('func MutatorUtilizationV2(');
  const body = text
    .slice(from, text.indexOf('\n}\n', from) + 3)
    .replace('MutatorUtilizationV2', 'MutatorUtilizationRepaired');
  const repaired = REPAIRS.reduce((text, [from, to]) => replaced(text, from, to), body);
  writeFileSync(join(module, 'trace/repaired.go'), `package trace\n\nimport "strings"\n\n${repaired}`);
}

/** @returns paths of the programs, built into the folder */
export function buildStd(folder) {
  const module = join(folder, 'goroot');
  for (const name of PACKAGES) copyPackage(name, module);
  writeRepaired(module);
  writeFileSync(join(module, 'go.mod'), 'module goroot\n\ngo 1.26.0\n');
  const programs = {};
  for (const name of ['mmu', 'bytes']) {
    cpSync(join(HERE, 'std', name), join(module, 'cmd', name), { recursive: true });
    programs[name] = join(folder, name);
    execFileSync('go', ['build', '-o', programs[name], `./cmd/${name}`], { cwd: module, stdio: 'inherit' });
  }
  return programs;
}
