import { readFileSync } from 'node:fs';
import { ARGUMENTS, EV, type EventName } from '../../../src/wire/trace/events.ts';
import { Bytes } from './writer.ts';

/** Arguments of the events that are no timed ones, as internal/trace/raw writes them. */
const STRUCTURAL: Readonly<Record<string, readonly string[]>> = {
  EventBatch: ['gen', 'm', 'time', 'size'],
  Stacks: [],
  Stack: ['id', 'nframes'],
  Strings: [],
  String: ['id'],
  CPUSamples: [],
  CPUSample: ['time', 'm', 'p', 'g', 'stack'],
  Frequency: ['freq'],
  ExperimentalBatch: ['exp', 'gen', 'm', 'time'],
  Sync: [],
  EndOfGeneration: [],
};

/** A conformance case of Go's own reader (internal/trace/testdata/tests). */
export interface ConformanceCase {
  readonly trace: Uint8Array;
  /** Undefined for a trace that must be read; else what the error says. */
  readonly failure: RegExp | undefined;
}

/** Reads a `.test` file: what is expected, and the trace, which it holds as text. */
export function readConformanceCase(path: string): ConformanceCase {
  const text = readFileSync(path, 'utf8');
  const [, expectation = '', trace = ''] = text.split(/^-- (?:expect|trace) --\n/m);
  const failure = /^FAILURE "(.*)"/.exec(expectation)?.[1];
  return { trace: binaryOf(trace), failure: failure === undefined ? undefined : new RegExp(failure) };
}

/** The binary form of a trace that internal/trace/raw has written as text. */
export function binaryOf(text: string): Uint8Array {
  const lines = text.split('\n').filter((line) => line.replace(/#.*/, '').trim() !== '');
  const version = /^Trace Go1\.(\d+)/.exec(lines.shift() ?? '')?.[1];
  const out = new Bytes().ascii(`go 1.${version} trace\0\0\0`);
  while (lines.length > 0) eventTo(out, lines);
  return out.done();
}

function eventTo(out: Bytes, lines: string[]): void {
  const [name = '', ...words] = (lines.shift() ?? '').replace(/#.*/, '').trim().split(/\s+/);
  const names = STRUCTURAL[name] ?? ['dt', ...(ARGUMENTS[name as EventName] ?? [])];
  const values = valuesOf(name, words, names);
  out.byte(EV[name as EventName]);
  if (name === 'ExperimentalBatch') out.byte(Number(values.shift()));
  out.numbers(values);
  if (name === 'Stack') for (let left = Number(values[1]); left > 0; left--) out.numbers(frameOf(lines.shift() ?? ''));
  if (name === 'String' || name === 'ExperimentalBatch') dataTo(out, lines.shift() ?? '');
}

function valuesOf(event: string, words: readonly string[], names: readonly string[]): bigint[] {
  const pairs = words.map((word) => word.split('='));
  if (pairs.map(([name]) => name).join() !== names.join()) throw new Error(`${event}: ${words.join(' ')}`);
  return pairs.map(([, value]) => BigInt(value ?? ''));
}

function frameOf(line: string): bigint[] {
  return valuesOf('frame', line.trim().split(/\s+/), ['pc', 'func', 'file', 'line']);
}

function dataTo(out: Bytes, line: string): void {
  const quoted = /^\s*data=(".*")\s*$/.exec(line)?.[1] ?? '""';
  const bytes = new TextEncoder().encode(JSON.parse(quoted.replace(/\\x([0-9a-f]{2})/g, '\\u00$1')));
  out.number(bytes.length).bytes(bytes);
}
