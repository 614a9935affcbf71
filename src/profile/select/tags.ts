import { UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { parseGoInt } from '../../wire/go-number.ts';
import { labelsOf, type SampleLabels } from '../labels.ts';
import { GoRegexp } from '../regexp/index.ts';
import { scale } from '../units.ts';
import { keptLabels, withStacks } from './reshape.ts';

export type TagFilter = (labels: SampleLabels) => boolean;

/**
 * A filter of samples by their labels: `regexp`, `regexp,regexp` (all of them), `key=regexp,regexp` (one of them), and for
 * numbers `32kb`, `:64kb`, `4mb:`, `12kb:64mb`, with `key=` or without (google/pprof, internal/driver/driver_focus.go:
 * compileTagFilter). Without a key a regexp is matched against `key:value`.
 *
 * @param units of the keys that have numbers.
 * @throws UserError for a bad regexp and for numbers beyond 64 bits.
 */
export function tagFilter(text: string, units: ReadonlyMap<string, string>): TagFilter {
  const at = text.indexOf('=');
  const key = at < 0 ? '' : text.slice(0, at);
  const value = text.slice(at + 1);
  const inRange = rangeOf(value);
  if (inRange) return numberFilter(key, units, inRange);
  const regexps = value.split(',').map((part) => new GoRegexp(part));
  if (key === '')
    return ({ texts }) =>
      regexps.every((regexp) => {
        for (const [name, values] of texts) if (values.some((one) => regexp.test(`${name}:${one}`))) return true;
        return false;
      });
  return ({ texts }) => (texts.get(key) ?? []).some((one) => regexps.some((regexp) => regexp.test(one)));
}

type InRange = (value: number, unit: string) => boolean;

function numberFilter(key: string, units: ReadonlyMap<string, string>, inRange: InRange): TagFilter {
  const matches = (name: string, values: readonly number[]) =>
    values.some((value) => inRange(value, units.get(name) ?? ''));
  if (key !== '') return ({ numbers }) => matches(key, numbers.get(key) ?? []);
  return ({ numbers }) => [...numbers].some(([name, values]) => matches(name, values));
}

/** driver_focus.go: parseTagFilterRange. Undefined where the text is no range. */
function rangeOf(text: string): InRange | undefined {
  const [first, second] = [...text.matchAll(/([+-]?\d+)([A-Za-z]+)?/g)];
  if (!first) return undefined;
  const [low, lowUnit = ''] = [whole(first[1] as string), first[2]];
  const { value: from, unit } = scale(low, lowUnit, lowUnit);
  const within =
    (low: number, high: number): InRange =>
    (value, own) => {
      const scaled = scale(value, own, unit);
      return scaled.unit === unit && scaled.value >= low && scaled.value <= high;
    };
  if (!second) {
    if (text === first[0]) return within(from, from);
    if (text === `${first[0]}:`) return within(from, Number.POSITIVE_INFINITY);
    return text === `:${first[0]}` ? within(Number.NEGATIVE_INFINITY, from) : undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const to = scale(whole(second[1] as string), second[2] ?? '', unit);
  return to.unit === unit ? within(from, to.value) : undefined;
}

function whole(digits: string): number {
  const number = parseGoInt(digits);
  if ('problem' in number) throw new UserError(`${digits} is beyond 64 bits`);
  return number.value;
}

/** Samples that `focus` keeps and `ignore` does not (profile/filter.go: FilterSamplesByTag). */
export function filterByTag(profile: Profile, focus: TagFilter | undefined, ignore: TagFilter | undefined) {
  const matched = { focus: false, ignore: false };
  const selected = withStacks(profile, (sample, from, to) => {
    const labels = labelsOf(profile, sample);
    const focused = focus?.(labels) ?? true;
    const ignored = ignore?.(labels) ?? false;
    matched.focus ||= focused;
    matched.ignore ||= ignored;
    return focused && !ignored ? [from, to] : null;
  });
  return { profile: selected, matched };
}

/** Labels whose keys match `show` and not `hide` (profile/filter.go: FilterTagsByName). */
export function filterTags(profile: Profile, show: GoRegexp | undefined, hide: GoRegexp | undefined) {
  const { strings } = profile;
  const matched = { show: false, hide: false };
  const samples = Array.from({ length: profile.samples.count }, (_, i) => i);
  const { labels, labelStart } = keptLabels(profile, samples, (label) => {
    const key = strings[profile.labels.key[label] as number] ?? '';
    const shown = show?.test(key) ?? true;
    const hidden = hide?.test(key) ?? false;
    matched.show ||= shown;
    matched.hide ||= hidden;
    return shown && !hidden;
  });
  return { profile: { ...profile, labels, samples: { ...profile.samples, labelStart } }, matched };
}
