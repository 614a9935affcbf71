import { describe, expect, test } from '@jest/globals';
import { profileChanges } from '../../src/compare/profiles/change.ts';
import type { ProfileRun } from '../../src/compare/profiles/costs.ts';
import { cpuProfile } from '../../src/crosscheck/cpu.ts';
import type { CrossCheck } from '../../src/crosscheck/crosscheck.ts';
import { heapProfile } from '../../src/crosscheck/heap.ts';
import { waits } from '../../src/crosscheck/waits.ts';
import type { ProfileKind } from '../../src/model/evidence.ts';
import { findingOf } from '../../src/model/finding-of.ts';
import type { ProfileChange } from '../../src/model/profile-change.ts';
import { checked, evidence, processRecord, regressed, rule, UNTRACED } from '../checks/make.ts';
import { cpuRun, memoryRun, owner, waitRun } from '../compare/profiles/make.ts';

/** What the rounds measured of each metric. */
const ROSE: Readonly<Record<string, number>> = { 'allocs/op': 64, 'B/op': 4096 };
const row = (metric: string) => regressed(metric, 1, 1 + (ROSE[metric] ?? 100e-6));
const { subject } = row('sec/op');
const changes = (kind: ProfileKind, base: ProfileRun, head: ProfileRun): readonly ProfileChange[] =>
  profileChanges({ subject, kind, base, head }, owner());
const testify = (witness: CrossCheck, metric: string, profiles: readonly ProfileChange[]) =>
  witness.testify(findingOf(checked(row(metric), rule({})), 'fail', ''), {
    comparisons: [row(metric)],
    evidence: evidence(),
    profiles,
    ...UNTRACED,
  });

const GROW = '~/codec.(*Encoder).grow';
const place = { function: 'example.com/m/codec.(*Encoder).grow', file: 'codec/encode.go', line: 88 };

describe('the CPU profile', () => {
  const before = cpuRun({ [`${GROW}@~/codec/encode.go:80`]: 100 });
  const calls = `${GROW}@~/codec/encode.go:88;runtime.mallocgc@runtime/malloc.go:1`;
  const grown = changes('cpu', before, cpuRun({ [`${GROW}@~/codec/encode.go:80`]: 100, [calls]: 300 }));

  test('names where a slower benchmark spends more time, and on what', () => {
    const text = '+30.0 ms of CPU time, most in calls of runtime.mallocgc';
    expect(testify(cpuProfile, 'sec/op', grown)).toEqual({
      says: 'agrees',
      text: `codec.(*Encoder).grow: ${text}`,
      causes: [{ ...place, kind: 'cpu', share: 1, witnesses: ['cpu'], text }],
    });
  });

  test('says no more than the benchmark lost: the rest moved there', () => {
    const moved = changes(
      'cpu',
      cpuRun({ '~/codec.old@~/codec/old.go:1': 200 }),
      cpuRun({ [`${GROW}@~/codec/encode.go:88`]: 300 }),
    );
    expect(testify(cpuProfile, 'sec/op', moved).causes?.[0]?.text).toBe('+10.0 ms of CPU time, most in its own code');
  });

  test('says where CPU time went, not that it did: that is what the finding rests on', () => {
    const said = testify(cpuProfile, 'cpu-sec/op', grown);
    expect([said.says, said.causes?.[0]?.function]).toEqual(['silent', place.function]);
  });

  test('is silent with the numbers of samples where nothing stands out of them', () => {
    const same = changes('cpu', before, cpuRun({ [`${GROW}@~/codec/encode.go:80`]: 104 }));
    const text = 'no function stands out: 100 samples of base and 104 of head show nothing below 38.4 % of the whole';
    expect(testify(cpuProfile, 'sec/op', same)).toEqual({ says: 'silent', text });
    const none = changes('cpu', cpuRun({}), cpuRun({}));
    expect(testify(cpuProfile, 'sec/op', none).text).toBe(
      'no function stands out: 0 samples of base and 0 of head show nothing at all',
    );
  });

  test('has nothing to say of allocations, nor of what was not profiled', () => {
    expect(testify(cpuProfile, 'B/op', grown).says).toBe('silent');
    expect(testify(cpuProfile, 'sec/op', []).text).toBe('it was not run under the CPU profiler');
  });
});

