/** Where something stands in a file that a person can open. Lines and columns count from 1, byte offsets from 0. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Byte offset, for binary files. */
  readonly offset?: number;
}

/** `file:line:column`, as compilers print it, with the parts that are known. */
export function formatPosition(at: Position): string {
  if (at.line === undefined) return at.offset === undefined ? at.file : `${at.file}@${at.offset}`;
  return at.column === undefined ? `${at.file}:${at.line}` : `${at.file}:${at.line}:${at.column}`;
}
