import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { profileChanges } from '../../src/compare/profiles/change.ts';
import type { ProfileRun } from '../../src/compare/profiles/costs.ts';
import { Owner } from '../../src/compare/profiles/owner.ts';
import type { ProfileKind, SideName } from '../../src/model/evidence.ts';
import { readProfile } from '../../src/sources/pprof/read.ts';

const EXAMPLES = join(import.meta.dirname ?? '.', '../../examples');
const MODULE = 'example.com/eventlog';
const FLAGS: Readonly<Record<ProfileKind, readonly string[]>> = {
  cpu: ['-test.cpuprofile'],
  memory: ['-test.memprofilerate=1', '-test.memprofile'],
  block: ['-test.blockprofilerate=10000', '-test.blockprofile'],
  mutex: ['-test.mutexprofilefraction=10', '-test.mutexprofile'],
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-'));
  for (const side of ['base', 'head']) cpSync(join(EXAMPLES, 'eventlog'), join(folder, side), { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, 'head') });
  execFileSync('git', ['apply', join(EXAMPLES, 'pull-request.patch')], { cwd: join(folder, 'head') });
  for (const side of ['base', 'head'])
    for (const pkg of ['codec', 'index', 'store'])
      execFileSync('go', ['test', '-c', '-trimpath', '-o', join(folder, `${side}-${pkg}`), '.'], {
        cwd: join(folder, side, pkg),
      });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One process, as the gate runs it: one benchmark, a fixed number of iterations, one profiler. */
function profiled(side: SideName, pkg: string, benchmark: string, kind: ProfileKind, iterations: number): ProfileRun {
  const file = join(folder, `${side}.${benchmark}.${kind}`);
  const [last, ...rates] = [...FLAGS[kind]].reverse();
  const what = [`-test.bench=^Benchmark${benchmark}$`, '-test.run=^$', `-test.benchtime=${iterations}x`, '-test.cpu=2'];
  execFileSync(join(folder, `${side}-${pkg}`), [...what, ...rates, `${last}=${file}`], {
    cwd: join(folder, side, pkg),
    stdio: 'pipe',
  });
  const { profile } = readProfile(gunzipSync(readFileSync(file)), file);
  if (!profile) throw new Error(`${file} cannot be read`);
  return { profile, iterations };
}

/** What the profile's difference names first, without knowing what was edited. */
function culpritOf(pkg: string, benchmark: string, kind: ProfileKind, iterations: number) {
  const of = (side: SideName) => profiled(side, pkg, benchmark, kind, iterations);
  const owner = new Owner([{ path: MODULE, dir: '.' }], null);
  const changes = profileChanges({ subject: { benchmark }, kind, base: of('base'), head: of('head') }, owner);
  const named = changes.find(({ culprit }) => culprit !== null);
  return [named?.culprit?.function, named?.functions[0]?.function, named?.culprit?.file];
}

describe('the profile’s difference names the guilty function first, on the three regressions of the example', () => {
  test.each<[string, string, string, ProfileKind, number, string, string]>([
    ['CPU', 'index', 'Range', 'cpu', 3_000_000, 'index.(*Index).Range', 'index/range.go'],
    ['heap', 'codec', 'EncodeBatch', 'memory', 2_000, 'codec.sealHead', 'codec/replicate.go'],
    ['mutex', 'store', 'Append', 'mutex', 200_000, 'store.(*Writer).Append', 'store/writer.go'],
  ])(
    '%s',
    (_, pkg, benchmark, kind, iterations, fn, file) => {
      expect(culpritOf(pkg, benchmark, kind, iterations)).toEqual([`${MODULE}/${fn}`, `${MODULE}/${fn}`, file]);
    },
    120_000,
  );
});
