import type { Profile } from '../../model/profile.ts';
import { GoRegexp } from '../regexp/index.ts';
import { FrameNames } from './names.ts';
import { withLines, withStacks } from './reshape.ts';

const RESERVED = ['(anonymous namespace)', 'operator()'];

/** A function's name without its arguments (google/pprof, profile/prune.go: simplifyFunc). */
export function simplified(name: string): string {
  const plain = name.replace(/^\./, '');
  for (const { 0: text, index } of plain.matchAll(/\(anonymous namespace\)|operator\(\)|\(/g))
    if (!RESERVED.includes(text)) return plain.slice(0, index);
  return plain;
}

/**
 * Without the frames that the profile itself calls uninteresting: those matching `dropFrames` but not `keepFrames`, and what
 * they called, unless nothing else stands towards the root (profile/prune.go: RemoveUninteresting, Prune).
 *
 * @throws UserError where one of the two is no regular expression.
 */
export function withoutDroppedFrames(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  const drop = new GoRegexp(`^(${profile.dropFrames})$`);
  const keep = profile.keepFrames === '' ? undefined : new GoRegexp(`^(${profile.keepFrames})$`);
  const isDropped = memoized((name: string) => {
    const plain = simplified(name);
    return drop.test(plain) && !keep?.test(plain);
  });
  const names = new FrameNames(profile);
  /** 1: the whole location goes; 2: only what its outermost matching line called. */
  const cut = new Uint8Array(profile.locations.count);
  const reshaped = withLines(profile, (location) => {
    const lines = names.rows(location);
    const last = lines.findLastIndex((line) => names.name(line) !== '' && isDropped(names.name(line)));
    if (last < 0) return lines;
    cut[location] = last === lines.length - 1 ? 1 : 2;
    return cut[location] === 1 ? lines : lines.slice(last + 1);
  });
  const { stack } = profile.samples;
  return withStacks(reshaped, (_, from, to) => {
    let foundUser = false;
    for (let i = to - 1; i >= from; i--) {
      const how = cut[stack[i] as number];
      if (how === 0) foundUser = true;
      else if (foundUser) return [how === 1 ? i + 1 : i, to];
    }
    return [from, to];
  });
}

/** Without what the frame nearest to the leaf that matches called (profile/prune.go: PruneFrom). */
export function pruneFrom(profile: Profile, regexp: GoRegexp): Profile {
  const matchesName = memoized((name: string) => regexp.test(simplified(name)));
  const names = new FrameNames(profile);
  const matches = new Uint8Array(profile.locations.count);
  const reshaped = withLines(profile, (location) => {
    const lines = names.rows(location);
    const first = lines.findIndex((line) => names.name(line) !== '' && matchesName(names.name(line)));
    if (first < 0) return lines;
    matches[location] = 1;
    return lines.slice(first);
  });
  const { stack } = profile.samples;
  return withStacks(reshaped, (_, from, to) => {
    for (let i = from; i < to; i++) if (matches[stack[i] as number] === 1) return [i, to];
    return [from, to];
  });
}

function memoized(decide: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? decide(name);
    known.set(name, answer);
    return answer;
  };
}
