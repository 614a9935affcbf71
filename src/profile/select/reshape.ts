import type { LabelTable, Profile } from '../../model/profile.ts';

/** A profile whose locations have the lines that `lines` names for each. */
export function withLines(profile: Profile, lines: (location: number) => readonly number[]): Profile {
  const { locations } = profile;
  const lineStart = new Uint32Array(locations.count + 1);
  const kept: number[] = [];
  for (let location = 0; location < locations.count; location++) {
    for (const line of lines(location)) kept.push(line);
    lineStart[location + 1] = kept.length;
  }
  return {
    ...profile,
    locations: { ...locations, lineStart },
    lines: {
      function: Int32Array.from(kept, (line) => profile.lines.function[line] as number),
      line: Float64Array.from(kept, (line) => profile.lines.line[line] as number),
      column: Float64Array.from(kept, (line) => profile.lines.column[line] as number),
    },
  };
}

/** Part of the stack column, or null to leave the sample out. */
export type Cut = (sample: number, from: number, to: number) => readonly [from: number, to: number] | null;

/** A profile of the samples that `cut` keeps, and as much of their stacks; frames at hidden locations go. */
export function withStacks(profile: Profile, cut: Cut, hidden?: Uint8Array): Profile {
  const { samples } = profile;
  const kept: number[] = [];
  const stack = new Uint32Array(samples.stack.length);
  const stackStart = new Uint32Array(samples.count + 1);
  let n = 0;
  for (let sample = 0; sample < samples.count; sample++) {
    const part = cut(sample, samples.stackStart[sample] as number, samples.stackStart[sample + 1] as number);
    if (!part) continue;
    const before = n;
    for (let i = part[0]; i < part[1]; i++) {
      const location = samples.stack[i] as number;
      if (hidden === undefined || hidden[location] === 0) stack[n++] = location;
    }
    // Nothing is left of it.
    if (hidden !== undefined && n === before) continue;
    kept.push(sample);
    stackStart[kept.length] = n;
  }
  const { labels, labelStart } = keptLabels(profile, kept, () => true);
  return {
    ...profile,
    labels,
    samples: {
      count: kept.length,
      stackStart: stackStart.slice(0, kept.length + 1),
      stack: stack.slice(0, n),
      values: keptValues(profile, kept),
      labelStart,
    },
  };
}

function keptValues({ samples, sampleTypes }: Profile, kept: readonly number[]): Float64Array {
  const types = sampleTypes.length;
  const values = new Float64Array(kept.length * types);
  kept.forEach((sample, i) => {
    values.set(samples.values.subarray(sample * types, (sample + 1) * types), i * types);
  });
  return values;
}

/** The labels of some samples, as far as `keep` says of their rows. */
export function keptLabels(profile: Profile, kept: Iterable<number>, keep: (label: number) => boolean) {
  const { samples, labels } = profile;
  const rows: number[] = [];
  const labelStart = [0];
  for (const sample of kept) {
    const to = samples.labelStart[sample + 1] as number;
    for (let label = samples.labelStart[sample] as number; label < to; label++) if (keep(label)) rows.push(label);
    labelStart.push(rows.length);
  }
  const table: LabelTable = {
    key: Uint32Array.from(rows, (row) => labels.key[row] as number),
    str: Uint32Array.from(rows, (row) => labels.str[row] as number),
    num: Float64Array.from(rows, (row) => labels.num[row] as number),
    unit: Uint32Array.from(rows, (row) => labels.unit[row] as number),
  };
  return { labels: table, labelStart: Uint32Array.from(labelStart) };
}
