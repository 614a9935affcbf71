import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoroutineSeries, LeakRun, LeakStep, SiteSeries } from '../../leaks/run.ts';
import { type Diagnostic, UserError } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import { readGcTrace } from '../../sources/gctrace/read.ts';
import type { Goroutine } from '../../sources/goroutines/dump.ts';
import { readGoroutines } from '../../sources/goroutines/read.ts';
import { readProfile } from '../../sources/pprof/read.ts';
import { readBounded, unpackBounded } from '../bounded.ts';
import type { Frame, Places } from './places.ts';

/** Most that is read, bytes: of the sites of a step or of a profile, packed or not; of all steps; of the goroutines' dump. */
const MOST = 256 << 20;
const MOST_STEPS = 4 << 20;
const MOST_DUMP = 16 << 20;

export interface ReadRun {
  readonly run: LeakRun;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a process left in its folder. Steps that are not whole are left out.
 *
 * @param stderr what it printed, gctrace among it
 */
export async function readRun(dir: string, stderr: string, places: Places): Promise<ReadRun> {
  const steps = await wholeSteps(dir, readSteps(await textAt(join(dir, 'steps.jsonl'), MOST_STEPS)));
  const traced = tracedLive(stderr);
  const sites = new Gathering(steps.length);
  const goroutines = new Gathering(steps.length);
  const diagnostics: Diagnostic[] = [];
  const profile = async (name: string) => {
    const { profile, diagnostics: found } = await profileAt(join(dir, name), name);
    diagnostics.push(...found.filter(({ level }) => level !== 'notice'));
    return profile;
  };
  for (const i of steps.keys()) {
    const number = String(i).padStart(4, '0');
    const standing = await profile(`goroutine-${number}`);
    sites.add(i, readSites(await textAt(sitesAt(dir, i), MOST)), ['bytes', 'objects'], places);
    if (standing) goroutines.add(i, stacksOf(standing), ['goroutine'], places);
  }
  const dump = readGoroutines(await textAt(join(dir, 'goroutines.txt'), MOST_DUMP), 'goroutines.txt');
  const leaked = await profileAt(join(dir, 'goroutineleak'), 'goroutineleak');
  const run: LeakRun = {
    steps: steps.map(({ numGC, ...step }) => ({ ...step, traced: traced.get(numGC) ?? null })),
    sites: sites.all().map(({ frames, values: [bytes = [], objects = []] }): SiteSeries => {
      const { place, through, foreign } = places.of(frames);
      return { site: place, through, foreign, bytes, objects };
    }),
    goroutines: goroutines.all().map((found) => goroutineSeries(found, dump.goroutines, places)),
    leaked: leaked.profile ? leakedOf(leaked.profile, places) : null,
  };
  return { run, diagnostics };
}

/** A file of the process' folder, which the program can write to as well; '' where there is none that can be taken. */
async function textAt(path: string, limit: number): Promise<string> {
  const bytes = await readBounded(path, limit).catch(() => null);
  return bytes?.toString('utf8') ?? '';
}

function sitesAt(dir: string, step: number): string {
  return join(dir, `sites-${String(step).padStart(4, '0')}`);
}

/** Steps up to the first whose sites are missing (a disk that was full) or too many: read as none they would all be gone. */
async function wholeSteps(dir: string, steps: readonly RawStep[]): Promise<readonly RawStep[]> {
  for (const i of steps.keys()) {
    const file = await lstat(sitesAt(dir, i)).catch(() => null);
    if (!file?.isFile() || file.size > MOST) return steps.slice(0, i);
  }
  return steps;
}

type RawStep = Omit<LeakStep, 'traced'> & { readonly numGC: number };

/** Lines as the sampler writes them, up to the first that is not whole. */
function readSteps(text: string): readonly RawStep[] {
  const steps: RawStep[] = [];
  for (const line of text.split('\n')) {
    const step = stepOf(line, steps.length);
    if (!step) break;
    steps.push(step);
  }
  return steps;
}

function stepOf(line: string, index: number): RawStep | null {
  let found: Record<string, unknown>;
  try {
    found = Object(JSON.parse(line));
  } catch {
    return null;
  }
  const names = ['step', 'worked', 'at', 'n', 'live', 'heapAlloc', 'heapObjects', 'goroutines', 'numGC'];
  if (found.step !== index || !names.every((name) => Number.isFinite(found[name]))) return null;
  const value = (name: string) => found[name] as number;
  return {
    worked: value('worked') / 1e9,
    at: value('at') / 1e9,
    iterations: value('n'),
    live: value('live'),
    heapAlloc: value('heapAlloc'),
    heapObjects: value('heapObjects'),
    goroutines: value('goroutines'),
    numGC: value('numGC'),
  };
}

/** Live heap as gctrace prints it, bytes, by the cycle's number. */
function tracedLive(stderr: string): ReadonlyMap<number, number> {
  const process = readGcTrace(stderr, '').trace.processes[0];
  return new Map(process?.cycles.map(({ number, heap }) => [number, heap.live]) ?? []);
}

async function profileAt(path: string, name: string) {
  const packed = await readBounded(path, MOST).catch(() => null);
  if (!packed || packed.length === 0) return { profile: null, diagnostics: [] };
  try {
    return readProfile(await unpackBounded(packed, MOST, name), name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { profile: null, diagnostics: [{ level: 'warning' as const, text: error.message, at: { file: name } }] };
  }
}

/** Lines of the sampler's writeHeap; one that is not whole is left out. */
function readSites(text: string): readonly Stack[] {
  return text.split('\n').flatMap((line) => {
    const [bytes = '', objects = '', ...rest] = line.split('\t');
    const frames: Frame[] = [];
    for (let i = 0; i + 2 < rest.length; i += 3)
      frames.push({ function: rest[i] ?? '', file: rest[i + 1] ?? '', line: Number(rest[i + 2]) });
    const values = { bytes: Number(bytes), objects: Number(objects) };
    return frames.length > 0 && Number.isFinite(values.bytes) && Number.isFinite(values.objects)
      ? [{ frames, values }]
      : [];
  });
}

interface Stack {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** By sample type. */
  readonly values: Readonly<Record<string, number>>;
}

function stacksOf(profile: Profile): readonly Stack[] {
  const { samples, locations, lines, functions, strings, sampleTypes } = profile;
  const ofLocation = (location: number): Frame[] => {
    const frames: Frame[] = [];
    for (let i = locations.lineStart[location] as number; i < (locations.lineStart[location + 1] as number); i++) {
      const f = lines.function[i] as number;
      const text = (column: Uint32Array) => strings[column[f] as number] ?? '';
      if (f >= 0)
        frames.push({ function: text(functions.name), file: text(functions.filename), line: lines.line[i] as number });
    }
    return frames;
  };
  const known = Array.from({ length: locations.count }, (_, i) => ofLocation(i));
  return Array.from({ length: samples.count }, (_, i) => ({
    frames: [...samples.stack.subarray(samples.stackStart[i], samples.stackStart[i + 1])].flatMap(
      (location) => known[location] ?? [],
    ),
    values: Object.fromEntries(
      sampleTypes.map(({ type }, t) => [type, samples.values[i * sampleTypes.length + t] as number]),
    ),
  }));
}

interface Gathered {
  readonly frames: readonly Frame[];
  /** For each type its value at each step. */
  readonly values: readonly number[][];
}

/** Puts the stacks of all steps together, by the place of the program that they belong to. */
class Gathering {
  readonly #steps: number;
  readonly #found = new Map<string, Gathered>();

  constructor(steps: number) {
    this.#steps = steps;
  }

  add(step: number, stacks: readonly Stack[], types: readonly string[], places: Places): void {
    for (const { frames, values } of stacks) {
      if (frames.length === 0 || places.isOurs(frames)) continue;
      const { place, through, foreign } = places.of(frames);
      const key = `${place.function}\t${place.file}\t${place.line}\t${through ?? ''}\t${foreign}`;
      const known = this.#found.get(key) ?? { frames, values: types.map(() => new Array(this.#steps).fill(0)) };
      this.#found.set(key, known);
      for (const [t, type] of types.entries()) {
        const series = known.values[t] as number[];
        series[step] = (series[step] as number) + (values[type] ?? 0);
      }
    }
  }

  all(): readonly Gathered[] {
    return [...this.#found.values()];
  }
}

/** Names where goroutines were created: a profile says where they stand, the dump of the last step by whom they are. */
function goroutineSeries({ frames, values }: Gathered, dump: readonly Goroutine[], places: Places): GoroutineSeries {
  const { place, foreign } = places.of(frames);
  const alike = dump.filter((g) => g.frames.length > 0 && samePlace(places.of(g.frames).place, place));
  const created = mostFrequent(alike.flatMap(({ createdBy }) => createdBy ?? []));
  return {
    stands: place,
    state: mostFrequent(alike.map(({ state }) => state)) ?? '',
    created: created ? places.place(created) : null,
    foreign,
    counts: values[0] ?? [],
  };
}

function samePlace(a: Frame, b: Frame): boolean {
  return a.function === b.function && a.line === b.line;
}

function mostFrequent<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function leakedOf(profile: Profile, places: Places): NonNullable<LeakRun['leaked']> {
  return stacksOf(profile)
    .filter(({ frames }) => frames.length > 0)
    .map(({ frames, values }) => ({
      stands: places.of(frames).place,
      count: values.goroutineleak ?? Object.values(values)[0] ?? 0,
    }));
}
