import { createReadStream, fstatSync, openSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { type ByteSource, bytesSource } from '../model/byte-source.ts';
import { UserError } from '../model/diagnostic.ts';
import { isTrace } from '../wire/trace/header.ts';
import { ByteFile, SpillFile } from './byte-file.ts';
import { gzipFault, LARGEST, messageOf } from './files.ts';

/** What is unpacked or comes from a pipe stays in memory up to here, bytes; beyond, it goes to a temporary file. */
const IN_MEMORY = 16 * 1024 * 1024;
/** The most that is unpacked of a trace, which is read piece by piece: bytes. */
const LARGEST_TRACE = 8 * 1024 * 1024 * 1024;

/** The path that stands for the standard input. */
export const STANDARD_INPUT = '-';

/** The bytes of a file that people bring, until it is closed. */
export interface OpenEvidence {
  readonly source: ByteSource;
  close(): void;
}

/**
 * Opens a file, a pipe, or the standard input, gzip or plain. A plain file is read where it is asked for; what cannot be
 * is written to a temporary file first, unless it is small.
 *
 * @throws UserError that names the file
 */
export async function openEvidence(path: string): Promise<OpenEvidence> {
  try {
    const descriptor = path === STANDARD_INPUT ? 0 : openSync(path, 'r');
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return await collected(descriptor, path);
    const file = new ByteFile(descriptor, stat.size);
    if (!isGzip(file.read(0, 2))) return { source: file, close: () => file.close() };
    return await collected(descriptor, path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot be read: ${messageOf(error)}`, { at: { file: path } });
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** All that comes from a descriptor, unpacked; closes it. */
async function collected(descriptor: number, path: string): Promise<OpenEvidence> {
  const into = new Collector(path);
  try {
    for await (const chunk of unpacked(descriptor)) into.add(chunk);
    return into.done();
  } catch (error) {
    into.drop();
    if (error instanceof UserError || !isZlib(error)) throw error;
    throw new UserError(gzipFault(error), { at: { file: path } });
  }
}

function isZlib(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}

/** The chunks of a stream, which may be one of gzip. */
async function* unpacked(descriptor: number): AsyncIterable<Uint8Array> {
  // A file that was looked into is read from its beginning; a pipe has none.
  const isFile = fstatSync(descriptor).isFile();
  const chunks = createReadStream('', { fd: descriptor, autoClose: descriptor !== 0, ...(isFile && { start: 0 }) });
  const iterator: AsyncIterator<Buffer> = chunks[Symbol.asyncIterator]();
  const first = await atLeast(iterator, 2);
  if (!isGzip(first)) {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
    return;
  }
  yield* gunzipped(first, iterator);
}

/** The first bytes of a stream: a pipe may give them one by one. */
async function atLeast(chunks: AsyncIterator<Buffer>, count: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < count) {
    const { value, done } = await chunks.next();
    if (done) break;
    bytes = Buffer.concat([bytes, value]);
  }
  return bytes;
}

async function* gunzipped(first: Buffer, rest: AsyncIterator<Buffer>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const feed = async () => {
    gunzip.write(first);
    for (let next = await rest.next(); !next.done; next = await rest.next())
      if (!gunzip.write(next.value))
        await new Promise((drained) => gunzip.once('drain', drained).once('close', drained));
    gunzip.end();
  };
  const feeding = feed().catch((error) => gunzip.destroy(error));
  yield* gunzip;
  await feeding;
}

/** Keeps what comes, in memory or, when it is much, in a temporary file. */
class Collector {
  readonly #path: string;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #limit = LARGEST;
  #spill: SpillFile | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(chunk: Uint8Array): void {
    if (this.#size === 0 && isTrace(chunk)) this.#limit = LARGEST_TRACE;
    this.#size += chunk.length;
    if (this.#size > this.#limit)
      throw new UserError(`more than ${this.#limit / 2 ** 20} MiB inside the gzip file or the pipe: too large`, {
        at: { file: this.#path },
      });
    if (this.#spill) this.#spill.write(chunk);
    else this.#chunks.push(chunk);
    if (!this.#spill && this.#size > IN_MEMORY) this.#toFile();
  }

  #toFile(): void {
    this.#spill = new SpillFile();
    for (const chunk of this.#chunks.splice(0)) this.#spill.write(chunk);
  }

  done(): OpenEvidence {
    const file = this.#spill?.done();
    if (file) return { source: file, close: () => file.close() };
    return { source: bytesSource(new Uint8Array(Buffer.concat(this.#chunks))), close: () => undefined };
  }

  drop(): void {
    this.#spill?.drop();
  }
}
