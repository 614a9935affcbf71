import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '../model/byte-source.ts';

/** Bytes of a batch of a trace and its header: what is read most is read in one go. */
const USUAL = 64 * 1024 + 64;

/** A file as a source of bytes, read where it is asked for; not more than one piece of it is in memory. */
export class ByteFile implements ByteSource {
  readonly size: number;
  readonly #descriptor: number;
  #buffer = new Uint8Array(USUAL);

  /** Takes over an open file. */
  constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor;
    this.size = size;
  }

  read(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (wanted > this.#buffer.length) this.#buffer = new Uint8Array(wanted);
    let got = 0;
    for (let n = -1; n !== 0 && got < wanted; got += n)
      n = readSync(this.#descriptor, this.#buffer, got, wanted - got, offset + got);
    return this.#buffer.subarray(0, got);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * A temporary file that nobody else sees: its name is gone as soon as it is open, its bytes when it is closed or we are
 * killed.
 */
export class SpillFile {
  readonly #descriptor: number;
  #size = 0;

  constructor() {
    const path = join(tmpdir(), `go-perf-gate-spill-${process.pid}-${process.hrtime.bigint()}`);
    this.#descriptor = openSync(path, 'wx+', 0o600);
    try {
      rmSync(path);
    } catch {
      // Windows keeps the name of an open file: it goes when we end.
      process.once('exit', () => rmSync(path, { force: true }));
    }
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#size + at);
    this.#size += bytes.length;
  }

  /** What was written, to be read. */
  done(): ByteFile {
    return new ByteFile(this.#descriptor, this.#size);
  }

  /** Closes it unread. */
  drop(): void {
    closeSync(this.#descriptor);
  }
}
