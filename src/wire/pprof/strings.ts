import { Cursor } from '../protobuf.ts';
import type { Messages } from './messages.ts';

/** Texts of fewer bytes have a length of one byte, so that a run of them is one piece of ASCII. */
const SHORT = 128;
/** Bytes of texts that are decoded in one go. */
const RUN = 8192;

// A byte order mark in front of a text is part of it.
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The string table. Bytes that are no UTF-8 become U+FFFD. Calling the decoder costs more than most texts are long: texts
 * that stand one behind the other are decoded together with the tags between them and cut apart.
 */
export function readStrings(bytes: Uint8Array, messages: Messages): string[] {
  const strings = new Array<string>(messages.count);
  const short = new Shared();
  const at = new Cursor(bytes);
  for (let i = 0; i < messages.count; ) {
    const last = runFrom(at, messages, i);
    const read = last > i && readRun(at, messages, i, last, strings, short);
    if (!read) for (let k = i; k <= last; k++) strings[k] = one(at, messages, k, short);
    i = last + 1;
  }
  return strings;
}

/** The last text of the run of short texts without anything between them that begins with text i. */
function runFrom(at: Cursor, messages: Messages, i: number): number {
  const first = messages.at[i] as number;
  let k = i;
  for (; k < messages.count; k++) {
    const end = messages.enter(at, k);
    if (end - at.pos >= SHORT) return Math.max(k - 1, i);
    if (end - first > RUN || messages.at[k + 1] !== end) return k;
  }
  return k;
}

/** @returns false when the run is not all ASCII, where bytes are not characters. */
function readRun(at: Cursor, messages: Messages, i: number, last: number, strings: string[], short: Shared): boolean {
  const from = messages.at[i] as number;
  const to = messages.enter(at, last);
  const run = UTF8.decode(at.bytes.subarray(from, to));
  if (run.length !== to - from || run.includes('\uFFFD')) return false;
  for (let k = i; k <= last; k++) {
    const end = messages.enter(at, k);
    strings[k] = short.of(end - at.pos, run.slice(at.pos - from, end - from));
  }
  return true;
}

function one(at: Cursor, messages: Messages, k: number, short: Shared): string {
  const end = messages.enter(at, k);
  return short.of(end - at.pos, UTF8.decode(at.bytes.subarray(at.pos, end)));
}

/** Texts of two bytes, each once: a million of them would take ten times the memory that they take in the file. */
class Shared {
  readonly #known = new Map<string, string>();

  of(bytes: number, text: string): string {
    if (bytes !== 2) return text;
    const known = this.#known.get(text);
    if (known === undefined) this.#known.set(text, text);
    return known ?? text;
  }
}
