import { TraceError } from './error.ts';
import { EV, eventName, MAX_FRAMES, MAX_STRING } from './events.ts';
import type { Reader } from './reader.ts';

/** Takes what structural batches hold. `at` is the offset in the file. */
export interface StructureSink {
  string(id: number, bytes: Uint8Array, at: number): void;
  /** `frames`: pc, function, file, line of each frame, leaf first: the first 4 × `count` numbers, valid during the call. */
  stack(id: number, frames: Float64Array, count: number, at: number): void;
  /** Time in units, thread, processor, goroutine (0: none), stack. */
  sample(time: number, thread: number, processor: number, goroutine: number, stack: number, at: number): void;
  /** Units of time per second. */
  frequency(perSecond: number, at: number): void;
  /** Time in units; monotonic clock, ns; seconds and nanoseconds since 1970. */
  snapshot(time: number, mono: bigint, seconds: bigint, nanoseconds: bigint, at: number): void;
}

/** Reads a batch of strings; the reader stands at its first byte, which is `Strings`. @throws TraceError */
export function readStrings(reader: Reader, into: StructureSink): void {
  for (reader.byte(); reader.left > 0; ) {
    const at = expect(reader, EV.String);
    const id = reader.uvarint();
    const length = reader.uvarint();
    if (length > MAX_STRING)
      throw new TraceError(`a string of ${length} bytes; the format allows ${MAX_STRING}`, reader.offset);
    into.string(id, reader.bytes(length), at);
  }
}

const frames = new Float64Array(4 * MAX_FRAMES);

/** Reads a batch of stacks. @throws TraceError */
export function readStacks(reader: Reader, into: StructureSink): void {
  for (reader.byte(); reader.left > 0; ) {
    const at = expect(reader, EV.Stack);
    const id = reader.uvarint();
    const count = reader.uvarint();
    if (count > MAX_FRAMES)
      throw new TraceError(`a stack of ${count} frames; the format allows ${MAX_FRAMES}`, reader.offset);
    for (let i = 0; i < 4 * count; i++) frames[i] = reader.uvarint();
    into.stack(id, frames, count, at);
  }
}

/** Reads a batch of CPU samples. @throws TraceError */
export function readSamples(reader: Reader, into: StructureSink): void {
  for (reader.byte(); reader.left > 0; ) {
    const at = expect(reader, EV.CPUSample);
    const time = reader.uvarint();
    const thread = reader.uvarint();
    const processor = reader.uvarint();
    into.sample(time, thread, processor, reader.uvarint(), reader.uvarint(), at);
  }
}

/** Reads the batch that holds the frequency and, from Go 1.25 on, a snapshot of the clocks. @throws TraceError */
export function readSync(reader: Reader, batchTime: number, version: number, into: StructureSink): void {
  if (version >= 25) reader.byte();
  for (let time = batchTime; reader.left > 0; ) {
    const at = reader.offset;
    const type = reader.byte();
    if (type === EV.Frequency) into.frequency(reader.uvarint(), at);
    else if (type === EV.ClockSnapshot && version >= 25) {
      time += reader.uvarint();
      into.snapshot(time, reader.bigUvarint(), reader.bigUvarint(), reader.bigUvarint(), at);
    } else throw new TraceError(`a frequency or a clock snapshot was expected, not ${eventName(type)}`, at);
  }
}

function expect(reader: Reader, type: number): number {
  const at = reader.offset;
  const found = reader.byte();
  if (found !== type) throw new TraceError(`${eventName(type)} was expected, not ${eventName(found)}`, at);
  return at;
}
