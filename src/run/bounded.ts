import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from '../model/diagnostic.ts';

const inflate = promisify(gunzip);

/**
 * A regular file's bytes; a link is refused at opening, so that nothing can be put in its place meanwhile.
 *
 * @param limit bytes
 * @throws UserError that names the file
 */
export async function readBounded(file: string, limit: number): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error) => {
    const link = error.code === 'ELOOP';
    throw new UserError(link ? 'is a symbolic link' : `cannot be read: ${error.message}`, { at: { file } });
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new UserError('is no regular file', { at: { file } });
    if (stat.size > limit) throw new UserError(`has ${stat.size} bytes, more than are accepted`, { at: { file } });
    return await readAtMost(handle, stat.size);
  } finally {
    await handle.close();
  }
}

/** No more than its size said, should somebody still write to it. */
async function readAtMost(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let at = 0;
  for (let n = -1; n !== 0 && at < size; at += n) n = (await handle.read(bytes, at, size - at, at)).bytesRead;
  return bytes.subarray(0, at);
}

/**
 * What a gzip file unpacks to.
 *
 * @param limit bytes
 * @throws UserError that names the file
 */
export async function unpackBounded(packed: Buffer, limit: number, file: string): Promise<Uint8Array> {
  const { buffer, byteOffset, length } = await inflate(packed, { maxOutputLength: Math.max(1, limit) }).catch(
    (error: NodeJS.ErrnoException) => {
      const large = error.code === 'ERR_BUFFER_TOO_LARGE';
      const text = large ? 'unpacks to more bytes than are accepted' : `is no whole gzip file: ${error.message}`;
      throw new UserError(text, { at: { file } });
    },
  );
  return new Uint8Array(buffer, byteOffset, length);
}
