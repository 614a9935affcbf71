/** Writes protocol buffers by hand, also wrong ones. */

/** A varint; negative numbers as int64. */
export function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

export const number = (field: number, value: number | bigint): number[] => [...varint(field * 8), ...varint(value)];

export const block = (field: number, ...content: readonly (readonly number[])[]): number[] => {
  const bytes = content.flat();
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
};

export const packed = (field: number, ...values: readonly (number | bigint)[]): number[] =>
  block(field, values.flatMap(varint));

export const text = (value: string): number[] => block(6, [...new TextEncoder().encode(value)]);

export const TEXTS = ['', 'cpu', 'nanoseconds', 'main.f', 'main.go', 'key', 'worker', 'bytes'];

/** Rows by their ids and indices of {@link TEXTS}. */
export const sampleType = () => block(1, number(1, 1), number(2, 2));
export const fn = (id: number | bigint, name = 3) => block(5, number(1, id), number(2, name), number(4, 4));
export const location = (id: number | bigint, fnId: number | bigint, line = 7) =>
  block(4, number(1, id), number(3, 0x1234), block(4, number(1, fnId), number(2, line)));
export const sample = (ids: readonly (number | bigint)[], values: readonly (number | bigint)[]) =>
  block(2, packed(1, ...ids), packed(2, ...values));
export const texts = (...more: readonly string[]) => [...TEXTS, ...more].flatMap(text);

/** One type, two functions and locations, two samples. */
export const GOOD = [
  sampleType(),
  sample([1, 2], [10]),
  sample([2], [-20]),
  location(1, 1),
  location(2, 2),
  fn(1),
  fn(2, 4),
  texts(),
];

export const bytesOf = (...fields: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(fields.flat());
