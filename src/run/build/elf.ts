/** A section of an ELF file that is part of the running program's memory. */
export interface Section {
  readonly name: string;
  /** sh_type; 8 (SHT_NOBITS) has a size but no bytes. */
  readonly type: number;
  readonly flags: number;
  readonly size: number;
  /** View of the file; empty for SHT_NOBITS. */
  readonly bytes: Buffer;
}

const SHT_NOBITS = 8;
const SHF_ALLOC = 2;
/** More sections than any linker writes. */
const MAX_SECTIONS = 10_000;

/** Reads numbers of a 64-bit ELF file in its own byte order. */
interface Numbers {
  u16(at: number): number;
  u32(at: number): number;
  /** @throws RangeError where the value is no exact number. */
  u64(at: number): number;
}

function numbersOf(file: Buffer): Numbers {
  const little = file[5] === 1;
  const u64 = (at: number) => {
    const value = Number(little ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
    if (!Number.isSafeInteger(value)) throw new RangeError('64-bit number too large');
    return value;
  };
  return {
    u16: (at) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at)),
    u32: (at) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at)),
    u64,
  };
}

/**
 * The allocated sections of a 64-bit ELF file (System V ABI, "Object Files"), in order; null for anything else or
 * anything broken.
 */
export function allocatedSections(file: Buffer): Section[] | null {
  if (file.length < 64 || file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || (file[5] !== 1 && file[5] !== 2))
    return null;
  try {
    return readSections(file, numbersOf(file));
  } catch {
    // A number or a section that lies outside the file.
    return null;
  }
}

function readSections(file: Buffer, numbers: Numbers): Section[] | null {
  const table = numbers.u64(0x28);
  const entry = numbers.u16(0x3a);
  const count = numbers.u16(0x3c);
  const names = numbers.u16(0x3e);
  if (entry !== 64 || count === 0 || count > MAX_SECTIONS || names >= count) return null;
  if (table + entry * count > file.length) return null;
  const nameTable = range(file, numbers, table + names * entry);
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * entry;
    const flags = numbers.u64(at + 8);
    if ((flags & SHF_ALLOC) === 0) continue;
    const type = numbers.u32(at + 4);
    const bytes = type === SHT_NOBITS ? Buffer.alloc(0) : range(file, numbers, at);
    sections.push({ name: text(nameTable, numbers.u32(at)), type, flags, size: numbers.u64(at + 32), bytes });
  }
  return sections;
}

/** The bytes that a section header points to. @throws RangeError when they lie outside the file. */
function range(file: Buffer, numbers: Numbers, header: number): Buffer {
  const offset = numbers.u64(header + 24);
  const size = numbers.u64(header + 32);
  if (offset + size > file.length) throw new RangeError('section outside the file');
  return file.subarray(offset, offset + size);
}

function text(names: Buffer, at: number): string {
  const end = names.indexOf(0, at);
  if (end < 0) throw new RangeError('name without an end');
  return names.toString('latin1', at, end);
}
