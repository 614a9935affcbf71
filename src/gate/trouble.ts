import type { NotMeasuredCause } from '../model/comparison.ts';
import type { Phase, ProcessRecord, SideName } from '../model/evidence.ts';
import { formatDuration } from '../model/format.ts';
import { stuckLines } from '../sources/goroutines/stuck.ts';

/** A process, or a row within one, that did not end as it should. */
export interface Trouble {
  readonly side: SideName;
  readonly pkg: string;
  readonly phase: Phase;
  readonly round: number;
  /** Key of the row it struck; absent when it struck the whole process. */
  readonly key?: string;
  /** Top-level benchmark it struck, without the prefix, where arguments or text tell. */
  readonly topLevel?: string;
  readonly cause: NotMeasuredCause;
  /** A clause that goes on from the benchmark's name: `was killed by SIGKILL`. */
  readonly text: string;
  /** The last lines the process wrote. */
  readonly output: string;
}

const TAIL_LINES = 20;
const TAIL_CHARACTERS = 4000;

/** What went wrong with a process, given the keys of the rows it printed. */
export function troubleOf(process: ProcessRecord, printed: ReadonlySet<string>): readonly Trouble[] {
  const what = ended(process);
  if (process.rows.length > 0) {
    const why = what ?? { cause: 'skipped' as const, text: 'ended well but printed no result' };
    return process.rows.filter((key) => !printed.has(key)).map((key) => ({ ...common(process), ...why, key }));
  }
  return what ? struck(process, what.cause).map((topLevel) => ({ ...common(process), ...what, ...topLevel })) : [];
}

function common(process: ProcessRecord) {
  const { side, pkg, phase, round } = process;
  return { side, pkg, phase, round, output: tail(process) };
}

type What = { readonly cause: NotMeasuredCause; readonly text: string };

function ended(process: ProcessRecord): What | null {
  switch (process.ending) {
    case 'timeout':
      return { cause: 'timed-out', text: `did not end within ${formatDuration(process.timeout)}` };
    case 'not-started':
      return { cause: 'not-started', text: `could not be started: ${process.stderr.trim().split('\n')[0] ?? ''}` };
    case 'signal':
      return { cause: 'killed', text: `was killed by ${process.signal ?? 'a signal'}` };
    case 'exit':
      return exited(process);
    case 'ok':
      return process.pkg === '' || /^PASS\r?$/m.test(process.stdout)
        ? null
        : { cause: 'exited', text: 'exited with status 0 before the testing package was done' };
  }
}

function exited(process: ProcessRecord): What {
  const said = `${process.stdout}\n${process.stderr}`;
  const panic = /^(?:panic|fatal error): .*$/m.exec(said)?.[0];
  if (panic) return { cause: 'panicked', text: `stopped with "${panic.slice(0, 200)}"` };
  if (/^--- FAIL/m.test(said)) return { cause: 'failed', text: 'failed (b.Fatal or b.Error)' };
  return { cause: 'exited', text: `exited with status ${process.exit}` };
}

/** The top-level benchmarks that a calibrating process's end struck: named by its arguments or by what it printed. */
function struck(process: ProcessRecord, cause: NotMeasuredCause): readonly { topLevel?: string }[] {
  const alone = process.round > 0 ? /^-test\.bench=\^Benchmark([^$]+)\$/.exec(benchArgument(process))?.[1] : undefined;
  if (alone !== undefined) return [{ topLevel: alone }];
  if (cause === 'failed') {
    const names = [...process.stdout.matchAll(/^\s*--- FAIL: Benchmark([^\s/]+?)(?:-\d+)?(?:\/\S*)?(?:\s|$)/gm)];
    return [...new Set(names.map((m) => m[1] ?? ''))].map((topLevel) => ({ topLevel }));
  }
  const running = runningAtTheEnd(process.stdout);
  return [running === undefined ? {} : { topLevel: running }];
}

function benchArgument(process: ProcessRecord): string {
  return process.args.find((a) => a.startsWith('-test.bench=')) ?? '';
}

/** The testing package prints a benchmark's name before it runs it: a name without numbers was running at the end. */
function runningAtTheEnd(stdout: string): string | undefined {
  const last = [...stdout.matchAll(/^Benchmark([^\s/]*)(\S*)[ \t]*(.*)$/gm)].at(-1);
  return last && !/^\d+\s/.test(last[3] ?? '') ? last[1]?.replace(/-\d+$/, '') : undefined;
}

/** Of a hung process where its goroutines stood; else the last lines it wrote. */
function tail(process: ProcessRecord): string {
  const stuck = process.ending === 'timeout' ? stuckLines(process.stderr) : [];
  if (stuck.length > 0) return stuck.join('\n').slice(0, TAIL_CHARACTERS);
  const text = process.stderr.trim() || process.stdout.trim();
  return text.split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARACTERS);
}
