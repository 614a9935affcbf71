import type { Profile } from '../model/profile.ts';

/** The labels of one sample by key. A key may have texts and numbers, and several of each. */
export interface SampleLabels {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  /** Beside `numbers`, '' where a number has none; absent where none of the key has. */
  readonly units: ReadonlyMap<string, readonly string[]>;
}

const NONE: SampleLabels = { texts: new Map(), numbers: new Map(), units: new Map() };

/** The labels of a sample (google/pprof, profile/encode.go: postDecode). A label without text, number and unit is none. */
export function labelsOf({ strings, labels, samples }: Profile, sample: number): SampleLabels {
  const from = samples.labelStart[sample] as number;
  const to = samples.labelStart[sample + 1] as number;
  if (from === to) return NONE;
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, number[]>();
  const units = new Map<string, string[]>();
  const text = (index: number | undefined) => strings[index as number] ?? '';
  for (let i = from; i < to; i++) {
    const key = text(labels.key[i]);
    const [str, num, unit] = [labels.str[i] as number, labels.num[i] as number, labels.unit[i] as number];
    if (str !== 0) push(texts, key, text(str));
    else if (num !== 0 || unit !== 0) {
      if (unit !== 0) padTo(units, key, numbers.get(key)?.length ?? 0).push(text(unit));
      push(numbers, key, num);
    }
  }
  for (const key of units.keys()) padTo(units, key, numbers.get(key)?.length ?? 0);
  return { texts, numbers, units };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function padTo(units: Map<string, string[]>, key: string, length: number): string[] {
  const list = units.get(key) ?? [];
  units.set(key, list);
  while (list.length < length) list.push('');
  return list;
}

/**
 * The unit of each key that has numbers: the first one that its numbers name, or else what the key suggests (profile.go:
 * NumLabelUnits).
 */
export function unitsOfKeys(profile: Profile): ReadonlyMap<string, string> {
  const { strings, labels } = profile;
  const units = new Map<string, string>();
  for (let i = 0; i < labels.key.length; i++) {
    if (labels.str[i] !== 0 || (labels.num[i] === 0 && labels.unit[i] === 0)) continue;
    const key = strings[labels.key[i] as number] ?? '';
    const unit = strings[labels.unit[i] as number] ?? '';
    if (!units.get(key)) units.set(key, unit);
  }
  for (const [key, unit] of units) if (unit === '') units.set(key, SIZES.has(key) ? 'bytes' : key);
  return units;
}

const SIZES: ReadonlySet<string> = new Set(['alignment', 'request']);
