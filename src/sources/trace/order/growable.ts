/** Typed arrays that double when they are full. Each gives the array itself, or a larger one with the same content. */
export function roomyInts(array: Ints, size: number): Ints {
  if (size <= array.length) return array;
  const larger = new Int32Array(Math.max(size, 2 * array.length));
  larger.set(array);
  return larger;
}
type Ints = Int32Array<ArrayBuffer>;

export function roomyDoubles(array: Doubles, size: number): Doubles {
  if (size <= array.length) return array;
  const larger = new Float64Array(Math.max(size, 2 * array.length));
  larger.set(array);
  return larger;
}
type Doubles = Float64Array<ArrayBuffer>;

export function roomyBytes(array: Bytes, size: number): Bytes {
  if (size <= array.length) return array;
  const larger = new Uint8Array(Math.max(size, 2 * array.length));
  larger.set(array);
  return larger;
}
type Bytes = Uint8Array<ArrayBuffer>;
