import type { Profile } from '../../model/profile.ts';
import { diffBase, subtractBase } from '../../profile/arithmetic/index.ts';
import type { Ask, BaseAsk } from './ask.ts';
import { inspectFile, profileOf } from './load.ts';

/** A profile that others are compared with. */
export interface Base {
  readonly profile: Profile;
  readonly ask: BaseAsk;
}

/** @throws UserError where the file is no profile */
export async function readBase({ base }: Ask): Promise<Base | undefined> {
  if (!base) return undefined;
  const option = base.kind === 'diff' ? '--diff-base' : '--base';
  return { profile: profileOf((await inspectFile(base.path))[0].inspection, option), ask: base };
}

/** A profile without the base, as go tool pprof makes it; the profile itself where there is no base. */
export function comparedWith(profile: Profile, base: Base | undefined): Profile {
  if (!base) return profile;
  const { kind, normalize } = base.ask;
  return (kind === 'diff' ? diffBase : subtractBase)(profile, base.profile, { normalize });
}
