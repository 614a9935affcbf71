import { describe, expect, test } from '@jest/globals';
import { iterationsOf } from '../../src/model/arguments.ts';
import type { Evidence, Launch, ProcessRecord, SideName } from '../../src/model/evidence.ts';
import { profiles, type Wanted, whyNoProfiles } from '../../src/plan/profiles.ts';
import type { Row } from '../../src/plan/row.ts';
import { evidenceOf, keyOf, MEASURE, PKG, processOf } from '../gate/evidence.ts';

/** 1 ms an operation on base, 1.5 ms on head. */
function rowOf(benchmark: string, secPerOp: Row['secPerOp'] = { base: 1e-3, head: 1.5e-3 }): Row {
  return { key: keyOf(benchmark), pkg: PKG, benchmark, gomaxprocs: 2, secPerOp };
}

const ENCODE = rowOf('Encode');
const wanted = (row: Row, growth: number | null = null, runs: Wanted['runs'] = ['cpu', 'memory']): Wanted => ({
  key: row.key,
  growth,
  secPerOp: null,
  runs,
});

const plan = (row: Row, one: Wanted, more: Partial<Evidence> = {}) =>
  profiles([one], [row], evidenceOf({ seed: 7, ...more }), MEASURE);

/** A round of ten iterations on each side that took this many seconds. */
function round(row: Row, wall: number): ProcessRecord[] {
  return (['base', 'head'] as const).map((side) =>
    processOf({ side, phase: 'screen', round: 0, rows: [row.key] }, { wall, args: ['-test.benchtime=10x'] }),
  );
}

describe('a row under the profilers', () => {
  test('is one process a side for time and waiting and one for memory, the sides side by side', () => {
    const launches = plan(ENCODE, wanted(ENCODE));
    expect(launches.map((l) => [l.phase, l.round, l.profilers])).toEqual([
      ...Array(2).fill(['profile', 0, ['cpu', 'block', 'mutex']]),
      ...Array(2).fill(['profile', 1, ['memory']]),
    ]);
    for (const own of [launches.slice(0, 2), launches.slice(2)])
      expect(own.map((l) => l.side).sort()).toEqual(['base', 'head']);
    expect(launches.every((l) => l.rows.join() === ENCODE.key && l.layout === undefined)).toBe(true);
  });

  test('has as many iterations on one side as on the other, and the same rates', () => {
    const launches = plan(ENCODE, wanted(ENCODE));
    expect(launches[0]?.args).toEqual(launches[1]?.args);
    expect(launches[2]?.args).toEqual(launches[3]?.args);
    expect(launches[0]?.args).toEqual(
      expect.arrayContaining(['-test.blockprofilerate=10000', '-test.mutexprofilefraction=10', '-test.count=1']),
    );
    expect(launches[0]?.args.join(' ')).not.toContain('memprofile');
    expect(launches[2]?.args).toContain('-test.memprofilerate=1');
    expect(launches[2]?.args.join(' ')).not.toMatch(/block|mutex/);
  });

  test('is not run for memory where nobody asks for it, nor on a side that does not have it', () => {
    expect(plan(ENCODE, wanted(ENCODE, null, ['cpu'])).map((l) => l.round)).toEqual([0, 0]);
    const fresh = rowOf('New', { head: 1e-3 });
    expect(plan(fresh, wanted(fresh)).map((l) => [l.side, l.round])).toEqual([
      ['head', 0],
      ['head', 1],
    ]);
  });

  test('sees the order of its sides drawn', () => {
    const rows = Array.from({ length: 40 }, (_, i) => rowOf(`B${i}`, { base: 1e-3, head: 1e-3 }));
    const first = profiles(
      rows.map((r) => wanted(r, null, ['cpu'])),
      rows,
      evidenceOf({ seed: 7, cost: { build: 0, measure: 0, budget: 6000 } }),
      MEASURE,
    ).filter((_, i) => i % 2 === 0);
    expect(first).toHaveLength(40);
    expect(new Set(first.map((l) => l.side))).toEqual(new Set(['base', 'head']));
  });

  test('is told its GOMAXPROCS where a list was asked for', () => {
    const [one] = profiles([wanted(ENCODE)], [ENCODE], evidenceOf(), { ...MEASURE, cpu: [1, 2] });
    expect(one?.args).toContain('-test.cpu=2');
  });
});

