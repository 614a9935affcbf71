import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Evidence, ProcessRecord, ProfileKind } from '../../src/model/evidence.ts';
import { readEvidence, writeEvidence } from '../../src/run/store/store.ts';
import { folder } from './sandbox.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';

function process(more: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    side: 'base',
    pkg: 'example.com/m/codec',
    phase: 'screen',
    round: 0,
    args: ['-test.bench=^BenchmarkEncode$'],
    rows: ['row'],
    timeout: 10,
    order: 0,
    start: 1.7e9,
    wall: 1.5,
    user: 1.4,
    system: 0.1,
    maxRss: 1e7,
    ending: 'ok',
    exit: 0,
    stdout: 'BenchmarkEncode-2   100   12.5 ns/op\nPASS\n',
    stderr: '',
    ...more,
  };
}

/** Evidence in which every key that there is is given. */
function evidence(processes: readonly ProcessRecord[]): Evidence {
  const environment = {
    goVersion: 'go1.26',
    goos: 'linux',
    goarch: 'amd64',
    cpu: 'x',
    gomaxprocs: 2,
    cpus: 2,
    kernel: 'Linux 6',
    variables: { GOGC: '100' },
    cpuLimit: 1.5,
    memoryLimit: 1e9,
  };
  const text = {
    file: 'rules.yml',
    text: 'version: 1\nextends: [perf/team.yml]\n',
    extended: { 'perf/team.yml': 'version: 1\n' },
  };
  return {
    schema: 'go-perf-gate/evidence@1',
    version: '0.1.0',
    now: '2026-11-23T10:00:00.000Z',
    design: 'interleaved',
    baseBy: 'merge-base',
    base: { label: 'main', sha: SHA },
    head: { label: 'working tree', sha: SHA, dirty: true },
    environment: { base: environment, head: environment },
    packages: [
      {
        pkg: 'example.com/m/codec',
        dir: 'codec',
        module: 'example.com/m',
        base: { state: 'built', trimpath: true, seconds: 1 },
        head: { state: 'failed', reason: 'x', log: 'y' },
        identical: false,
        benchmarks: { base: ['Encode'], head: [] },
        reachedBy: ['codec/a.go'],
        changed: { Encode: 'its body changed' },
      },
      {
        pkg: 'example.com/m/new',
        dir: 'new',
        module: 'example.com/m',
        base: { state: 'failed', reason: 'x', log: '', spent: true },
        head: { state: 'unselected' },
        identical: false,
        benchmarks: { base: [], head: ['New'] },
        reachedBy: [],
      },
    ],
    setAside: ['example.com/m/other'],
    unlisted: [{ side: 'head', dir: 'sub', text: 'sub/go.mod:3: unknown directive' }],
    processes,
    baseline: [
      { subject: { pkg: 'p', benchmark: 'B', gomaxprocs: 2, function: 'f' }, metric: 'sec/op', values: [1, 2] },
    ],
    rules: { base: text, head: text },
    measure: {
      packages: ['./...'],
      bench: '.',
      budget: 600,
      cpu: [1, 2],
      benchtime: 0.1,
      rounds: { screen: 10, confirm: 10 },
      profile: 'auto',
    },
    seed: 4294967295,
    affinity: [0, 1],
    approvals: [{ user: 'owner', sha: SHA }],
    cost: { build: 1, measure: 2, budget: 600 },
    diagnostics: [{ level: 'warning', text: 'w', at: { file: 'f', line: 1, column: 2, offset: 3 } }],
  };
}

const MIXED = [
  process({ phase: 'calibrate', stdout: 'BenchmarkEncode 1 9 ns/op\nPASS\n' }),
  process({ order: 1 }),
  process({
    order: 2,
    side: 'head',
    ending: 'signal',
    exit: -1,
    signal: 'SIGKILL',
    stdout: 'no newline',
    stderr: 'ünï\n\ncode',
  }),
  process({ order: 3, stdout: '' }),
  process({ order: 4, file: 'mine.txt' }),
  process({
    order: 6,
    phase: 'profile',
    profilers: ['cpu', 'block', 'mutex'],
    profiles: [
      { kind: 'cpu', bytes: Uint8Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 251) },
      { kind: 'mutex', bytes: new Uint8Array() },
    ],
  }),
  process({ order: 7, phase: 'profile', side: 'head', profilers: ['memory'], stdout: 'PASS\n' }),
  process({ order: 5, phase: 'layout', layout: 7, link: 0.25, stdout: 'BenchmarkEncode 100 13 ns/op\nPASS\n' }),
];

