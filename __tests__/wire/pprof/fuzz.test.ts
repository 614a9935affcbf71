import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { mutant, randomFrom } from '../../../scripts/profiles/mutate.mjs';
import type { Profile } from '../../../src/model/profile.ts';
import { pprofSource } from '../../../src/sources/pprof/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';
import { bytesOf, GOOD } from './wire.ts';

const FIXTURES = join(import.meta.dirname ?? '.', '../../sources/pprof/fixtures');
const SEEDS = [
  Buffer.from(bytesOf(...GOOD)),
  ...readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.pb.gz'))
    .map((name) => gunzipSync(readFileSync(join(FIXTURES, name)))),
];

/** Every reference of a profile is to something that is there. */
function isConsistent(p: Profile): boolean {
  const below = (column: ArrayLike<number>, end: number, start = 0) =>
    Array.from(column).every((v) => v >= start && v < end);
  const texts = p.strings.length;
  return (
    p.samples.values.length === p.samples.count * p.sampleTypes.length &&
    p.samples.stackStart.length === p.samples.count + 1 &&
    p.samples.stackStart.at(-1) === p.samples.stack.length &&
    p.samples.labelStart.at(-1) === p.labels.key.length &&
    p.locations.lineStart.at(-1) === p.lines.function.length &&
    below(p.samples.stack, p.locations.count) &&
    below(p.lines.function, p.functions.count) &&
    below(p.locations.mapping, p.mappings.count, -1) &&
    [p.functions.name, p.functions.filename, p.labels.key, p.labels.str, p.labels.unit, p.mappings.filename].every(
      (c) => below(c, texts),
    )
  );
}

test('3,000 mutants of real profiles: each is read or refused, and what is read refers to what is there', () => {
  const random = randomFrom(20_261_127);
  let [read, refused] = [0, 0];
  for (let i = 0; i < 3000; i++) {
    const { name, bytes } = mutant(random, SEEDS);
    const { profile, diagnostics } = pprofSource.inspect(new EvidenceFile('mutant', bytes));
    if (profile) read++;
    else refused++;
    expect([i, name, profile ? isConsistent(profile) : diagnostics.some((d) => d.level === 'error')]).toEqual([
      i,
      name,
      true,
    ]);
  }
  expect(Math.min(read, refused)).toBeGreaterThan(300);
});
