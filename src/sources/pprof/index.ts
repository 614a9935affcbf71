import type { EvidenceFile, Inspection, Source } from '../source.ts';
import { formOf } from './legacy.ts';
import { readProfile } from './read.ts';
import { totals } from './totals.ts';

export { readProfile } from './read.ts';

/** Profiles of Go's own profilers, and of whatever else writes pprof's format. */
export const pprofSource: Source = {
  kind: 'pprof',
  about: 'a pprof profile: CPU, heap, block, mutex or any other',
  detect: (opening) => formOf(opening) !== null,
  inspect,
};

function inspect(file: EvidenceFile): Inspection {
  const { path } = file;
  const { profile, diagnostics } = readProfile(file.bytes, path);
  return { path, kind: 'pprof', metrics: profile ? totals(profile) : [], diagnostics, ...(profile && { profile }) };
}
