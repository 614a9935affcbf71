/** Types of local time in a zone, and when each begins (RFC 9636). */
export interface TimeZone {
  /** Unix seconds, ascending. */
  readonly begins: readonly number[];
  /** Beside `begins`: which type. */
  readonly types: readonly number[];
  readonly offsets: readonly number[];
  /** `CET`, `-03` … */
  readonly names: readonly string[];
}

const HEADER = 44;

/**
 * Reads a compiled time zone, such as `/etc/localtime` (RFC 9636). The rule for the years behind the last transition is not
 * read: offsets are the machine's to know.
 *
 * @returns null where the bytes are none.
 */
export function readTimeZone(bytes: Uint8Array): TimeZone | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const first = counts(view, 0);
    if (!first) return null;
    // From version 2 on, the same follows with times of 64 bits.
    const behind = HEADER + sizeOf(first, 4);
    const second = first.version > 0 ? counts(view, behind) : null;
    return second ? block(view, behind + HEADER, second, 8) : block(view, HEADER, first, 4);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Counts {
  readonly version: number;
  readonly utc: number;
  readonly standard: number;
  readonly leaps: number;
  readonly times: number;
  readonly types: number;
  readonly chars: number;
}

const MAGIC = 0x545a6966;

function counts(view: DataView, at: number): Counts | null {
  if (view.getUint32(at) !== MAGIC) return null;
  const [utc, standard, leaps, times, types, chars] = [20, 24, 28, 32, 36, 40].map((field) =>
    view.getUint32(at + field),
  );
  return { version: view.getUint8(at + 4), utc, standard, leaps, times, types, chars } as Counts;
}

function sizeOf({ utc, standard, leaps, times, types, chars }: Counts, size: number): number {
  return times * (size + 1) + types * 6 + chars + leaps * (size + 4) + standard + utc;
}

function block(view: DataView, at: number, { times, types, chars }: Counts, size: number): TimeZone {
  if (times * (size + 1) + types * 6 + chars > view.byteLength - at) throw new RangeError('cut short');
  const list = <T>(count: number, read: (i: number) => T) => Array.from({ length: count }, (_, i) => read(i));
  const typesAt = at + times * (size + 1);
  const name = (from: number) => {
    let to = typesAt + types * 6 + from;
    let text = '';
    for (let char = view.getUint8(to); char !== 0; char = view.getUint8(++to)) text += String.fromCharCode(char);
    return text;
  };
  return {
    begins: list(times, (i) => (size === 8 ? Number(view.getBigInt64(at + i * 8)) : view.getInt32(at + i * 4))),
    types: list(times, (i) => view.getUint8(at + times * size + i)),
    offsets: list(types, (i) => view.getInt32(typesAt + i * 6)),
    names: list(types, (i) => name(view.getUint8(typesAt + i * 6 + 5))),
  };
}

/** The short name of an offset, seconds east of UTC, at a moment: as it was last called until then, or else at any time. */
export function zoneNameAt({ begins, types, offsets, names }: TimeZone, unixSeconds: number, offset: number) {
  const has = (type: number) => offsets[type] === offset;
  const past = types.findLast((type, i) => (begins[i] as number) <= unixSeconds && has(type));
  const type = past ?? types.find(has) ?? offsets.indexOf(offset);
  return names[type];
}
