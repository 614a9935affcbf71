import type { ByteSource } from '../../model/byte-source.ts';
import { TraceError } from './error.ts';
import { EV, MAX_BATCH } from './events.ts';
import { Reader } from './reader.ts';

/** Type, experiment, and four numbers of at most ten bytes, then the first byte of the data. */
const LONGEST_HEADER = 43;

/** What a batch is, by its header and the first byte of its data. */
export type BatchKind = 'strings' | 'stacks' | 'samples' | 'sync' | 'experiment' | 'events' | 'end';

/** The header of the batch at hand; one object for all of them. */
export class BatchHeader {
  kind: BatchKind = 'events';
  /** 0 for the end of a generation. */
  generation = 0;
  thread = 0;
  /** Units of time. */
  time = 0;
  /** Of its data, in the file. */
  offset = 0;
  size = 0;
  readonly #reader = new Reader();

  /** Reads the batch that stands at `offset`; all of its data is there. @throws TraceError */
  read(source: ByteSource, offset: number, version: number): void {
    const reader = this.#reader.reset(source.read(offset, LONGEST_HEADER), offset);
    const type = reader.byte();
    if (type === EV.EndOfGeneration) {
      this.#end(reader);
      return;
    }
    if (type !== EV.EventBatch && type !== EV.ExperimentalBatch)
      throw new TraceError(`a batch was expected, not event ${type}`, offset);
    const experiment = type === EV.ExperimentalBatch ? reader.byte() : 0;
    this.#numbers(reader);
    if (this.size > source.size - this.offset)
      throw new TraceError(`a batch of ${this.size} bytes is cut off after ${source.size - this.offset}`, offset);
    this.kind = experiment > 0 ? 'experiment' : kindOf(this.size > 0 ? reader.byte() : 0, version);
  }

  #end(reader: Reader): void {
    this.kind = 'end';
    this.generation = 0;
    this.size = 0;
    this.offset = reader.offset;
  }

  #numbers(reader: Reader): void {
    this.generation = reader.uvarint();
    this.thread = reader.uvarint();
    this.time = reader.uvarint();
    this.size = reader.uvarint();
    if (this.size > MAX_BATCH)
      throw new TraceError(`a batch of ${this.size} bytes; the format allows ${MAX_BATCH}`, reader.offset);
    this.offset = reader.offset;
  }
}

function kindOf(first: number, version: number): BatchKind {
  if (first === EV.Strings) return 'strings';
  if (first === EV.Stacks) return 'stacks';
  if (first === EV.CPUSamples) return 'samples';
  if (first === (version < 25 ? EV.Frequency : EV.Sync)) return 'sync';
  if (first === EV.EndOfGeneration) return 'end';
  return 'events';
}
