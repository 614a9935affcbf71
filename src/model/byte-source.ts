/** Bytes that are read where they are needed: a file, a spilled pipe, or an array. */
export interface ByteSource {
  /** Bytes it holds. */
  readonly size: number;
  /**
   * The bytes from `offset` on, `length` of them, fewer only where it ends. They are valid until the next call.
   *
   * @throws Error where reading fails: the only thing that may fail.
   */
  read(offset: number, length: number): Uint8Array;
}

/** An array as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
