type Column = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** The column itself where it has a place `index`, else a copy at least twice as long; new places hold `fill`. */
export function grown<T extends Column>(column: T, index: number, fill = 0): T {
  if (index < column.length) return column;
  const longer = new (column.constructor as new (length: number) => T)(Math.max(64, index + 1, column.length * 2));
  longer.set(column);
  if (fill !== 0) longer.fill(fill, column.length);
  return longer;
}
