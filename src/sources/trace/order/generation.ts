import type { ByteSource } from '../../../model/byte-source.ts';
import { BatchHeader } from '../../../wire/trace/batch.ts';
import { TraceError } from '../../../wire/trace/error.ts';
import { Reader } from '../../../wire/trace/reader.ts';
import { readSamples, readStacks, readStrings, readSync } from '../../../wire/trace/structure.ts';
import { BatchIndex } from './batch-index.ts';
import { Tables } from './tables.ts';
import type { TextTable } from './texts.ts';

/** What structural batches of one generation may take in the file. */
const MAX_STRUCTURE = 128 * 1024 * 1024;

/** A generation that was read once: tables decoded, batches of events only found. */
export class Generation {
  readonly number: number;
  readonly start: number;
  /** Where the next one begins, or the file ends. */
  end: number;
  readonly tables: Tables;
  readonly batches = new BatchIndex();
  /** Earliest time that a batch begins with, units; Go's way: a 0 counts as not known. */
  minTime = 0;
  /** Why what follows cannot be read, where this generation itself is whole. */
  broken: TraceError | null = null;
  /** Bytes of structural batches. */
  structure = 0;

  constructor(number: number, start: number, texts: TextTable) {
    this.number = number;
    this.start = start;
    this.end = start;
    this.tables = new Tables(texts);
  }
}

/** Finds the generations of a trace one after the other, as internal/trace's generation.go does. */
export class GenerationReader {
  readonly #source: ByteSource;
  readonly #version: number;
  readonly #texts: TextTable;
  readonly #header = new BatchHeader();
  readonly #reader = new Reader();
  /** Where the next generation begins. */
  offset: number;

  constructor(source: ByteSource, version: number, offset: number, texts: TextTable) {
    this.#source = source;
    this.#version = version;
    this.#texts = texts;
    this.offset = offset;
  }

  /**
   * The next generation; null where the file ends. Up to Go 1.25 a generation ends where the next one begins, from 1.26 on
   * with a mark.
   *
   * @throws TraceError where it cannot be used
   */
  next(): Generation | null {
    const generation = this.#version >= 26 ? this.#marked() : this.#unmarked();
    if (!generation) return null;
    generation.tables.finish(this.#version, generation.end);
    this.offset = generation.end;
    return generation;
  }

  #marked(): Generation | null {
    const header = this.#header;
    let generation: Generation | null = null;
    for (let at = this.offset; ; at = header.offset + header.size) {
      if (at >= this.#source.size) {
        if (generation && generation.batches.threads > 0)
          throw new TraceError('the last generation is not whole: it has no end', at);
        return null;
      }
      header.read(this.#source, at, this.#version);
      if (header.kind === 'end') {
        generation ??= new Generation(0, at, this.#texts);
        generation.end = header.offset + header.size;
        return generation;
      }
      generation = this.#take(generation, at);
    }
  }

  #unmarked(): Generation {
    const header = this.#header;
    let generation: Generation | null = null;
    let at = this.offset;
    for (; at < this.#source.size; at = header.offset + header.size) {
      const broken = this.#tryHeader(at);
      if (broken) {
        if (!generation) throw broken;
        generation.broken = broken;
        break;
      }
      if (generation && header.generation === generation.number + 1) break;
      generation = this.#take(generation, at);
    }
    generation ??= new Generation(0, at, this.#texts);
    generation.end = at;
    return generation;
  }

  /** Reads the header at `at`. @returns what is wrong with it */
  #tryHeader(at: number): TraceError | null {
    try {
      this.#header.read(this.#source, at, this.#version);
      return null;
    } catch (error) {
      if (error instanceof TraceError) return error;
      throw error;
    }
  }

  /** Adds the batch at hand to a generation, which it may begin. */
  #take(known: Generation | null, at: number): Generation {
    const header = this.#header;
    if (header.generation === 0) throw new TraceError('a batch of generation 0, which there is not', at);
    const generation = known ?? new Generation(header.generation, at, this.#texts);
    if (header.generation !== generation.number)
      throw new TraceError(`a batch of generation ${header.generation} within generation ${generation.number}`, at);
    if (generation.minTime === 0 || header.time < generation.minTime) generation.minTime = header.time;
    if (header.kind === 'events') generation.batches.add(header);
    else if (header.kind !== 'experiment') this.#structure(generation, at);
    return generation;
  }

  #structure(generation: Generation, at: number): void {
    const { kind, offset, size, time } = this.#header;
    generation.structure += size;
    if (generation.structure > MAX_STRUCTURE)
      throw new TraceError(`more than ${MAX_STRUCTURE} bytes of texts, stacks and samples in one generation`, at);
    const reader = this.#reader.reset(this.#source.read(offset, size), offset);
    if (kind === 'strings') readStrings(reader, generation.tables);
    else if (kind === 'stacks') readStacks(reader, generation.tables);
    else if (kind === 'samples') readSamples(reader, generation.tables);
    else if (kind === 'sync') readSync(reader, time, this.#version, generation.tables);
    else throw new TraceError('the end of a generation, which this version does not mark', at);
  }
}
