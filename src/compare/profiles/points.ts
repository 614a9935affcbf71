import type { Profile } from '../../model/profile.ts';
import type { WaitPoint } from '../../model/profile-change.ts';
import type { Costs } from './costs.ts';
import type { Owner } from './owner.ts';

/** Points that a report names. */
const NAMED = 3;

/** Where the waits of a block or mutex profile are: the innermost frame of the module's own, else the innermost of all. */
export function waitPoints(costs: Costs, owner: Owner): readonly WaitPoint[] {
  const { profile, value, scale, iterations } = costs;
  const { samples, sampleTypes } = profile;
  const counted = sampleTypes.findIndex(({ type }) => type === 'contentions');
  const points = new Map<string, { at: Frame; delay: number; events: number }>();
  for (let sample = 0; sample < samples.count; sample++) {
    const at = frameOf(profile, sample, owner);
    if (!at) continue;
    const key = `${at.function} ${at.line}`;
    const point = points.get(key) ?? { at, delay: 0, events: 0 };
    point.delay += samples.values[sample * sampleTypes.length + value] ?? 0;
    point.events += samples.values[sample * sampleTypes.length + counted] ?? 0;
    points.set(key, point);
  }
  const longest = [...points.values()].sort((a, b) => b.delay - a.delay).slice(0, NAMED);
  return longest.map(({ at, delay, events }) => ({
    ...place(at, owner),
    perOp: delay * scale,
    mean: events > 0 ? (delay * scale * iterations) / events : 0,
  }));
}

interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

function frameOf(profile: Profile, sample: number, owner: Owner): Frame | null {
  const { samples, locations } = profile;
  let innermost: Frame | null = null;
  for (let i = samples.stackStart[sample] as number; i < (samples.stackStart[sample + 1] as number); i++) {
    const location = samples.stack[i] as number;
    const end = locations.lineStart[location + 1] as number;
    for (let line = locations.lineStart[location] as number; line < end; line++) {
      const frame = frameAt(profile, line);
      if (owner.isOwn(frame.function, frame.file)) return frame;
      innermost ??= frame;
    }
  }
  return innermost;
}

function frameAt({ strings, functions, lines }: Profile, line: number): Frame {
  const fn = lines.function[line] as number;
  const text = (column: Uint32Array) => strings[column[fn] ?? 0] ?? '';
  return { function: text(functions.name), file: text(functions.filename), line: lines.line[line] as number };
}

function place({ function: fn, file: compiled, line }: Frame, owner: Owner): Omit<WaitPoint, 'perOp' | 'mean'> {
  const file = owner.pathOf(fn, compiled) ?? compiled;
  return { function: fn, ...(file === '' ? {} : { file }), ...(line > 0 ? { line } : {}) };
}
