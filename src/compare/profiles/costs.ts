import { memo } from '../../model/memo.ts';
import type { Profile } from '../../model/profile.ts';
import type { FunctionCost } from '../../model/profile-change.ts';
import { byDeclaredFunction } from '../../profile/declared.ts';
import { nodesOf } from '../../profile/granularity.ts';
import { type Weights, weightsOf } from '../../profile/graph.ts';

/** A profile and how many operations ran under it. */
export interface ProfileRun {
  readonly profile: Profile;
  readonly iterations: number;
  /** How its waits were sampled; absent where every one was recorded, and for other profiles. */
  readonly sampled?: Sampled;
}

/**
 * Go scales sampled waits up before it writes them (runtime, saveblockevent): with one contention in n recorded each stands
 * for n, and with a block rate of r nanoseconds a shorter wait stands for r of them. So a profile's count is not how many
 * events it rests on.
 */
export interface Sampled {
  /** `-test.mutexprofilefraction`. */
  readonly oneIn?: number;
  /** `-test.blockprofilerate`, nanoseconds. */
  readonly nanoseconds?: number;
}

/** How many events were recorded at the most, from how many they stand for and how long those waited together. */
function recorded({ oneIn = 1, nanoseconds = 0 }: Sampled, count: number, delay: number): number {
  const counted = count / oneIn;
  return Math.floor(nanoseconds > 0 ? Math.min(counted, delay / nanoseconds) : counted);
}

/** What one function costs per operation, and the recorded events (samples, allocations, waits) that say so. */
export interface Cost extends FunctionCost {
  readonly flatEvents: number;
  readonly cumEvents: number;
}

export const NO_COST: Cost = { flat: 0, cum: 0, flatEvents: 0, cumEvents: 0 };

/** What one side spends, by declared function. Values are per operation, in seconds, bytes or objects. */
export interface Costs {
  readonly iterations: number;
  readonly total: number;
  readonly events: number;
  readonly functions: ReadonlyMap<string, Cost>;
  /** Source file of each function as the compiler wrote it. */
  readonly files: ReadonlyMap<string, string>;
  readonly weights: Weights;
  /** Its functions are declared ones. */
  readonly profile: Profile;
  /** Sample type that was added up. */
  readonly value: number;
  /** What one unit of the profile is in the metric's, per operation. */
  readonly scale: number;
}

/** What a unit of a profile is in the units of metrics. */
const SCALES: Readonly<Record<string, number>> = {
  nanoseconds: 1e-9,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
};
/** The sample type that counts the events behind the values of another. */
const EVENTS: Readonly<Record<string, string>> = {
  cpu: 'samples',
  delay: 'contentions',
  alloc_space: 'alloc_objects',
  inuse_space: 'inuse_objects',
};

/** What was added up of a profile, by sample type: planning and judging ask for the same again. */
const known = memo((_: ProfileRun) => new Map<string, Costs | null>());
const declared = memo(({ profile }: ProfileRun) => byDeclaredFunction(profile));

/**
 * Adds up one sample type of a profile by declared function.
 *
 * @param perOp divide by the operations; else the values are totals
 * @returns null when the profile has no such sample type
 */
export function costsOf(run: ProfileRun, sampleType: string, perOp = true): Costs | null {
  const costs = known(run);
  const key = `${sampleType} ${perOp}`;
  const found = costs.has(key) ? (costs.get(key) ?? null) : addedUp(run, sampleType, perOp);
  costs.set(key, found);
  return found;
}

function addedUp(run: ProfileRun, sampleType: string, perOp: boolean): Costs | null {
  const { iterations } = run;
  const profile = declared(run);
  const find = (type: string) => profile.sampleTypes.findIndex((t) => t.type === type);
  const value = find(sampleType);
  if (value < 0) return null;
  const counted = find(EVENTS[sampleType] ?? sampleType);
  const nodes = nodesOf(profile);
  const weights = weightsOf(profile, nodes, { value });
  const count = counted < 0 ? value : counted;
  const events = weightsOf(profile, nodes, { value: count });
  const delay = run.sampled?.nanoseconds === undefined ? null : find('delay');
  const delays = delay === null ? null : weightsOf(profile, nodes, { value: delay });
  const behind = (n: number, waited = 0) => (run.sampled ? recorded(run.sampled, n, waited) : n);
  const scale = (SCALES[profile.sampleTypes[value]?.unit ?? ''] ?? 1) / (perOp ? iterations : 1);
  const functions = new Map<string, Cost>();
  for (const node of new Set([...weights.listed, ...events.listed])) {
    functions.set(nodes.names[node] ?? '', {
      flat: (weights.flat[node] as number) * scale,
      cum: (weights.cum[node] as number) * scale,
      flatEvents: behind(events.flat[node] as number, delays?.flat[node]),
      cumEvents: behind(events.cum[node] as number, delays?.cum[node]),
    });
  }
  return {
    iterations,
    total: sumOf(profile, value) * scale,
    events: behind(sumOf(profile, count), delay === null ? 0 : sumOf(profile, delay)),
    functions,
    files: filesOf(profile),
    weights,
    profile,
    value,
    scale,
  };
}

function sumOf({ samples, sampleTypes }: Profile, type: number): number {
  let sum = 0;
  for (let i = type; i < samples.values.length; i += sampleTypes.length) sum += samples.values[i] as number;
  return sum;
}

function filesOf({ functions, strings }: Profile): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  functions.name.forEach((name, i) => {
    const key = strings[name] ?? '';
    if (!files.has(key)) files.set(key, strings[functions.filename[i] as number] ?? '');
  });
  return files;
}
