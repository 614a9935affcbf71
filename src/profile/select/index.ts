import { UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { GoRegexp } from '../regexp/index.ts';
import { filterByName, showFrom } from './names.ts';
import { pruneFrom } from './prune.ts';
import { filterByTag, filterTags, tagFilter } from './tags.ts';

/** Which samples, frames and labels of a profile count: pprof's options by their names, regular expressions of Go's. */
export interface Selection {
  /** Samples with a frame that matches. */
  readonly focus?: string;
  /** No samples with a frame that matches. */
  readonly ignore?: string;
  /** No frames that match. */
  readonly hide?: string;
  /** Only frames that match. */
  readonly show?: string;
  /** Stacks from the outermost frame that matches. */
  readonly showFrom?: string;
  /** Samples with a label that matches: see {@link tagFilter}. */
  readonly tagFocus?: string;
  readonly tagIgnore?: string;
  /** Labels by their keys. */
  readonly tagShow?: string;
  readonly tagHide?: string;
  /** No frames that a matching one called. */
  readonly pruneFrom?: string;
}

/** What is left, and what matched nothing. */
export interface Selected {
  readonly profile: Profile;
  readonly warnings: readonly string[];
}

/** As in the header of a report (google/pprof, internal/driver: reportOptions). */
const NAMES = {
  focus: 'focus',
  ignore: 'ignore',
  hide: 'hide',
  show: 'show',
  showFrom: 'show_from',
  tagFocus: 'tagfocus',
  tagIgnore: 'tagignore',
  tagShow: 'tagshow',
  tagHide: 'taghide',
} as const satisfies Partial<Record<keyof Selection, string>>;

/** `focus=json`, `tagfocus=key=value` …: what the header says of a selection. */
export function filtersOf(selection: Selection): string[] {
  return Object.entries(NAMES).flatMap(([option, name]) => {
    const value = selection[option as keyof typeof NAMES];
    return value ? [`${name}=${value}`] : [];
  });
}

/**
 * Applies a selection in pprof's order (internal/driver/driver_focus.go: applyFocus).
 *
 * @param units of the label keys that have numbers.
 * @throws UserError for a regular expression that Go would not compile.
 */
export function select(profile: Profile, selection: Selection, units: ReadonlyMap<string, string>): Selected {
  const steps = new Steps(profile);
  const { focus, ignore, hide, show } = compiled(selection, 'focus', 'ignore', 'hide', 'show');
  const {
    showFrom: from,
    tagShow,
    tagHide,
    pruneFrom: under,
  } = compiled(selection, 'showFrom', 'tagShow', 'tagHide', 'pruneFrom');
  const tags = (option: 'tagFocus' | 'tagIgnore') =>
    selection[option] ? named(option, () => tagFilter(selection[option] as string, units)) : undefined;
  const [tagFocus, tagIgnore] = [tags('tagFocus'), tags('tagIgnore')];
  if (focus || ignore || hide || show) {
    const matched = steps.take(filterByName(steps.profile, { focus, ignore, hide, show }));
    steps.warn({ Focus: focus && !matched.focus, Ignore: ignore && !matched.ignore });
    steps.warn({ Hide: hide && !matched.hide, Show: show && !matched.show });
  }
  if (from) steps.warn({ ShowFrom: !steps.take(showFrom(steps.profile, from)) });
  if (tagFocus || tagIgnore) {
    const matched = steps.take(filterByTag(steps.profile, tagFocus, tagIgnore));
    steps.warn({ TagFocus: tagFocus && !matched.focus, TagIgnore: tagIgnore && !matched.ignore });
  }
  if (tagShow || tagHide) {
    const matched = steps.take(filterTags(steps.profile, tagShow, tagHide));
    steps.warn({ TagShow: tagShow && !matched.show, TagHide: tagHide && !matched.hide });
  }
  if (under) steps.profile = pruneFrom(steps.profile, under);
  return steps;
}

class Steps implements Selected {
  profile: Profile;
  readonly warnings: string[] = [];

  constructor(profile: Profile) {
    this.profile = profile;
  }

  take<T>({ profile, matched }: { readonly profile: Profile; readonly matched: T }): T {
    this.profile = profile;
    return matched;
  }

  warn(nothing: Readonly<Record<string, unknown>>): void {
    for (const [option, isTrue] of Object.entries(nothing))
      if (isTrue) this.warnings.push(`${option} expression matched no samples`);
  }
}

function compiled<K extends keyof Selection>(selection: Selection, ...options: K[]): { [option in K]?: GoRegexp } {
  const regexps: { [option in K]?: GoRegexp } = {};
  for (const option of options) {
    const text = selection[option];
    if (text) regexps[option] = named(option, () => new GoRegexp(text));
  }
  return regexps;
}

function named<T>(option: keyof Selection, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const name = option === 'pruneFrom' ? 'prune_from' : NAMES[option];
    throw new UserError(`parsing ${name} regexp: ${error.message}`);
  }
}
