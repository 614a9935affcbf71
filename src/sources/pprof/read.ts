import type { Diagnostic } from '../../model/diagnostic.ts';
import { decodeProfile } from '../../wire/pprof/decode.ts';
import type { Problem } from '../../wire/pprof/problem.ts';
import { EvidenceFile, type ReadProfile } from '../source.ts';
import { readContention } from './contention.ts';
import { formOf } from './legacy.ts';

/** What to do instead of bringing an old form. */
const INSTEAD =
  'an old form of profile, which has no function names or needs the binary: fetch it as a protocol buffer, without debug=1';
/** A process that dies does not write its CPU profile. */
const EMPTY = 'the file is empty: the process that should have written it was killed, or has not ended yet';

/**
 * Reads a profile: a protocol buffer, or block and mutex profiles as text (debug=1).
 *
 * @param bytes uncompressed
 * @param path for the diagnostics
 */
export function readProfile(bytes: Uint8Array, path: string): ReadProfile {
  const file = new EvidenceFile(path, bytes);
  const form = formOf(file.opening());
  if (form === 'contention') return readContention(file.text(), path);
  if (form === 'legacy')
    return { profile: null, diagnostics: [{ level: 'error', text: INSTEAD, at: { file: path, line: 1 } }] };
  const { profile, problems } = decodeProfile(bytes);
  return { profile, diagnostics: problems.map((problem) => diagnosed(problem, path)) };
}

function diagnosed({ invariant, level, text, offset, count }: Problem, path: string): Diagnostic {
  const words = invariant === 'not empty' ? EMPTY : text;
  const more = count > 1 ? ` (and ${count - 1} more like this)` : '';
  return { level, text: `${words}${more}`, at: { file: path, offset } };
}
