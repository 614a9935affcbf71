/** A kind of file that people hand over by mistake: what it begins with, and what to do instead. */
const MISTAKES: readonly (readonly [begins: RegExp, advice: string])[] = [
  [/^$/, 'the file is empty: whatever was to write it did not finish'],
  [/^\s*<(!doctype html|html|\?xml)/i, 'a web page, not a profile: was that a login or an error page?'],
  [/^GO PREPROFILE V/, 'a profile that go tool preprofile has already digested: give the one it was made of'],
  [/^(\x7fELF|MZ|[\xce\xcf]\xfa\xed\xfe)/, 'a program, not what it wrote'],
];

/** What a file that no source recognises is, from its first bytes; undefined where we cannot say either. */
export function mistakenFor(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256)).toString('latin1');
  return MISTAKES.find(([begins]) => begins.test(head))?.[1];
}
