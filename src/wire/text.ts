/**
 * Bytes of a text file as a string: UTF-16 where a byte order mark says so (`go test > file` in Windows PowerShell),
 * else UTF-8. Bytes that are neither become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
