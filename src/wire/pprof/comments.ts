import { WIRE } from '../protobuf.ts';
import type { Context } from './context.ts';
import type { Messages } from './messages.ts';

/** More comments than anybody writes: what is beyond is left out, since a byte of the file would be eight of memory. */
const MOST = 65_536;

/** The comments: indices of texts, packed or one by one. */
export function readComments(context: Context, messages: Messages): string[] {
  const { at, problems } = context;
  const comments: string[] = [];
  for (const start of messages.at) {
    at.pos = start;
    at.end = at.bytes.length;
    const packed = (at.tag() & 7) === WIRE.bytes;
    if (packed) at.end = at.block();
    do {
      if (packed && at.pos === at.end) break;
      const index = at.int64();
      if (comments.length < MOST) comments.push(context.text(index, start));
      else problems.add('number of comments', `comments beyond ${MOST} are left out`, start);
    } while (packed);
  }
  return comments;
}
