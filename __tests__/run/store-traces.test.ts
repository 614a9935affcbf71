import { readdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ProcessRecord } from '../../src/model/evidence.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import { readEvidence, writeEvidence } from '../../src/run/store/store.ts';
import { MAX_RAW_TRACE, MAX_SUMMARY } from '../../src/run/trace-files.ts';
import { durations, group, groups, stackOf, summary, wait } from '../compare/traces/make.ts';
import { evidenceOf, processOf } from '../gate/evidence.ts';
import { folder } from './sandbox.ts';

/** A trace's summary in which every list has something. */
const FULL: TraceSummary = {
  ...summary({
    ...groups(group('m.work', { waits: [wait('sync', { 'm.work@m/work.go:3;sync.(*Mutex).Lock': [2, 5] })] })),
    stw: [{ kind: 'GC mark termination', ...durations(3, 10) }],
    tasks: [{ name: 'request', seen: 3, ...durations(2, 7) }],
    cpuSamples: { total: 2, by: [{ group: 'm.work', state: 'running', count: 2 }] },
    lost: { bytes: 1, of: 3, why: 'cut off' },
  }),
  // What the runtime aims at while the collector is switched off.
  heap: { live: { first: 1, last: 2, min: 1, max: 3 }, goal: { first: 4, last: 5, min: 4, max: 2 ** 63 - 2 ** 58 } },
};

const RAW = Uint8Array.from({ length: 3000 }, (_, i) => (i * 31) % 256);
const traced = (order: number, more: Partial<ProcessRecord> = {}): ProcessRecord =>
  processOf(
    { side: 'base', phase: 'profile', round: 2, order },
    { traced: true, godebug: 'gctrace=1', trace: FULL, rawTrace: RAW, ...more },
  );

const SUMMARY = 'base/example.com_m_codec.3.trace.json';
const TRACE = 'base/example.com_m_codec.3.trace';
let dir = '';
const written = (...processes: readonly ProcessRecord[]) => writeEvidence(dir, evidenceOf({ processes }));
const fails = (message: RegExp) =>
  expect(readEvidence(dir)).rejects.toMatchObject({ name: 'UserError', shown: expect.stringMatching(message) });

beforeEach(() => {
  dir = folder();
});

describe('traces', () => {
  test('come back, the summary from JSON and the trace as it is', async () => {
    const remaining = [
      {
        ...{ group: 'm.work', createdAt: stackOf('m.Start@m/start.go:1'), at: stackOf('m.work@m/work.go:2') },
        ...{ state: 'waiting' as const, reason: 'chan receive', count: 4, longest: 9 },
      },
    ];
    const left = { ...FULL, goroutines: { ...FULL.goroutines, remaining } };
    const all = [traced(3), traced(4, { trace: left }), processOf({ side: 'head', phase: 'screen', round: 0 })];
    await written(...all);
    expect((await readEvidence(dir)).processes).toEqual(all);
    expect(new Uint8Array(readFileSync(join(dir, TRACE)))).toEqual(RAW);
    expect(readdirSync(join(dir, 'base')).filter((name) => name.includes('.trace'))).toHaveLength(4);
  });

  test('are the same files when evidence is written again', async () => {
    await written(traced(3), traced(3));
    const files = () =>
      readdirSync(join(dir, 'base')).map((name) => [name, readFileSync(join(dir, 'base', name), 'latin1')]);
    const first = files();
    await writeEvidence(dir, await readEvidence(dir));
    expect(JSON.stringify(files()) === JSON.stringify(first)).toBe(true);
    expect(first.map(([name]) => name)).toContain('example.com_m_codec.3-2.trace.json');
  });

  test.each<[string, object, RegExp]>([
    ['a summary above', { trace: 'base/../x.trace.json' }, /processes\[0\]\.trace/],
    ['a summary that is a text', { trace: 'base/example.com_m_codec.txt' }, /processes\[0\]\.trace/],
    ['a trace that is a summary', { rawTrace: SUMMARY }, /processes\[0\]\.rawTrace/],
    ['a summary inside', { trace: FULL }, /processes\[0\]\.trace/],
    ['something else than true', { traced: false }, /processes\[0\]\.traced/],
  ])('that evidence.json names as %s are refused', async (_, wrong, message) => {
    await written(traced(3));
    const json = JSON.parse(readFileSync(join(dir, 'evidence.json'), 'utf8'));
    Object.assign(json.processes[0], wrong);
    writeFileSync(join(dir, 'evidence.json'), JSON.stringify(json));
    await fails(message);
  });

  test('that two processes name are refused', async () => {
    await written(traced(3), traced(4));
    const json = JSON.parse(readFileSync(join(dir, 'evidence.json'), 'utf8'));
    json.processes[1].trace = SUMMARY;
    writeFileSync(join(dir, 'evidence.json'), JSON.stringify(json));
    await fails(/processes\[1\]\.trace: base\/example\.com_m_codec\.3\.trace\.json is named twice/);
  });

  test('that are missing, links or too large are refused', async () => {
    await written(traced(3));
    renameSync(join(dir, SUMMARY), join(dir, 'mine'));
    await fails(/3\.trace\.json: cannot be read/);
    symlinkSync(join(dir, 'mine'), join(dir, SUMMARY));
    await fails(/3\.trace\.json: is a symbolic link/);
    await written(traced(3));
    truncateSync(join(dir, SUMMARY), MAX_SUMMARY + 2);
    await fails(/3\.trace\.json: has \d+ bytes, more than are accepted/);
    await written(traced(3));
    truncateSync(join(dir, TRACE), MAX_RAW_TRACE + 1);
    await fails(/3\.trace: has \d+ bytes, more than are accepted/);
  });
});

