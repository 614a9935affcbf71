import type { Profile } from '../model/profile.ts';

/**
 * The file of a mapping; '' where there is none. Without a build id an address on the web is none: pprof notes there where
 * it fetched a profile (google/pprof, internal/driver/fetch.go: unsourceMappings).
 *
 * @param mapping row of the mapping table, −1 for none.
 */
export function binaryOf({ strings, mappings }: Profile, mapping: number): string {
  if (mapping < 0) return '';
  const file = strings[mappings.filename[mapping] as number] ?? '';
  return mappings.buildId[mapping] === 0 && /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(file) ? '' : file;
}
