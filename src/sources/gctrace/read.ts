import type { Diagnostic } from '../../model/diagnostic.ts';
import type { GcCycle, GcTrace, GodebugKind } from '../../model/gctrace.ts';
import { outputLines } from '../../wire/output-lines.ts';
import { godebugKind } from './godebug.ts';
import { WHOLE_LINE } from './grammar.ts';
import { Processes } from './processes.ts';
import { StreamReader } from './reader.ts';

/** What a log holds of gctrace, and what is wrong with it. */
export interface ReadGcTrace {
  readonly trace: GcTrace;
  readonly diagnostics: readonly Diagnostic[];
}

/** Most cycles that are kept: memory is bounded whatever the log's size. */
const MOST_CYCLES = 200_000;
/** Tries to put torn lines together: some, and more the more there is to read. */
const TRIES = { first: 500_000, perCharacter: 1 / 8 };
/** Most diagnostics that are told one by one. */
const MOST_TOLD = 20;

/**
 * Reads the lines of `GODEBUG=gctrace=1` in a log, mixed with any other output, `go test -json` too. Lines that other
 * output has torn apart are put together where that can be done in one way only. Never throws.
 *
 * @param file how diagnostics name the file
 */
export function readGcTrace(text: string, file: string): ReadGcTrace {
  const log = new Log(file);
  for (const line of outputLines(text)) log.line(line.stream, line.text, line.line);
  return log.done();
}

/** Whether a line holds a whole line of gctrace. */
export function isGcTraceLine(text: string): boolean {
  for (let at = text.indexOf('gc '); at >= 0; at = text.indexOf('gc ', at + 1)) {
    WHOLE_LINE.lastIndex = at;
    if (WHOLE_LINE.test(text)) return true;
  }
  return false;
}

/** What one stream of output holds: packages of a test2json stream are told apart from the beginning. */
interface Stream {
  readonly reader: StreamReader;
  readonly processes: Processes;
}

class Log {
  readonly #file: string;
  readonly #streams = new Map<string, Stream>();
  readonly #ignored = new Map<GodebugKind, number>();
  readonly #told: Diagnostic[] = [];
  readonly #tries = { left: TRIES.first };
  #broken = 0;
  #cycles = 0;

  constructor(file: string) {
    this.#file = file;
  }

  line(name: string, text: string, line: number): void {
    this.#tries.left += text.length * TRIES.perCharacter;
    const kind = godebugKind(text);
    if (kind) this.#ignored.set(kind, (this.#ignored.get(kind) ?? 0) + 1);
    else this.#stream(name).reader.line(text, line);
  }

  done(): ReadGcTrace {
    for (const { reader } of this.#streams.values()) reader.done();
    const processes = [...this.#streams.values()]
      .flatMap((stream) => stream.processes.done())
      .sort((a, b) => (a.cycles[0]?.line ?? 0) - (b.cycles[0]?.line ?? 0));
    const trace = { processes, ignored: Object.fromEntries(this.#ignored) };
    return { trace, diagnostics: [...this.#told, ...this.#summary(trace)] };
  }

  #stream(name: string): Stream {
    const known = this.#streams.get(name);
    if (known) return known;
    const processes = new Processes();
    const reader = new StreamReader(
      {
        cycle: (cycle) => this.#cycle(processes, cycle),
        broken: (line, text) => this.#warn(text, line),
      },
      this.#tries,
    );
    this.#streams.set(name, { reader, processes });
    return { reader, processes };
  }

  #cycle(processes: Processes, cycle: GcCycle): void {
    if (this.#cycles++ < MOST_CYCLES) processes.add(cycle);
  }

  #warn(text: string, line: number): void {
    if (this.#broken++ < MOST_TOLD) this.#told.push({ level: 'warning', text, at: { file: this.#file, line } });
  }

  #summary({ processes }: GcTrace): Diagnostic[] {
    const at = { file: this.#file };
    const missing = processes.reduce((sum, process) => sum + process.missing, 0);
    const dropped = this.#cycles - MOST_CYCLES;
    const texts: (readonly [Diagnostic['level'], string, boolean])[] = [
      ['warning', `${this.#broken - MOST_TOLD} more of these`, this.#broken > MOST_TOLD],
      ['warning', `cycles that have no line, by their numbers: ${missing}`, missing > 0],
      ['warning', `only the first ${MOST_CYCLES} cycles are used; left out: ${dropped}`, dropped > 0],
      [
        'notice',
        `lines of ${processes.length} processes, told apart by the numbers of their cycles`,
        processes.length > 1,
      ],
    ];
    return texts.flatMap(([level, text, holds]) => (holds ? [{ level, text, at }] : []));
  }
}