describe('writeEvidence and readEvidence', () => {
  test('give back what was written', async () => {
    const dir = folder();
    await writeEvidence(dir, evidence(MIXED));
    expect(await readEvidence(dir)).toEqual(evidence(MIXED));
  });

  test('the files of the rounds are plain output of go test -bench, the calibration, other layouts and profiled runs apart', async () => {
    const dir = folder();
    await writeEvidence(dir, evidence(MIXED));
    const result = 'BenchmarkEncode-2   100   12.5 ns/op\nPASS\n';
    expect(readFileSync(join(dir, 'base/example.com_m_codec.txt'), 'utf8')).toBe(result + result);
    expect(readFileSync(join(dir, 'head/example.com_m_codec.txt'), 'utf8')).toBe('no newline\n');
    expect(readdirSync(join(dir, 'base')).sort()).toEqual([
      'example.com_m_codec.6.cpu.pb.gz',
      'example.com_m_codec.6.mutex.pb.gz',
      'example.com_m_codec.calibrate.txt',
      'example.com_m_codec.layout.txt',
      'example.com_m_codec.profile.txt',
      'example.com_m_codec.txt',
    ]);
    expect(readdirSync(join(dir, 'head')).sort()).toEqual([
      'example.com_m_codec.profile.txt',
      'example.com_m_codec.stderr.txt',
      'example.com_m_codec.txt',
    ]);
  });

  test('writing again replaces the old texts and leaves other files alone', async () => {
    const dir = folder({ 'notes.txt': 'mine' });
    await writeEvidence(dir, evidence(MIXED));
    await writeEvidence(dir, evidence([process({ pkg: 'q' })]));
    expect(readdirSync(join(dir, 'base'))).toEqual(['q.txt']);
    expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('any texts of any packages come back, whatever the names', async () => {
    const dir = folder();
    const pkg = fc.oneof(
      fc.constantFrom(
        'a/b',
        'a_b',
        'A/B',
        'a',
        'a.stderr',
        'a.calibrate',
        'a.calibrate_',
        'a.layout',
        'a.layout_',
        'a.profile',
        'a.0',
        '',
        '../x',
        '.h',
        '-o',
        'x'.repeat(300),
      ),
      fc.string(),
    );
    const arbitrary = fc.record({
      side: fc.constantFrom('base' as const, 'head' as const),
      pkg,
      phase: fc.constantFrom('calibrate' as const, 'confirm' as const, 'profile' as const),
      profiles: fc.array(fc.record({ kind: fc.constant<ProfileKind>('cpu'), bytes: fc.uint8Array() }), {
        minLength: 1,
        maxLength: 1,
      }),
      stdout: fc.string({ unit: 'grapheme' }),
      stderr: fc.oneof(fc.constant(''), fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '𝄞') })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { maxLength: 8 }), async (parts) => {
        // Orders of files that people bring are all the same.
        const all = evidence(parts.map((part, order) => process({ ...part, order: order >> 1 })));
        await writeEvidence(dir, all);
        expect((await readEvidence(dir)).processes).toEqual(all.processes);
      }),
      { numRuns: 60 },
    );
  });
});