describe('the iterations', () => {
  const counts = (launches: readonly Launch[]) => launches.map((l) => iterationsOf(l));

  // Head takes 1.5 ms an operation: seconds of head are iterations times that.
  test.each([
    ['a growth that is not known gets 2 s', null, 2],
    // 16 · 2.5 · 1.5 / 0.25 = 240 samples at 100 a second.
    ['a growth by half needs 2.4 s to stand four errors out', 0.5, 2.4],
    ['a small growth would need more than 4 s', 0.1, 4],
    ['a large one less than 1 s', 9, 1],
    ['one that shrank is not known', -0.2, 2],
  ])('%s', (_, growth, seconds) => {
    const [base, head] = counts(plan(ENCODE, wanted(ENCODE, growth, ['cpu'])));
    expect([base, head]).toEqual([Math.floor(seconds / 1.5e-3), Math.floor(seconds / 1.5e-3)]);
  });

  test('are those of what the rounds say, where they say something', () => {
    expect(counts(plan(ENCODE, { ...wanted(ENCODE, null), secPerOp: 2e-3 }))).toEqual([1000, 1000, 50, 50]);
  });

  test('of memory take a tenth of a second, and are never more than those of time', () => {
    expect(counts(plan(ENCODE, wanted(ENCODE))).slice(2)).toEqual([66, 66]);
    const slow = rowOf('Slow', { base: 3, head: 5 });
    expect(counts(plan(slow, wanted(slow)))).toEqual([1, 1, 1, 1]);
  });

  test('are fewer where set-up that no timer sees takes much longer than what is timed', () => {
    // Ten iterations take 10.05 s of which the timer sees 15 ms: a second each.
    const processes = [...round(ENCODE, 10.05), ...round(rowOf('Quick', { base: 1e-3, head: 1e-3 }), 0.06)];
    const launches = profiles(
      [wanted(ENCODE, null, ['cpu'])],
      [ENCODE, rowOf('Quick', { base: 1e-3, head: 1e-3 })],
      evidenceOf({ processes }),
      MEASURE,
    );
    expect(counts(launches)).toEqual([30, 30]);
    expect(launches[0]?.timeout).toBeGreaterThan(300);
  });
});

describe('the budget', () => {
  const rows = [ENCODE, rowOf('Decode'), rowOf('Append')];
  const keys = (budget: number, wants: readonly Wanted[]) =>
    profiles(wants, rows, evidenceOf({ cost: { build: 0, measure: 0, budget } }), MEASURE).map((l) => l.rows[0]);
  const cpu = rows.map((row) => wanted(row, 0.5, ['cpu']));

  test('gives profiles half of what is left, the first first', () => {
    // 1600 iterations of 1 ms and 1.5 ms: 4 s a row.
    const [encode, decode, append] = rows.map((r) => r.key);
    expect(keys(7.9, cpu)).toEqual([]);
    expect(keys(8.1, cpu)).toEqual([encode, encode]);
    expect(keys(16.1, cpu)).toEqual([encode, encode, decode, decode]);
    expect(keys(25, [...cpu].reverse())).toEqual([append, append, decode, decode, encode, encode]);
  });

  test('leaves out what is too long for it, not what comes after', () => {
    const slow = rowOf('Slow', { base: 30, head: 60 });
    const both = profiles(
      [wanted(slow), ...cpu.slice(0, 1)],
      [slow, ...rows],
      evidenceOf({ cost: { build: 0, measure: 0, budget: 20 } }),
      MEASURE,
    );
    expect(both.map((l) => l.rows[0])).toEqual([ENCODE.key, ENCODE.key]);
  });

  test('counts memory at its slowest', () => {
    // 4 s for time, and 66 iterations of 2.5 ms, sixteen times as slow: 2.64 s.
    const one = [wanted(ENCODE, 0.5)];
    expect(keys(13.2, one)).toEqual([]);
    expect(keys(13.4, one)).toHaveLength(4);
  });
});

test('a row that is not known any more is not run', () => {
  expect(profiles([wanted(rowOf('Gone'))], [ENCODE], evidenceOf(), MEASURE)).toEqual([]);
});

