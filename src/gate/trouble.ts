import type { Phase, ProcessRecord, SideName } from '../model/evidence.ts';

/** Why something that should have been measured was not. */
export type Cause =
  | 'build-failed'
  | 'panicked'
  | 'failed'
  | 'exited'
  | 'timed-out'
  | 'killed'
  | 'skipped'
  | 'no-match'
  | 'forged'
  | 'budget'
  | 'not-started';

/** A process (or a row within one) that did not end as it should. */
export interface Trouble {
  readonly side: SideName;
  readonly pkg: string;
  readonly phase: Phase;
  /** Key of the row it struck; absent when it struck the whole process. */
  readonly key?: string;
  /** Benchmark that was running (full name), where the text tells. */
  readonly running?: string;
  readonly cause: Cause;
  readonly text: string;
  /** The last lines the process wrote. */
  readonly tail: string;
}

const TAIL_LINES = 20;
const TAIL_CHARACTERS = 4000;

/** What went wrong with a process, given the keys of the rows it did print; one trouble for each row that is absent. */
export function troubleOf(process: ProcessRecord, printed: ReadonlySet<string>): readonly Trouble[] {
  const absent = process.rows.filter((key) => !printed.has(key));
  if (process.rows.length > 0 && absent.length === 0 && process.ending === 'ok') return [];
  const what = ended(process);
  if (!what && absent.length === 0) return [];
  const { cause, text } = what ?? { cause: 'skipped' as const, text: 'ended well but printed no result' };
  const running = runningWhenItEnded(process.stdout);
  const common = { side: process.side, pkg: process.pkg, phase: process.phase, cause, text, tail: tail(process) };
  const one = running ? { ...common, running } : common;
  return process.rows.length === 0 ? [one] : absent.map((key) => ({ ...one, key }));
}

function ended(process: ProcessRecord): { cause: Cause; text: string } | null {
  const said = `${process.stdout}\n${process.stderr}`;
  const panic = /^panic: .*$/m.exec(said)?.[0] ?? /^fatal error: .*$/m.exec(said)?.[0];
  switch (process.ending) {
    case 'timeout':
      return { cause: 'timed-out', text: `did not end within ${seconds(process.timeout)}; goroutine dump in the evidence` };
    case 'not-started':
      return { cause: 'not-started', text: `could not be started: ${process.stderr.trim().split('\n')[0] ?? ''}` };
    case 'signal':
      return { cause: 'killed', text: `was killed by ${process.signal ?? 'a signal'}` };
    case 'exit':
      if (panic) return { cause: 'panicked', text: panic };
      if (/^--- FAIL/m.test(said)) return { cause: 'failed', text: 'failed (b.Fatal or b.Error)' };
      return { cause: 'exited', text: `exited with status ${process.exit}` };
    case 'ok':
      return /^PASS\r?$/m.test(process.stdout) || process.pkg === '' ? null : { cause: 'exited', text: 'exited with status 0 before the testing package was done' };
  }
}

function seconds(s: number): string {
  return s < 10 ? `${s.toFixed(1)} s` : `${Math.round(s)} s`;
}

/** The testing package prints a benchmark's name before it runs it: a name without numbers was running at the end. */
function runningWhenItEnded(stdout: string): string | undefined {
  const last = [...stdout.matchAll(/^(Benchmark\S+)[ \t]*(.*)$/gm)].at(-1);
  return last && !/^\d+\s/.test(last[2] ?? '') ? last[1] : undefined;
}

function tail(process: ProcessRecord): string {
  const text = process.stderr.trim() || process.stdout.trim();
  return text.split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARACTERS);
}