describe('profiles', () => {
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 256);
  const one = (more: Partial<ProcessRecord> = {}) =>
    process({ pkg: 'p', phase: 'profile', order: 3, profiles: [{ kind: 'cpu', bytes }], ...more });
  const FILE = 'base/p.3.cpu.pb.gz';
  let dir = '';
  const written = async (...processes: ProcessRecord[]) => writeEvidence(dir, evidence(processes));
  const fails = (message: RegExp) =>
    expect(readEvidence(dir)).rejects.toMatchObject({ name: 'UserError', shown: expect.stringMatching(message) });
  beforeEach(() => {
    dir = folder();
  });

  test('are gzip files, the same bytes whenever they are written, and evidence.json names them', async () => {
    await written(one());
    const first = readFileSync(join(dir, FILE));
    expect(new Uint8Array(gunzipSync(first))).toEqual(bytes);
    const [stored] = JSON.parse(readFileSync(join(dir, 'evidence.json'), 'utf8')).processes;
    expect(stored.profiles).toEqual([{ kind: 'cpu', file: FILE }]);
    await writeEvidence(dir, await readEvidence(dir));
    expect(readFileSync(join(dir, FILE))).toEqual(first);
  });

  test.each<[string, Buffer, RegExp]>([
    ['is no gzip file', Buffer.from('PASS\n'), /p\.3\.cpu\.pb\.gz: is no whole gzip file/],
    ['is empty', Buffer.alloc(0), /p\.3\.cpu\.pb\.gz: is no whole gzip file/],
    ['is cut off', gzipSync(bytes).subarray(0, -9), /p\.3\.cpu\.pb\.gz: is no whole gzip file/],
    ['unpacks to too much', gzipSync(Buffer.alloc((256 << 20) + 1), { level: 1 }), /unpacks to more bytes than/],
  ])('of which one %s are refused', async (_, content, message) => {
    await written(one());
    writeFileSync(join(dir, FILE), content);
    await fails(message);
  });

  test('that unpack to too much together are refused', async () => {
    await written(one(), one({ order: 4 }));
    const half = gzipSync(Buffer.alloc((128 << 20) + 1), { level: 1 });
    writeFileSync(join(dir, FILE), half);
    expect((await readEvidence(dir)).processes[0]?.profiles?.[0]?.bytes).toHaveLength((128 << 20) + 1);
    writeFileSync(join(dir, 'base/p.4.cpu.pb.gz'), half);
    await fails(/p\.4\.cpu\.pb\.gz: unpacks to more bytes than are accepted/);
  });

  test('of which one is missing, too large or a link are refused', async () => {
    await written(one());
    renameSync(join(dir, FILE), join(dir, 'mine'));
    await fails(/p\.3\.cpu\.pb\.gz: cannot be read/);
    symlinkSync(join(dir, 'mine'), join(dir, FILE));
    await fails(/p\.3\.cpu\.pb\.gz: is a symbolic link/);
    await written(one());
    truncateSync(join(dir, FILE), 258 << 20);
    await fails(/p\.3\.cpu\.pb\.gz: has \d+ bytes, more than are accepted/);
  });

  test.each<[string, unknown, RegExp]>([
    ['a file above', [{ kind: 'cpu', file: 'base/../p.cpu.pb.gz' }], /processes\[0\]\.profiles\[0\]\.file/],
    ['a text', [{ kind: 'cpu', file: 'base/p.profile.txt' }], /processes\[0\]\.profiles\[0\]\.file/],
    ['a file of another kind', [{ kind: 'mutex', file: FILE }], /profiles\[0\]: is a file of another kind/],
    ['a kind that is none', [{ kind: 'heap', file: 'base/p.3.heap.pb.gz' }], /profiles\[0\]\.kind/],
    ['a kind twice', Array(2).fill({ kind: 'cpu', file: FILE }), /processes\[0\]\.profiles: names a kind twice/],
    ['bytes inside', [{ kind: 'cpu', bytes: [1] }], /profiles\[0\]/],
  ])('that evidence.json names as %s are refused', async (_, profiles, message) => {
    await written(one());
    const json = JSON.parse(readFileSync(join(dir, 'evidence.json'), 'utf8'));
    json.processes[0].profiles = profiles;
    writeFileSync(join(dir, 'evidence.json'), JSON.stringify(json));
    await fails(message);
  });

  test('that two processes name are refused', async () => {
    await written(one(), one({ order: 4 }));
    const json = JSON.parse(readFileSync(join(dir, 'evidence.json'), 'utf8'));
    json.processes[1].profiles = json.processes[0].profiles;
    writeFileSync(join(dir, 'evidence.json'), JSON.stringify(json));
    await fails(/evidence\.json: processes\[1\]\.profiles\[0\]\.file: base\/p\.3\.cpu\.pb\.gz is named twice/);
  });
});

type Json = Record<string, unknown> & { processes: Record<string, unknown>[]; packages: Record<string, unknown>[] };

