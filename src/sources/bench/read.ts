import { type Line, plainLine, textLines } from '../../wire/lines.ts';
import { decodeTestEvent, type TestEvent } from '../../wire/test2json.ts';
import type { BenchRecord } from '../source.ts';
import { BenchReader } from './reader.ts';
import { UnitTable } from './unit-metadata.ts';

/**
 * Reads the output of `go test -bench`, plain or `-json`, as a stream of records: results, unit metadata, events and
 * diagnostics, in the order of the text (a result whose package is named only behind it comes when that is known). The
 * format is that of golang.org/x/perf/benchfmt; result lines that other output has split are put together again, and no
 * value is given that the testing package cannot have printed. Never throws.
 *
 * @param file the name that positions carry.
 */
export function* readBench(text: string, file: string): Generator<BenchRecord> {
  const units = new UnitTable();
  const plain = new BenchReader(file, units);
  const packages = new Packages(file, units);
  for (const { text: raw, line } of textLines(text)) {
    const cleaned = plainLine(raw);
    const event = decodeTestEvent(cleaned);
    if (event === null) {
      plain.line(cleaned, line);
      yield* plain.take();
    } else if (event === 'broken') {
      yield { kind: 'diagnostic', level: 'warning', text: 'a damaged test2json event', at: { file, line } };
    } else {
      yield* packages.event(event, line);
    }
  }
  plain.end();
  yield* plain.take();
  yield* packages.end();
}

/** One package of a test2json stream: its reader, and a line that is not complete yet. */
interface Stream {
  readonly reader: BenchReader;
  /** The line so far, as its parts came, and where it began. */
  parts: string[];
  start: number;
}

/** The packages whose events a test2json stream interleaves. */
class Packages {
  private readonly streams = new Map<string, Stream>();
  private readonly file: string;
  private readonly units: UnitTable;

  constructor(file: string, units: UnitTable) {
    this.file = file;
    this.units = units;
  }

  event(event: TestEvent, line: number): BenchRecord[] {
    // Without a package it is the output of a build.
    if (event.pkg === undefined) return [];
    const stream = this.streamOf(event.pkg);
    if (event.action === 'output' && event.output !== undefined) feed(stream, event.output, line);
    const ended = event.test === undefined && ['pass', 'fail', 'skip'].includes(event.action);
    if (ended) this.close(event.pkg, stream);
    return stream.reader.take();
  }

  end(): BenchRecord[] {
    return [...this.streams].flatMap(([pkg, stream]) => {
      this.close(pkg, stream);
      return stream.reader.take();
    });
  }

  private streamOf(pkg: string): Stream {
    const known = this.streams.get(pkg);
    if (known) return known;
    const stream: Stream = { reader: new BenchReader(this.file, this.units, pkg), parts: [], start: 0 };
    this.streams.set(pkg, stream);
    return stream;
  }

  private close(pkg: string, stream: Stream): void {
    flush(stream);
    stream.reader.end();
    // The same package may run again in one stream (a second `go test -json >> file`).
    this.streams.delete(pkg);
  }
}

/** test2json gives lines whole or in several events; a line is read when its end has come. */
function feed(stream: Stream, output: string, line: number): void {
  for (let rest = output; rest !== ''; ) {
    const newline = rest.indexOf('\n');
    if (stream.parts.length === 0) stream.start = line;
    stream.parts.push(newline < 0 ? rest : rest.slice(0, newline));
    if (newline >= 0) flush(stream);
    rest = newline < 0 ? '' : rest.slice(newline + 1);
  }
}

function flush(stream: Stream): void {
  if (stream.parts.length === 0) return;
  const complete: Line = { text: stream.parts.join(''), line: stream.start };
  stream.parts = [];
  const text = complete.text.endsWith('\r') ? complete.text.slice(0, -1) : complete.text;
  stream.reader.line(plainLine(text), complete.line);
}
