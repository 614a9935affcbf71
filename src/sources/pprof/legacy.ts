import { looksLikeProfile } from '../../wire/pprof/detect.ts';
import type { Opening } from '../source.ts';

/** What a file that has to do with profiles is, by its beginning. `null`: something else. */
export type ProfileForm = 'protobuf' | 'contention' | 'legacy' | null;

/** First line of what Go writes for block and mutex profiles with debug=1. */
const CONTENTION = /^--- (?:contention|mutex):\r?\n/;

/**
 * Beginnings of the other forms that pprof reads (google/pprof, profile/legacy_profile.go, legacy_java_profile.go). A
 * goroutine profile with debug=1 is text too, and is another source's.
 */
const LEGACY = /^(?:heap profile: |(?!goroutine )\S+ profile: total \d|--- (?:contentionz|heapz|threadz|Thread) )/;

/** Binary CPU profiles: words 0, 3, 0 of four or eight bytes, of either byte order. */
const CPU_WORDS = [0, 3, 0];

export function formOf({ bytes, text }: Opening): ProfileForm {
  if (CONTENTION.test(text)) return 'contention';
  if (LEGACY.test(text) || isBinaryCpu(bytes)) return 'legacy';
  return looksLikeProfile(bytes) ? 'protobuf' : null;
}

function isBinaryCpu(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readers = [true, false].flatMap((little) => [
    { size: 4, word: (i: number) => view.getUint32(i * 4, little) },
    { size: 8, word: (i: number) => Number(view.getBigUint64(i * 8, little)) },
  ]);
  return readers.some(
    ({ size, word }) => bytes.length >= CPU_WORDS.length * size && CPU_WORDS.every((want, i) => word(i) === want),
  );
}
