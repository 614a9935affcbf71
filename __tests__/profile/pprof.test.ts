import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Profile } from '../../src/model/profile.ts';
import { diffBase, mergeProfiles, subtractBase } from '../../src/profile/arithmetic/index.ts';
import { peekText } from '../../src/profile/peek.ts';
import type { ReportOptions } from '../../src/profile/report.ts';
import { formatTop, topOf } from '../../src/profile/top.ts';
import { tracesText } from '../../src/profile/traces.ts';
import { decodeProfile } from '../../src/wire/pprof/decode.ts';

// Real profiles, read by us and by the machine's own pprof; scripts/compare-pprof.mjs compares many more.
const FOLDER = mkdtempSync(join(tmpdir(), 'profiles-'));
const PROGRAM = join(import.meta.dirname, 'fixtures/profiles');
/** The first use of pprof builds it. */
const PATIENCE = 180_000;

beforeAll(() => {
  execFileSync('go', ['run', '.', FOLDER], { cwd: PROGRAM, stdio: 'inherit' });
}, PATIENCE);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const pathOf = (name: string) => join(FOLDER, `${name}.pb.gz`);

function read(name: string): Profile {
  const { profile, problems } = decodeProfile(gunzipSync(readFileSync(pathOf(name))));
  expect(problems).toEqual([]);
  return profile as Profile;
}

function pprof(...args: string[]): string {
  const env = { ...process.env, PPROF_BINARY_PATH: join(FOLDER, 'none') };
  const options = { env, stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 };
  return execFileSync('go', ['tool', 'pprof', '-symbolize=none', ...args], options).toString();
}

const TOPS: readonly (readonly [string, readonly string[], ReportOptions])[] = [
  ['cpu', [], {}],
  ['cpu', ['-cum', '-lines'], { order: 'cum', granularity: 'lines' }],
  ['cpu', ['-tagfocus=user=ann', '-nodefraction=0'], { tagFocus: 'user=ann', nodeFraction: 0 }],
  ['cpu', ['-focus=json', '-hide=^runtime', '-nodecount=9'], { focus: 'json', hide: '^runtime', nodeCount: 9 }],
  ['allocs', ['-nodefraction=0'], { nodeFraction: 0 }],
  ['heap', ['-sample_index=alloc_objects', '-noinlines'], { sampleType: 'alloc_objects', noInlines: true }],
  ['block', ['-mean', '-addresses'], { mean: true, granularity: 'addresses' }],
  ['mutex', ['-filefunctions', '-unit=auto'], { granularity: 'filefunctions', unit: 'auto' }],
];

describe('the text of pprof', () => {
  test.each(TOPS)(
    'top of %s %j',
    (name, flags, options) => {
      expect(formatTop(topOf(read(name), options))).toBe(pprof('-top', ...flags, pathOf(name)));
    },
    PATIENCE,
  );

  test(
    'peek and traces',
    () => {
      expect(peekText(read('allocs'), 'encode|json')).toBe(pprof('-peek=encode|json', pathOf('allocs')));
      expect(peekText(read('cpu'), '.')).toBe(pprof('-peek=.', pathOf('cpu')));
      expect(tracesText(read('allocs'))).toBe(pprof('-traces', pathOf('allocs')));
      expect(tracesText(read('goroutine'))).toBe(pprof('-traces', pathOf('goroutine')));
    },
    PATIENCE,
  );

  test(
    'sums and differences',
    () => {
      const [heap, allocs] = [read('heap'), read('allocs')];
      const of = (profile: Profile) => formatTop(topOf(profile, { nodeFraction: 0 }));
      const top = (...args: string[]) => pprof('-top', '-nodefraction=0', ...args);
      expect(of(mergeProfiles([heap, allocs]))).toBe(top(pathOf('heap'), pathOf('allocs')));
      expect(of(subtractBase(heap, allocs))).toBe(top(`-base=${pathOf('allocs')}`, pathOf('heap')));
      expect(of(diffBase(read('mutex'), read('block'), { normalize: true }))).toBe(
        top('-normalize', `-diff_base=${pathOf('block')}`, pathOf('mutex')),
      );
    },
    PATIENCE,
  );
});