describe('the heap profile', () => {
  const before = memoryRun({ [`${GROW}@~/codec/encode.go:80`]: 1000 }, 64);
  const after = memoryRun({ [`${GROW}@~/codec/encode.go:80`]: 1000, [`${GROW}@~/codec/encode.go:88`]: 6400 }, 64);
  const grown = changes('memory', before, after);

  test.each([
    ['sec/op', '+64 allocations and +4.00 KiB per op', {}],
    ['allocs/op', '+64 allocations and +4.00 KiB per op', { share: 1 }],
    ['B/op', '+4.00 KiB and +64 allocations per op', { share: 1 }],
  ])('names the line that allocates more, for %s', (metric, text, share) => {
    expect(testify(heapProfile, metric, grown)).toEqual({
      says: 'agrees',
      text: `codec.(*Encoder).grow: ${text}`,
      causes: [{ ...place, kind: 'allocation', witnesses: ['heap'], text, ...share }],
    });
  });

  test('is silent where so few allocations cannot be why time rose', () => {
    const rare = changes('memory', memoryRun({}, 96), memoryRun({ [`${GROW}@~/codec/encode.go:88`]: 0.5 }, 96));
    expect(testify(heapProfile, 'sec/op', rare)).toEqual({
      says: 'silent',
      text: 'allocations grew by far less than the time',
    });
    expect(testify(heapProfile, 'allocs/op', rare).says).toBe('agrees');
  });

  test('counts are those of the rounds: the profile counts small objects by the block that they share', () => {
    const [objects] = changes('memory', before, after).filter((change) => change.unit === 'objects/op');
    const twice = regressed('allocs/op', 1, 129);
    const finding = findingOf(checked(twice, rule({})), 'fail', '');
    const profiles = objects ? [objects] : [];
    const said = heapProfile.testify(finding, { comparisons: [twice], evidence: evidence(), profiles, ...UNTRACED });
    expect(said.causes?.[0]?.text).toBe('+128 allocations per op');
  });

  test('larger objects are bytes alone', () => {
    const larger = changes('memory', before, memoryRun({ [`${GROW}@~/codec/encode.go:88`]: 1000 }, 128));
    expect(testify(heapProfile, 'allocs/op', larger).causes?.[0]?.text).toBe('+640 B per op');
  });

  test('is silent where nothing grew, of other metrics, and where it was not run', () => {
    expect(testify(heapProfile, 'sec/op', changes('memory', before, before)).says).toBe('silent');
    expect(testify(heapProfile, 'req/s', grown).says).toBe('silent');
    expect(testify(heapProfile, 'allocs/op', []).text).toBe('it was not run with every allocation recorded');
  });
});

describe('agreement of profiles with other tools', () => {
  const line = `${GROW}@~/codec/encode.go:80`;

  test('bytes by the heap profile against the counters of the runtime, head', () => {
    const status = (objects: number, bytesPerOp: number, iterations: number) => {
      const run = memoryRun({ [line]: objects }, 1 << 20, 0, iterations);
      const counted = regressed('B/op', 1, bytesPerOp);
      const context = {
        comparisons: [counted],
        evidence: evidence(),
        profiles: changes('memory', run, run),
        ...UNTRACED,
      };
      return heapProfile.agreement?.(context).map((found) => found.status);
    };
    expect(status(100, 1 << 20, 100)).toEqual(['agree']);
    expect(status(150, 1 << 20, 100)).toEqual(['disagree']);
    // The testing package runs one iteration before the two that were asked for.
    expect(status(3, 1 << 20, 2)).toEqual(['agree']);
    expect(status(5, 1 << 20, 2)).toEqual(['disagree']);
  });

  test('CPU seconds by the samples against what the kernel counted of the same processes', () => {
    const run = cpuRun({ [line]: 100 });
    const profiles = [{ kind: 'cpu' as const, bytes: new Uint8Array() }];
    const status = (user: number) => {
      const processes = (['base', 'head'] as const).map((side) => processRecord({ side, user, system: 0, profiles }));
      const context = {
        comparisons: [],
        evidence: evidence({ processes }),
        profiles: changes('cpu', run, run),
        ...UNTRACED,
      };
      return cpuProfile.agreement?.(context).map((found) => found.status);
    };
    expect(status(1.1)).toEqual(['agree']);
    expect(status(2)).toEqual(['disagree']);
    expect(status(0.5)).toEqual(['disagree']);
  });
});

describe('the mutex and block profiles', () => {
  const few = 'waits did not grow, or by far less than the time';
  const holder = '~/store.(*Writer).Append@~/store/writer.go:41;sync.(*Mutex).Unlock@sync/mutex.go:1';
  const waiter = '~/store.(*Writer).Append@~/store/writer.go:26;sync.(*Mutex).Lock@sync/mutex.go:1';
  const mutex = changes('mutex', waitRun({ [holder]: 10 }), waitRun({ [holder]: 5000 }));
  const block = changes('block', waitRun({ [waiter]: 10 }), waitRun({ [waiter]: 5000 }));

  test('name the holder of the lock rather than who waits', () => {
    const text = 'others wait +49.9 µs per op for a lock it holds';
    const at = { function: 'example.com/m/store.(*Writer).Append', file: 'store/writer.go', line: 41 };
    expect(testify(waits, 'sec/op', [...block, ...mutex])).toEqual({
      says: 'agrees',
      text: `store.(*Writer).Append: ${text}`,
      causes: [{ ...at, kind: 'wait', share: expect.closeTo(0.499, 6), witnesses: ['mutex'], text }],
    });
    expect(testify(waits, 'sec/op', block).causes?.[0]).toMatchObject({ line: 26, witnesses: ['block'] });
  });

  test('tell how often where the lengths do not stand out: one long wait at base, many short ones at head', () => {
    const long = waitRun({ [holder]: 1 }, 5e6);
    const said = testify(waits, 'sec/op', changes('mutex', long, waitRun({ [holder]: 5000 }, 1000)));
    expect(said.causes?.[0]?.text).toBe('others wait +50.0 times per op for a lock it holds');
  });

  test('that are a small part of the time explain nothing', () => {
    const little = changes('mutex', waitRun({ [holder]: 10 }), waitRun({ [holder]: 500 }));
    expect(testify(waits, 'sec/op', little.slice(0, 1))).toEqual({ says: 'silent', text: few });
  });

  test('have nothing to say of CPU time, where waits stood still, and where they were not run', () => {
    expect(testify(waits, 'cpu-sec/op', mutex).says).toBe('silent');
    expect(testify(waits, 'sec/op', changes('mutex', waitRun({}), waitRun({}))).text).toBe(few);
    expect(testify(waits, 'sec/op', []).text).toBe('it was not run under the block and mutex profilers');
  });
});
