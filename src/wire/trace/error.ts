/** What is wrong with a trace, and where: what stands before it is good. */
export class TraceError extends Error {
  /** Byte offset in the file. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'TraceError';
    this.offset = offset;
  }
}