/** Ways to spoil evidence.json, and what the message must name. */
const BAD: readonly [string, (json: Json) => unknown, RegExp][] = [
  ['another schema', (e) => ({ ...e, schema: 'go-perf-gate/evidence@2' }), /schema/],
  ['no object', () => [1], /\(top\)/],
  ['a missing key', ({ design: _, ...e }) => e, /design/],
  ['an unknown key', (e) => ({ ...e, verdict: 'pass' }), /verdict/],
  ['a key of a prototype', (e) => JSON.parse(JSON.stringify(e).replace('{', '{"__proto__":{"x":1},')), /__proto__/],
  ['a date that is none', (e) => ({ ...e, now: 'soon' }), /now/],
  ['a sha that is none', (e) => ({ ...e, base: { label: 'x', sha: '--upload-pack=x' } }), /base\.sha/],
  [
    'a number that is too large for JSON',
    (e) => ({ ...e, cost: { build: 'HUGE', measure: 0, budget: 0 } }),
    /cost\.build/,
  ],
  ['negative time', (e) => ({ ...e, processes: [{ ...e.processes[0], wall: -1 }] }), /processes\[0\]\.wall/],
  ['a fraction where a count belongs', (e) => ({ ...e, processes: [{ ...e.processes[0], round: 0.5 }] }), /round/],
  ['a seed of nothing', (e) => ({ ...e, seed: 0 }), /seed/],
  ['a seed that is too large', (e) => ({ ...e, seed: 2 ** 32 }), /seed/],
  ['a seed that is no integer', (e) => ({ ...e, seed: 1.5 }), /seed/],
  ['a layout that is no seed', (e) => ({ ...e, processes: [{ ...e.processes[0], layout: 0 }] }), /layout/],
  ['negative linking', (e) => ({ ...e, processes: [{ ...e.processes[0], link: -1 }] }), /link/],
  [
    'a profiler that is none',
    (e) => ({ ...e, processes: [{ ...e.processes[0], profilers: ['trace'] }] }),
    /processes\[0\]\.profilers\[0\]/,
  ],
  ['another side', (e) => ({ ...e, processes: [{ ...e.processes[0], side: 'other' }] }), /side/],
  ['text inside', (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: 'PASS' }] }), /stdout/],
  [
    'a file above',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: 'base/../../x.txt', from: 0, to: 1 } }] }),
    /stdout\.file/,
  ],
  [
    'a file elsewhere',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: '/etc/passwd', from: 0, to: 1 } }] }),
    /stdout\.file/,
  ],
  [
    'a file with a backslash',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: 'base\\x.txt', from: 0, to: 1 } }] }),
    /stdout\.file/,
  ],
  [
    'a range past the end',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: 'base/p.txt', from: 0, to: 99 } }] }),
    /ends at byte 99/,
  ],
  [
    'a range backwards',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: 'base/p.txt', from: 3, to: 1 } }] }),
    /stdout/,
  ],
  [
    'a file that is not there',
    (e) => ({ ...e, processes: [{ ...e.processes[0], stdout: { file: 'base/q.txt', from: 0, to: 1 } }] }),
    /q\.txt: cannot be read/,
  ],
  [
    'a state that is none',
    (e) => ({ ...e, packages: [{ ...e.packages[0], head: { state: 'built' } }] }),
    /packages\[0\]\.head/,
  ],
  [
    'rules larger than rules may be',
    (e) => ({ ...e, rules: { base: { file: 'r', text: 'x'.repeat(300_000) } } }),
    /rules\.base\.text/,
  ],
  [
    'an extended file larger than rules may be',
    (e) => ({ ...e, rules: { base: { file: 'r', text: '', extended: { 'team.yml': 'x'.repeat(300_000) } } } }),
    /rules\.base\.extended\["team\.yml"\]/,
  ],
  [
    'an extended file that is no text',
    (e) => ({ ...e, rules: { head: { file: 'r', text: '', extended: { team: 1 } } } }),
    /rules\.head\.extended\.team/,
  ],
];

describe('readEvidence of a bad folder', () => {
  let dir = '';
  const json = () => join(dir, 'evidence.json');
  beforeEach(async () => {
    dir = folder();
    await writeEvidence(dir, evidence([process({ pkg: 'p' })]));
  });
  const fails = (message: RegExp) =>
    expect(readEvidence(dir)).rejects.toMatchObject({ name: 'UserError', shown: expect.stringMatching(message) });

  test.each(BAD)('refuses %s', async (_, spoil, message) => {
    const spoilt = JSON.stringify(spoil(JSON.parse(readFileSync(json(), 'utf8'))));
    writeFileSync(json(), spoilt.replace('"HUGE"', '1e400'));
    await fails(message);
  });

  test('refuses what is no JSON, with the place', async () => {
    writeFileSync(json(), '{"schema": ');
    await fails(/evidence\.json: is no JSON/);
  });

  test('refuses a folder without evidence.json', async () => {
    await expect(readEvidence(join(dir, 'base'))).rejects.toThrow(/cannot be read/);
  });

  test('refuses symbolic links: of evidence.json, of a text, of a side', async () => {
    renameSync(join(dir, 'base/p.txt'), join(dir, 'p.txt'));
    symlinkSync(join(dir, 'p.txt'), join(dir, 'base/p.txt'));
    await fails(/p\.txt: is a symbolic link/);
    renameSync(join(dir, 'base'), join(dir, 'elsewhere'));
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'base'));
    await fails(/base: must be a folder/);
    renameSync(json(), join(dir, 'e.json'));
    symlinkSync(join(dir, 'e.json'), json());
    await fails(/evidence\.json: is a symbolic link/);
  });

  test('refuses a folder where a file should be, and a pipe without waiting for it', async () => {
    renameSync(join(dir, 'base/p.txt'), join(dir, 'p.txt'));
    mkdirSync(join(dir, 'base/p.txt'));
    await fails(/p\.txt: is no regular file/);
    rmdirSync(join(dir, 'base/p.txt'));
    execFileSync('mkfifo', [join(dir, 'base/p.txt')]);
    await fails(/p\.txt: is no regular file/);
  });

  test('refuses an evidence.json that is too large before reading it', async () => {
    truncateSync(json(), 65 << 20);
    await fails(/more than are accepted/);
  });
});
