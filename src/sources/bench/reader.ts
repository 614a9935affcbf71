import type { BenchResult } from '../../model/bench.ts';
import type { BenchRecord } from '../source.ts';
import { Config, parseConfigLine } from './config.ts';
import { type EventLine, parseEventLine } from './event-line.ts';
import { quoted } from './fields.ts';
import { PREFIX, subjectOf } from './name.ts';
import { PackageScope } from './package-scope.ts';
import { parseResultLine, type ResultLine } from './result-line.ts';
import { embeddedName, findNumbers, leadingName, type NamePiece } from './stitch.ts';
import { parseUnitLine } from './unit-line.ts';
import type { UnitTable } from './unit-metadata.ts';

/** A printed name whose numbers have not come yet. */
interface Pending {
  readonly fullName: string;
  readonly line: number;
  readonly problem: string;
  /** Configuration and package where the name stands. */
  readonly config: BenchResult['config'];
  readonly pkg: string | undefined;
}

/**
 * Reads the output of one stream of `go test -bench`, line by line: first what benchfmt reads, exactly as it does, then
 * the pieces of result lines that other output has split. Records that are settled are fetched with {@link take}.
 */
export class BenchReader {
  private readonly file: string;
  private readonly units: UnitTable;
  private readonly config = new Config();
  private readonly scope: PackageScope;
  private pending: Pending | null = null;
  /** The last result, held back until the next piece shows that no second set of numbers follows. */
  private held: BenchResult | null = null;
  /** The benchmark whose name alone `-v` has printed last: it is running. */
  private running: string | undefined;

  /** @param pkg the package, where it is known from outside the text (test2json). */
  constructor(file: string, units: UnitTable, pkg?: string) {
    this.file = file;
    this.units = units;
    this.scope = new PackageScope(pkg);
  }

  /** Reads one line, without its end, escapes and timestamp. */
  line(text: string, line: number): void {
    if (text.startsWith(PREFIX)) this.benchmarkLine(text, line);
    else if (!this.eventLine(text, line, text) && !this.pieces(text, line)) this.metadataLine(text, line);
  }

  /** The text has ended. */
  end(): void {
    this.abandon();
    this.settle();
    this.scope.close(undefined);
  }

  /** Records that are settled, each once. */
  take(): BenchRecord[] {
    return this.scope.take();
  }

  private benchmarkLine(text: string, line: number): void {
    const read = parseResultLine(text);
    this.running = read === 'bare' ? text : undefined;
    if (read === 'bare') return;
    this.abandon();
    const name = leadingName(text);
    if ('fullName' in read) this.result(read, line, this.config.snapshot(), this.scope.pkg);
    else if (name) this.afterName(text, name, line, read.problem);
    else this.diagnose('warning', `${quoted(text)}: ${read.problem}`, line);
  }

  /** What stands behind a name and its tab is an event, or ends with the numbers, or the numbers are still to come. */
  private afterName(text: string, name: NamePiece, line: number, problem: string): void {
    this.pending = { fullName: name.fullName, line, problem, config: this.config.snapshot(), pkg: this.scope.pkg };
    const rest = text.slice(name.end);
    if (this.eventLine(rest, line, text)) return;
    const numbers = embeddedName(rest) ? null : findNumbers(rest);
    if (numbers) this.complete(this.pending, numbers.numbers);
  }

  /** @returns whether the line held a piece of a result line. */
  private pieces(text: string, line: number): boolean {
    if (!text.includes('\t')) return false;
    const name = embeddedName(text);
    // While numbers are awaited nothing else runs: a name inside a line is something the benchmark printed.
    if (name && this.pending) return true;
    if (name) {
      this.settle();
      this.afterName(text, name, line, 'its numbers never came');
      return true;
    }
    const found = text.includes(PREFIX) ? null : findNumbers(text);
    if (!found) return false;
    if (this.pending) this.complete(this.pending, found.numbers);
    else this.orphan(line);
    return true;
  }

  private complete(pending: Pending, numbers: string): void {
    const read = parseResultLine(`${pending.fullName}\t${numbers}`);
    if (read === 'bare' || 'problem' in read) return;
    this.pending = null;
    this.result(read, pending.line, pending.config, pending.pkg);
  }

  private result(read: ResultLine, line: number, config: BenchResult['config'], pkg: string | undefined): void {
    this.settle();
    for (const problem of read.problems) this.diagnose('warning', `${quoted(read.fullName)}: ${problem}`, line);
    if (read.values.length === 0) return;
    const { fullName, iterations, values } = read;
    const subject = subjectOf(fullName, pkg);
    this.held = { kind: 'result', subject, fullName, iterations, values, config, at: { file: this.file, line } };
  }

  /** Numbers without a name. Behind a result they put that result in doubt: one of the two sets is not the testing package's. */
  private orphan(line: number): void {
    const held = this.held;
    this.held = null;
    if (held) {
      const text = `${quoted(held.fullName)}: two sets of numbers (the other in line ${line}); neither is used`;
      this.diagnose('error', text, held.at.line ?? line);
    } else this.diagnose('warning', 'numbers of a benchmark without its name', line);
  }

  private eventLine(text: string, line: number, whole: string): boolean {
    const found = parseEventLine(text) ?? this.failedInLine(text);
    if (!found) return false;
    const name = found.name ?? (found.event === 'panic' ? (this.pending?.fullName ?? this.running) : undefined);
    if (found.event === 'panic' || name === this.pending?.fullName) this.pending = null;
    this.running = undefined;
    this.abandon();
    this.settle();
    const at = { file: this.file, line };
    this.scope.push({ kind: 'event', event: found.event, ...(name !== undefined && { name }), text: whole, at });
    if (found.ends !== undefined) this.scope.close(found.ends);
    return true;
  }

  /** `--- FAIL: BenchmarkX` of the benchmark that is running, behind output of its own that did not end its line. */
  private failedInLine(text: string): EventLine | null {
    const name = this.pending?.fullName;
    return name !== undefined && text.endsWith(`--- FAIL: ${name}`) ? { event: 'fail', name } : null;
  }

  private metadataLine(text: string, line: number): void {
    // What the benchmark logged follows: numbers in there are no second set.
    if (text.startsWith('--- BENCH: ')) this.settle();
    const parts = parseUnitLine(text);
    if (parts) {
      const records = this.units.add(parts, { file: this.file, line });
      if (records.length > 0) this.settle();
      for (const record of records) this.scope.push(record);
      return;
    }
    const config = parseConfigLine(text);
    if (!config) return;
    if (!this.config.set(config.key, config.value))
      this.diagnose('warning', 'too many configuration keys; not kept', line);
    if (config.key === 'pkg') this.openPackage(config.value);
  }

  private openPackage(pkg: string): void {
    this.abandon();
    this.settle();
    this.scope.open(pkg);
  }

  /** Gives up waiting for numbers. */
  private abandon(): void {
    const pending = this.pending;
    this.pending = null;
    if (pending) this.diagnose('warning', `${quoted(pending.fullName)}: ${pending.problem}`, pending.line);
  }

  private settle(): void {
    if (this.held) this.scope.push(this.held);
    this.held = null;
  }

  private diagnose(level: 'error' | 'warning', text: string, line: number): void {
    this.settle();
    this.scope.push({ kind: 'diagnostic', level, text, at: { file: this.file, line } });
  }
}
