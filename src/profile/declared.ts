import { declaredFunction } from '../model/go-function.ts';
import type { Profile } from '../model/profile.ts';

/** The same profile with closures, deferred and started calls counted to the declared function that they stand in. */
export function byDeclaredFunction(profile: Profile): Profile {
  const strings = [...profile.strings];
  const index = new Map<string, number>();
  const name = profile.functions.name.map((at) => {
    const symbol = profile.strings[at] ?? '';
    const declared = declaredFunction(symbol);
    if (declared === symbol) return at;
    const known = index.get(declared) ?? strings.push(declared) - 1;
    index.set(declared, known);
    return known;
  });
  return { ...profile, strings, functions: { ...profile.functions, name } };
}