describe('whyNoProfiles', () => {
  const AUTO = { ...MEASURE, profile: 'auto' as const };
  const bytes = Uint8Array.of(1);
  function ran(side: SideName, more: Partial<ProcessRecord> = {}): ProcessRecord {
    const profilers = ['cpu', 'block', 'mutex'] as const;
    const has = { profilers, profiles: profilers.map((kind) => ({ kind, bytes })) };
    return processOf({ side, phase: 'profile', round: 0, rows: [ENCODE.key] }, { ...has, ...more });
  }
  const why = (processes: readonly ProcessRecord[]) => whyNoProfiles(evidenceOf({ processes }), AUTO, ENCODE.key);

  test.each<[string, ProcessRecord[], string | null]>([
    ['all is there', [ran('base'), ran('head')], null],
    ['nobody asked', [], 'nothing asked for it when this was measured'],
    [
      'no time was left',
      [processOf({ side: 'base', phase: 'screen', round: 0, rows: [ENCODE.key] }, { wall: 590 })],
      'the budget had no time left for it',
    ],
    [
      'a process hung',
      [ran('base'), ran('head', { ending: 'timeout', timeout: 30 })],
      'the process under the profilers on head did not end within 30 s',
    ],
    [
      'a process panicked',
      [ran('base', { ending: 'exit', exit: 2 })],
      'the process under the profilers on base ended with status 2',
    ],
    [
      'a process was killed',
      [ran('base', { ending: 'signal', signal: 'SIGKILL' })],
      'the process under the profilers on base was killed by SIGKILL',
    ],
    [
      'a file was broken',
      [ran('base'), ran('head', { profiles: [{ kind: 'block', bytes }] })],
      'the process under the profilers on head left no cpu and no mutex profile that can be read',
    ],
  ])('%s', (_, processes, text) => {
    expect(why(processes)).toBe(text);
  });

  test('nobody wants any, and nothing was run at all', () => {
    expect(whyNoProfiles(evidenceOf(), MEASURE, ENCODE.key)).toContain('profile: never');
    const files = evidenceOf({ cost: { build: 0, measure: 0, budget: 0 } });
    expect(whyNoProfiles(files, AUTO, ENCODE.key)).toBeNull();
  });
});

describe('an agreement run', () => {
  const asked = (more: Partial<Wanted> = {}): Wanted => ({ ...wanted(ENCODE, null, ['cpu', 'trace']), ...more });
  const traced = (launches: readonly Launch[]) => launches.filter((l) => l.traced);

  test('is one process a side with trace, CPU and block profile and gctrace together, half a second long', () => {
    const launches = traced(plan(ENCODE, asked()));
    expect(launches.map((l) => l.side).sort()).toEqual(['base', 'head']);
    for (const launch of launches)
      expect(launch).toMatchObject({
        ...{ phase: 'profile', round: 2, profilers: ['cpu', 'block'], godebug: 'gctrace=1', rows: [ENCODE.key] },
        args: expect.arrayContaining(['-test.blockprofilerate=10000', '-test.benchtime=333x']),
      });
    expect(plan(ENCODE, wanted(ENCODE)).some((l) => l.traced || l.godebug !== undefined)).toBe(false);
  });

  test('is run several times a side, the sides in turn, where a change is to be told', () => {
    const launches = traced(plan(ENCODE, asked({ traces: 5 })));
    expect(launches.map((l) => l.round)).toEqual([2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    for (let i = 0; i < 10; i += 2) expect(launches[i]?.side).not.toBe(launches[i + 1]?.side);
  });

  test('gives up all but one first where the budget is short, then that one, before the profiles', () => {
    // CPU: 2 s of head and two thirds of that of base; a trace half a second and a third.
    const within = (seconds: number) => {
      const cost = { build: 0, measure: 0, budget: 2 * seconds };
      const launches = plan(ENCODE, asked({ traces: 5 }), { cost });
      return [launches.length - traced(launches).length, traced(launches).length];
    };
    expect([8, 4.5, 3.5, 3].map(within)).toEqual([
      [2, 10],
      [2, 2],
      [2, 0],
      [0, 0],
    ]);
  });

  test('that left no trace is told apart from profiles', () => {
    const record = (more: Partial<ProcessRecord>) =>
      processOf({ side: 'head', phase: 'profile', round: 2, rows: [ENCODE.key] }, { traced: true, ...more });
    const why = (more: Partial<ProcessRecord>, of?: 'profile' | 'trace') =>
      whyNoProfiles(evidenceOf({ processes: [record(more)] }), { ...MEASURE, profile: 'auto' }, ENCODE.key, of);
    expect(why({}, 'trace')).toBe('the process under the profilers on head left no trace that can be read');
    expect(why({ ending: 'timeout', timeout: 30 }, 'trace')).toMatch(/did not end within 30/);
    expect(why({})).toBe('nothing asked for it when this was measured');
  });
});
