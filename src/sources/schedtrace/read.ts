import type { Diagnostic } from '../../model/diagnostic.ts';
import type { SchedSample, SchedTrace } from '../../model/schedtrace.ts';
import { outputLines } from '../../wire/output-lines.ts';
import { isDetail, parseSched } from './line.ts';

export interface ReadSchedTrace {
  readonly trace: SchedTrace;
  readonly diagnostics: readonly Diagnostic[];
}

/** Samples that are kept: memory is bounded whatever the log's size. */
const MOST_SAMPLES = 200_000;
/** Diagnostics that are told one by one. */
const MOST_TOLD = 20;

/**
 * Reads the lines of `GODEBUG=schedtrace=N` in a log, mixed with any other output. A line whose time is before that of the
 * one before it in its stream begins another process.
 *
 * @param file how diagnostics name the file
 */
export function readSchedTrace(text: string, file: string): ReadSchedTrace {
  const log = new Log(file);
  for (const line of outputLines(text)) log.line(line.stream, line.text, line.line);
  return log.done();
}

class Log {
  readonly #file: string;
  readonly #processes: SchedSample[][] = [];
  /** The process that each stream of output is at. */
  readonly #current = new Map<string, SchedSample[]>();
  readonly #told: Diagnostic[] = [];
  #broken = 0;
  #samples = 0;
  #details = 0;

  constructor(file: string) {
    this.#file = file;
  }

  line(stream: string, text: string, line: number): void {
    if (isDetail(text)) this.#details++;
    const sample = parseSched(text, line);
    if (sample === 'broken') this.#warn(line);
    else if (sample && this.#samples++ < MOST_SAMPLES) this.#processOf(stream, sample.at).push(sample);
  }

  done(): ReadSchedTrace {
    const at = { file: this.#file };
    const more: Diagnostic[] = [];
    if (this.#broken > MOST_TOLD)
      more.push({ level: 'warning', text: `${this.#broken - MOST_TOLD} more of these`, at });
    if (this.#samples > MOST_SAMPLES)
      more.push({ level: 'warning', text: `only the first ${MOST_SAMPLES} samples are used`, at });
    if (this.#processes.length > 1)
      more.push({
        level: 'notice',
        text: `lines of ${this.#processes.length} processes, told apart by their times`,
        at,
      });
    const processes = this.#processes.map((samples) => ({ samples }));
    return { trace: { processes, details: this.#details }, diagnostics: [...this.#told, ...more] };
  }

  #processOf(stream: string, at: number): SchedSample[] {
    const current = this.#current.get(stream);
    const last = current?.at(-1);
    if (current && last && last.at <= at) return current;
    const begun: SchedSample[] = [];
    this.#processes.push(begun);
    this.#current.set(stream, begun);
    return begun;
  }

  #warn(line: number): void {
    const at = { file: this.#file, line };
    const text = 'a schedtrace line that is cut off or torn apart';
    if (this.#broken++ < MOST_TOLD) this.#told.push({ level: 'warning', text, at });
  }
}
