import { formatCount, formatDifference, formatValue, plural } from '../model/format.ts';
import { type FunctionChange, type ProfileChange, shortName } from '../model/profile-change.ts';

/** What each sample type of a profile is to people. */
const NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU time',
  alloc_space: 'bytes allocated',
  alloc_objects: 'allocations',
  'mutex delay': 'time others wait for its locks',
  'mutex contentions': 'waits for its locks',
  'block delay': 'time blocked',
  'block contentions': 'times blocked',
};

/** `CPU time per op` */
export function profileName({ kind, sampleType }: ProfileChange): string {
  return `${NAMES[`${kind} ${sampleType}`] ?? NAMES[sampleType] ?? sampleType} per op`;
}

/** `92 and 146 samples in 137,916 operations a side` */
export function profileEvents({ kind, base, head }: ProfileChange): string {
  const noun = { cpu: 'sample', memory: 'allocation', block: 'recorded wait', mutex: 'recorded wait' }[kind];
  return `${formatCount(base.events)} and ${plural(head.events, noun)} in ${plural(head.iterations, 'operation')} a side`;
}

/** A function's change in a profile, as cells: its name, place, own part and with what it calls. */
export interface FunctionText {
  readonly name: string;
  readonly place: string;
  /** `1.20 µs → 3.40 µs` */
  readonly flat: string;
  readonly cum: string;
  /** Of `cum`: what the module is blamed for is mostly what it calls. */
  readonly change: string;
}

export function functionText(
  { function: fn, file, line, base, head, own }: FunctionChange,
  unit: string,
): FunctionText {
  const sides = (from: number, to: number) => `${formatValue(from, unit)} → ${formatValue(to, unit)}`;
  return {
    name: shortName(fn),
    place: own && file !== undefined ? (line === undefined ? file : `${file}:${line}`) : '',
    flat: sides(base.flat, head.flat),
    cum: sides(base.cum, head.cum),
    change: formatDifference(head.cum - base.cum, unit),
  };
}

/** Share of the largest growth below which a function's is not worth a line. */
const WORTH = 0.01;

/** Functions of a profile that are worth showing: those that grew, the culprit first. */
export function grownFunctions({ functions }: ProfileChange, most: number): readonly FunctionChange[] {
  const growth = ({ base, head }: FunctionChange) => Math.max(head.cum - base.cum, head.flat - base.flat);
  const least = WORTH * Math.max(0, ...functions.map(growth));
  return functions.filter((fn) => growth(fn) > 0 && growth(fn) >= least).slice(0, most);
}

/** The profiles that explain something: those with a culprit, CPU time always. */
export function tellingProfiles(profiles: readonly ProfileChange[]): readonly ProfileChange[] {
  return profiles.filter(({ culprit, kind }) => culprit !== null || kind === 'cpu');
}
