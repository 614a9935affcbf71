import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conclude, type JudgedRun } from '../../src/leaks/confirm.ts';
import { judgeRun } from '../../src/leaks/judge.ts';
import type { LeakRun } from '../../src/leaks/run.ts';
import { goroutines, run, series, site } from './make.ts';

const MIB = 2 ** 20;
const judged = (made: LeakRun): JudgedRun => ({ run: made, judgement: judgeRun(made) });
const leaking = (slope: number, n = 24) =>
  site(
    'leak',
    series(n, (i) => slope * i),
  );

describe('one process', () => {
  test('a kilobyte a step is a leak where all stages see it', () => {
    const { verdict, leaks } = judgeRun(
      run([
        leaking(1024),
        site(
          'cache',
          series(24, (i) => Math.min(i, 6) * 5e5),
        ),
      ]),
    );
    expect(verdict).toBe('leak');
    expect(leaks.map(({ series }) => 'site' in series && series.site.function)).toEqual(['example.com/m.leak']);
  });

  test('a working set that wanders beside it hides nothing: it is taken off by the profile', () => {
    const other = site(
      'working',
      series(24, (i) => 4 * MIB + ((i * 7919) % 13) * 1e5),
    );
    expect(judgeRun(run([leaking(1024), other])).leaks).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof run>[1]]>([
    ['the collector and MemStats do not', { live: (i) => -700 * i }],
    ['the objects do not', { objects: (i) => -16 * i }],
  ])('the profile alone is no leak: %s', (_, beside) => {
    const { verdict, leaks, doubts } = judgeRun(run([leaking(1024)], beside));
    expect([verdict, leaks.length, doubts.length]).toEqual(['not enough evidence', 0, 1]);
  });

  test('gctrace must not deny what it could see', () => {
    const made = run([leaking(MIB)], { traced: true });
    expect(judgeRun(made).verdict).toBe('leak');
    const steps = made.steps.map((step) => ({ ...step, traced: 4 * MIB }));
    expect(judgeRun({ ...made, steps }).verdict).toBe('not enough evidence');
  });

  test('the live heap alone is no leak either', () => {
    const made = run(
      [
        site(
          'still',
          series(24, () => 1000),
        ),
      ],
      { live: (i) => 4096 * i },
    );
    expect(judgeRun(made).verdict).not.toBe('leak');
  });

  test('what replaces objects of another site is no leak', () => {
    const old = site(
      'old',
      series(24, (i) => 100_000 - 1024 * i),
    );
    const { verdict, harmless } = judgeRun(run([leaking(1024), old]));
    expect([verdict, harmless.length]).toEqual(['no leak', 1]);
    const half = site(
      'half',
      series(24, (i) => 100_000 - 600 * i),
    );
    expect(judgeRun(run([leaking(1024), half])).verdict).toBe('not enough evidence');
  });

  test('what replaces objects from before the profile began is no leak: the collector sees no growth', () => {
    expect(judgeRun(run([leaking(1024)], { live: (i) => -1024 * i })).verdict).toBe('no leak');
  });

  test('a slice that is appended to is one object, and a leak', () => {
    const bytes = series(48, (i) => 4096 * 2 ** Math.ceil(Math.log2(i + 3)));
    const appended = { ...site('append', bytes), objects: bytes.map(() => 1) };
    expect(judgeRun(run([appended])).verdict).toBe('leak');
  });

  test('goroutines that pile up are a leak where their count says so, with the go statement', () => {
    const blocked = goroutines(
      'send',
      series(24, (i) => 3 * i),
    );
    const { leaks } = judgeRun(run([], { goroutines: [blocked] }));
    expect(leaks).toMatchObject([{ kind: 'goroutine', counted: true, series: { created: { line: 6 } } }]);
    const made = run([], { goroutines: [blocked] });
    const steps = made.steps.map((step) => ({ ...step, goroutines: 2 }));
    expect(judgeRun({ ...made, steps }).verdict).toBe('not enough evidence');
  });

  test('sleepers of a short process may still end', () => {
    const asleep = goroutines(
      'poll',
      series(24, (i) => 3 * i),
      'sleep',
    );
    expect(judgeRun(run([], { goroutines: [asleep], seconds: 0.1 })).verdict).toBe('not enough evidence');
    expect(judgeRun(run([], { goroutines: [asleep], seconds: 1 })).verdict).toBe('leak');
  });

  test('workers up to a bound are none', () => {
    expect(
      judgeRun(
        run([], {
          goroutines: [
            goroutines(
              'w',
              series(24, (i) => Math.min(64, 20 * i)),
            ),
          ],
        }),
      ).verdict,
    ).toBe('no leak');
  });

  test('fewer than twelve steps are no evidence', () => {
    expect(judgeRun(run([leaking(1024, 11)])).verdict).toBe('not enough evidence');
  });

  test('what grows nowhere is no leak, whatever is held', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 1, maxLength: 5 }), (held) => {
        const sites = held.map((bytes, k) =>
          site(
            'x'.repeat(k + 1),
            series(24, () => bytes),
          ),
        );
        expect(judgeRun(run(sites)).verdict).toBe('no leak');
      }),
    );
  });
});

describe('the processes of a benchmark', () => {
  const first = judged(run([leaking(1024)]));

  test('one alone is never a leak', () => {
    expect(conclude([first])).toMatchObject({ verdict: 'not enough evidence', open: true, leaks: [] });
  });

  test('a longer one that shows the same, as fast, confirms it', () => {
    const again = judged(run([leaking(2048, 36)], { iterations: 2000 }));
    expect(conclude([first, again])).toMatchObject({ verdict: 'leak', open: false, leaks: [{ kind: 'heap' }] });
  });

  test.each<[string, LeakRun]>([
    ['not three times as long', run([leaking(1024, 36)])],
    ['at another site', run([site('elsewhere', leaking(2048, 36).bytes)], { iterations: 2000 })],
    [
      'slower by half: a cache that fills ever more slowly',
      run([leaking(700, 36)], { iterations: 2000, seconds: 0.4 }),
    ],
  ])('one that is not: %s', (_, made) => {
    expect(conclude([first, judged(made)])).toMatchObject({ verdict: 'not enough evidence', leaks: [] });
  });

  test('a longer one in which it stops says that it is none', () => {
    const filled = judged(
      run(
        [
          site(
            'leak',
            series(36, (i) => Math.min(2048 * i, 24 * 1024)),
          ),
        ],
        { iterations: 2000 },
      ),
    );
    expect(conclude([first, filled])).toMatchObject({ verdict: 'no leak', open: false });
  });

  test('what a benchmark leaks once a run is a leak, however many iterations a run has', () => {
    const again = judged(run([leaking(1024, 36)], { iterations: 2000, seconds: 0.4 }));
    expect(conclude([first, again]).verdict).toBe('leak');
  });

  test('what leaks by the clock is a leak', () => {
    const again = judged(run([leaking(2048, 36)], { iterations: 20_000, seconds: 0.4 }));
    expect(conclude([first, again]).verdict).toBe('leak');
  });
});