type Json = Record<string, Record<string, unknown>>;

describe('a summary of which', () => {
  test.each<[string, (json: Json) => unknown, RegExp]>([
    ['nothing is there', () => ({}), /version/],
    ['a list is all', () => [], /\(top\)/],
    ['a key is not known', (s) => ({ ...s, smuggled: 1 }), /smuggled/],
    ['a key is missing', ({ gc: _, ...s }) => s, /gc/],
    ['a time is below 0', (s) => ({ ...s, duration: -1 }), /duration/],
    ['a count is a fraction', (s) => ({ ...s, events: 0.5 }), /events/],
    ['a number is a text', (s) => ({ ...s, threads: { ...s.threads, peak: '9' } }), /threads\.peak/],
    ['the release is a text', (s) => ({ ...s, version: '<b>' }), /version/],
    ['a time of the clock is none', (s) => ({ ...s, clock: { ...s.clock, start: '1e9' } }), /clock\.start/],
    ['a share is above 1', (s) => ({ ...s, gc: { ...s.gc, mmu: [{ window: 1, utilisation: 2 }] } }), /gc\.mmu/],
    ['a text is too long', (s) => ({ ...s, tasks: [{ name: 'x'.repeat(5000), seen: 1, ...durations() }] }), /tasks/],
    [
      'a list is too long',
      (s) => ({ ...s, goroutines: { ...s.goroutines, remaining: Array(101).fill({}) } }),
      /goroutines\.remaining/,
    ],
    [
      'the timeline is too long',
      (s) => ({ ...s, timeline: { ...s.timeline, running: Array(2049).fill(1) } }),
      /timeline\.running/,
    ],
  ])('%s is refused, with its place', async (_, spoil, message) => {
    await written(traced(3));
    const json = JSON.parse(readFileSync(join(dir, SUMMARY), 'utf8'));
    writeFileSync(join(dir, SUMMARY), JSON.stringify(spoil(json)));
    await fails(message);
    await fails(/3\.trace\.json: is no summary of a trace of this version/);
  });

  test.each([
    ['{"version":', /3\.trace\.json: is no JSON/],
    ['', /3\.trace\.json: is no JSON/],
    ['{"__proto__":{"version":"1.26"}}', /is no summary of a trace/],
  ])('the file holds %j is refused', async (text, message) => {
    await written(traced(3));
    writeFileSync(join(dir, SUMMARY), text);
    await fails(message);
  });
});
