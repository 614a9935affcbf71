/** A column with room for `length` entries: the same one, or a copy twice as long or longer, zeros behind. */
export function room<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(column: T, length: number): T {
  if (length <= column.length) return column;
  const Kind = column.constructor as new (size: number) => T;
  const more = new Kind(Math.max(length, 2 * column.length, 16));
  more.set(column);
  return more;
}
