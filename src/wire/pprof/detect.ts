import { Cursor, WIRE, WireError } from '../protobuf.ts';
import { PROFILE } from './scan.ts';

/** Last field of the messages that a profile is made of, and the fields that are messages again. */
const INSIDE: Readonly<Record<number, { readonly last: number; readonly blocks: readonly number[] }>> = {
  [PROFILE.sampleType]: { last: 2, blocks: [] },
  [PROFILE.sample]: { last: 3, blocks: [1, 2, 3] },
  [PROFILE.mapping]: { last: 10, blocks: [] },
  [PROFILE.location]: { last: 5, blocks: [4] },
  [PROFILE.function]: { last: 5, blocks: [] },
  [PROFILE.periodType]: { last: 2, blocks: [] },
};

/**
 * Whether bytes begin as a profile does: fields with the wire types of profile.proto up to the first message, and that
 * message has such fields too. No text does: tags of a message's fields are control characters.
 */
export function looksLikeProfile(opening: Uint8Array): boolean {
  try {
    return findsMessage(new Cursor(opening));
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

function findsMessage(at: Cursor): boolean {
  while (at.pos < at.end) {
    const tag = at.tag();
    const field = tag >>> 3;
    const isBlock = (tag & 7) === WIRE.bytes;
    if (field === 0 || field > PROFILE.docUrl) return false;
    if (isBlock && INSIDE[field]) {
      at.end = at.block();
      return at.pos < at.end && fits(at, INSIDE[field]);
    }
    if (isBlock !== (field === PROFILE.string) && field !== PROFILE.comment) return false;
    at.skip(tag);
  }
  return false;
}

function fits(at: Cursor, { last, blocks }: { readonly last: number; readonly blocks: readonly number[] }): boolean {
  while (at.pos < at.end) {
    const tag = at.tag();
    const [field, type] = [tag >>> 3, tag & 7];
    if (field === 0 || field > last) return false;
    if (type !== WIRE.varint && !(type === WIRE.bytes && blocks.includes(field))) return false;
    at.skip(tag);
  }
  return true;
}
