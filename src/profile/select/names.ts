import type { Profile } from '../../model/profile.ts';
import { binaryOf } from '../binary.ts';
import type { GoRegexp } from '../regexp/index.ts';
import { withLines, withStacks } from './reshape.ts';

/** What is asked of the frames of a profile. */
export class FrameNames {
  readonly #profile: Profile;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  rows(location: number): number[] {
    const { lineStart } = this.#profile.locations;
    const from = lineStart[location] as number;
    return Array.from({ length: (lineStart[location + 1] as number) - from }, (_, i) => from + i);
  }

  /** Name of the function at a line, '' where there is none. */
  name(line: number): string {
    const { strings, functions, lines } = this.#profile;
    const fn = lines.function[line] as number;
    return fn < 0 ? '' : (strings[functions.name[fn] as number] ?? '');
  }

  /** Whether the function or the file at a line matches; undefined where the line has no function. */
  lineMatches(line: number, regexp: GoRegexp): boolean | undefined {
    const { strings, functions, lines } = this.#profile;
    const fn = lines.function[line] as number;
    if (fn < 0) return undefined;
    const file = strings[functions.filename[fn] as number] ?? '';
    return regexp.test(this.name(line)) || regexp.test(file);
  }

  binaryMatches(location: number, regexp: GoRegexp): boolean {
    const mapping = this.#profile.locations.mapping[location] as number;
    return mapping >= 0 && regexp.test(binaryOf(this.#profile, mapping));
  }

  matches(location: number, regexp: GoRegexp): boolean {
    return this.rows(location).some((line) => this.lineMatches(line, regexp)) || this.binaryMatches(location, regexp);
  }
}

export interface NameFilters {
  readonly focus?: GoRegexp | undefined;
  readonly ignore?: GoRegexp | undefined;
  readonly hide?: GoRegexp | undefined;
  readonly show?: GoRegexp | undefined;
}

/** Which of the filters matched anything. */
export type Matched = Readonly<Record<keyof NameFilters, boolean>>;

/** Of a location. */
const FOCUSED = 1;
const IGNORED = 2;

/**
 * Samples with a frame that matches `focus` and none that matches `ignore`, without the frames that match `hide` or do not
 * match `show`. Functions, files and binaries count (google/pprof, profile/filter.go: FilterSamplesByName).
 */
export function filterByName(profile: Profile, { focus, ignore, hide, show }: NameFilters) {
  const names = new FrameNames(profile);
  const { count } = profile.locations;
  const kind = new Uint8Array(count);
  const hidden = new Uint8Array(count);
  const matched = { focus: false, ignore: false, hide: false, show: false };
  for (let location = 0; location < count; location++) {
    if (ignore && names.matches(location, ignore)) {
      matched.ignore = true;
      kind[location] = IGNORED;
    } else if (!focus || names.matches(location, focus)) {
      matched.focus = true;
      kind[location] = FOCUSED;
    }
  }
  const shown = (location: number) => {
    let lines = names.rows(location);
    if (hide && names.matches(location, hide)) {
      matched.hide = true;
      lines = names.binaryMatches(location, hide) ? [] : lines.filter((line) => !names.lineMatches(line, hide));
      if (lines.length === 0) hidden[location] = 1;
    }
    if (!show) return lines;
    if (!names.binaryMatches(location, show)) lines = lines.filter((line) => names.lineMatches(line, show) !== false);
    if (lines.length === 0) hidden[location] = 1;
    else matched.show = true;
    return lines;
  };
  const reshaped = hide || show ? withLines(profile, shown) : profile;
  const { stack } = profile.samples;
  const selected = withStacks(
    reshaped,
    (_, from, to) => {
      let focused = false;
      for (let i = from; i < to; i++) {
        const of = kind[stack[i] as number];
        if (of === IGNORED) return null;
        if (of === FOCUSED) focused = true;
      }
      return focused ? [from, to] : null;
    },
    hidden.includes(1) ? hidden : undefined,
  );
  return { profile: selected, matched };
}

/**
 * Stacks from the frame nearest to the root that matches; samples without one go (profile/filter.go: ShowFrom).
 */
export function showFrom(profile: Profile, regexp: GoRegexp) {
  const names = new FrameNames(profile);
  const matches = new Uint8Array(profile.locations.count);
  const reshaped = withLines(profile, (location) => {
    const lines = names.rows(location);
    if (names.binaryMatches(location, regexp)) {
      matches[location] = 1;
      return lines;
    }
    const last = lines.findLastIndex((line) => names.lineMatches(line, regexp));
    if (last < 0) return lines;
    matches[location] = 1;
    return lines.slice(0, last + 1);
  });
  const { stack } = profile.samples;
  const selected = withStacks(reshaped, (_, from, to) => {
    for (let i = to - 1; i >= from; i--) if (matches[stack[i] as number] === 1) return [from, i + 1];
    return null;
  });
  return { profile: selected, matched: matches.includes(1) };
}
