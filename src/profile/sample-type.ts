import type { Profile } from '../model/profile.ts';

/**
 * The sample type that is meant: by its name, by its name without `inuse_` (as in google/pprof, profile/index.go), by its
 * number, or, where none is asked for, the one that the file prefers, or else the last.
 *
 * @returns its index, or −1 when the profile has no such type.
 */
export function sampleTypeIndex({ sampleTypes, defaultSampleType }: Profile, asked = ''): number {
  if (asked === '') {
    const preferred = sampleTypes.findIndex(({ type }) => type === defaultSampleType);
    return preferred >= 0 ? preferred : sampleTypes.length - 1;
  }
  const number = Number(asked);
  if (/^\d+$/.test(asked) && number < sampleTypes.length) return number;
  const short = asked.replace(/^inuse_/, '');
  return sampleTypes.findIndex(({ type }) => type === asked || type === short);
}
