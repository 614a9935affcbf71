import { describe, expect, test } from '@jest/globals';
import { profileChanges } from '../../../src/compare/profiles/change.ts';
import type { ProfileRun, Sampled } from '../../../src/compare/profiles/costs.ts';
import type { Owner } from '../../../src/compare/profiles/owner.ts';
import type { ProfileKind } from '../../../src/model/evidence.ts';
import { cpuRun, MODULE, memoryRun, owner, waitRun } from './make.ts';

const subject = { pkg: `${MODULE}/codec`, benchmark: 'Encode', gomaxprocs: 1 };
const changes = (base: ProfileRun, head: ProfileRun, kind: ProfileKind = 'cpu', by: Owner = owner()) =>
  profileChanges({ subject, kind, base, head }, by);

const BENCH = '~/codec.BenchmarkEncode@~/codec/bench_test.go:10';
const ENCODE = `${BENCH};~/codec.(*Encoder).Encode@~/codec/encode.go`;

describe('totals', () => {
  test('are per operation, in seconds, with the samples behind them', () => {
    const [change] = changes(cpuRun({ [`${ENCODE}:20`]: 200 }), cpuRun({ [`${ENCODE}:20`]: 300 }, 200));
    expect(change).toMatchObject({ sampleType: 'cpu', unit: 'sec/op' });
    expect(change?.base).toEqual({ perOp: 0.02, iterations: 100, events: 200 });
    expect(change?.head).toMatchObject({ iterations: 200, events: 300 });
    expect(change?.head.perOp).toBeCloseTo(0.015, 12);
  });

  test('a kind without the sample type gives nothing', () => {
    expect(changes(cpuRun({ f: 1 }), waitRun({ f: 1 }))).toEqual([]);
  });
});

describe('the culprit', () => {
  const base = cpuRun({ [`${ENCODE}:20`]: 200, [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:5`]: 50 });

  test('is the innermost function of the module that has the growth, with its file and line', () => {
    const grown = cpuRun({
      [`${ENCODE}:20`]: 205,
      [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:5`]: 50,
      [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:7;runtime.mallocgc@runtime/malloc.go:1`]: 200,
    });
    const [change] = changes(base, grown);
    expect(change?.culprit).toMatchObject({
      function: `${MODULE}/codec.grow`,
      file: 'codec/grow.go',
      line: 7,
      callee: 'runtime.mallocgc',
      own: true,
    });
    expect(change?.culprit?.share).toBeCloseTo(200 / 205, 9);
    expect(change?.functions[0]?.function).toBe(`${MODULE}/codec.grow`);
  });

  test('is the caller where no callee has most of it', () => {
    const split = cpuRun({
      [`${ENCODE}:20;~/codec.a@~/codec/a.go:1`]: 100,
      [`${ENCODE}:21;~/codec.b@~/codec/b.go:1`]: 100,
      [`${ENCODE}:20`]: 200,
      [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:5`]: 50,
    });
    expect(changes(base, split)[0]?.culprit?.function).toBe(`${MODULE}/codec.(*Encoder).Encode`);
  });

  test('is the edited function, not what it newly calls', () => {
    const calls = cpuRun({
      [`${ENCODE}:20`]: 200,
      [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:5`]: 50,
      [`${ENCODE}:25;~/sum.Checksum@~/sum/sum.go:3`]: 300,
    });
    const of = (edited: readonly string[] | null) => changes(base, calls, 'cpu', owner(edited))[0]?.culprit;
    expect(of(null)).toMatchObject({ function: `${MODULE}/sum.Checksum`, file: 'sum/sum.go', line: 3 });
    expect(of(null)?.edited).toBeUndefined();
    expect(of([`${MODULE}/codec.Encoder.Encode`])).toMatchObject({
      function: `${MODULE}/codec.(*Encoder).Encode`,
      edited: true,
      file: 'codec/encode.go',
      line: 25,
      callee: `${MODULE}/sum.Checksum`,
    });
    expect(of([`${MODULE}/other.F`])).toMatchObject({ function: `${MODULE}/sum.Checksum`, edited: false });
  });

  describe('is not where cost only moved to', () => {
    const decode = (name: string) => `${ENCODE}:20;~/codec.${name}@~/codec/decode.go:3`;
    const check = `${ENCODE}:21;~/codec.check@~/codec/check.go:7`;
    const slower = { [check]: 140 };
    const of = (before: Record<string, number>, after: Record<string, number>) =>
      changes(cpuRun(before), cpuRun(after))[0]?.culprit;

    test('a renamed function', () => {
      const found = of({ [decode('decode')]: 300, [check]: 60 }, { [decode('decodeRow')]: 304, ...slower });
      expect(found).toMatchObject({ function: `${MODULE}/codec.check`, line: 7 });
    });

    test('a function that was taken out of its caller', () => {
      const found = of({ [`${ENCODE}:20`]: 300, [check]: 60 }, { [decode('decode')]: 300, ...slower });
      expect(found).toMatchObject({ function: `${MODULE}/codec.check`, line: 7 });
    });

    test('but a dearer successor is', () => {
      const found = of({ [decode('decode')]: 300, [check]: 60 }, { [decode('decodeRow')]: 400, [check]: 62 });
      expect(found).toMatchObject({ function: `${MODULE}/codec.decodeRow` });
    });

    test('and what a successor calls as its predecessor did is not what it spends more on', () => {
      const append = (name: string) => `${decode(name)};strconv.AppendInt@strconv/itoa.go:40`;
      const found = of(
        { [append('decode')]: 300, [decode('decode')]: 10 },
        { [append('decodeRow')]: 305, [decode('decodeRow')]: 110 },
      );
      expect(found).toMatchObject({ function: `${MODULE}/codec.decodeRow` });
      expect(found?.callee).toBeUndefined();
    });

    test('yet what it calls is named where it does no more by itself and others call it less', () => {
      const append = (caller: string) => `${ENCODE}:20;${caller};strconv.AppendInt@strconv/itoa.go:40`;
      const [grow, shrink] = ['~/codec.grow@~/codec/grow.go:5', '~/codec.shrink@~/codec/shrink.go:5'];
      const found = of({ [append(shrink)]: 300, [append(grow)]: 10 }, { [append(grow)]: 300 });
      expect(found).toMatchObject({ function: `${MODULE}/codec.grow`, callee: 'strconv.AppendInt' });
    });
  });

  test('is an edited function beside the way where the growth is spread over several', () => {
    const at = (fn: string, n: number) => ({ [`${ENCODE}:20;~/codec.${fn}@~/codec/${fn}.go:1`]: n });
    const spread = cpuRun({ [`${ENCODE}:20`]: 200, ...at('a', 120), ...at('b', 130), ...at('c', 130) });
    const of = (edited: readonly string[]) => changes(base, spread, 'cpu', owner(edited))[0]?.culprit?.function;
    expect(of([`${MODULE}/codec.a`])).toBe(`${MODULE}/codec.a`);
    expect(of([`${MODULE}/codec.z`])).toBe(`${MODULE}/codec.(*Encoder).Encode`);
  });

  test('is found through functions that are not the module’s: sort calls back', () => {
    const less = `${ENCODE}:20;sort.Slice@sort/slice.go:2;~/codec.(*Encoder).Encode.func1@~/codec/encode.go:22`;
    const back = cpuRun({ [`${less};~/codec.less@~/codec/less.go:9`]: 300, [`${ENCODE}:20`]: 200 });
    expect(changes(cpuRun({ [`${ENCODE}:20`]: 200 }), back)[0]?.culprit?.function).toBe(`${MODULE}/codec.less`);
  });

  test('closures count to the function that holds them', () => {
    const closure = cpuRun({ [`${BENCH};~/codec.Walk.func1.2@~/codec/walk.go:8`]: 300 });
    expect(changes(base, closure)[0]?.culprit).toMatchObject({ function: `${MODULE}/codec.Walk`, line: 8 });
  });

  test('is nobody where samples could have fallen so by chance, where all got cheaper, or where only Go grew', () => {
    const of = (head: ProfileRun) => changes(base, head)[0]?.culprit;
    expect(of(cpuRun({ [`${ENCODE}:20`]: 215, [`${ENCODE}:30;~/codec.grow@~/codec/grow.go:5`]: 52 }))).toBeNull();
    expect(of(cpuRun({ [`${ENCODE}:20`]: 20 }))).toBeNull();
    expect(of(cpuRun({ 'runtime.gcBgMarkWorker@runtime/mgc.go:1': 900 }))).toBeNull();
  });

  test('is never the benchmark itself', () => {
    expect(changes(base, cpuRun({ [BENCH]: 900 }))[0]?.culprit).toBeNull();
  });

  test('recursion has an end', () => {
    const f = '~/codec.f@~/codec/f.go:1';
    const g = '~/codec.g@~/codec/g.go:1';
    const loop = cpuRun({ [`${BENCH};${f};${g};${f};${g}`]: 500 });
    expect([`${MODULE}/codec.f`, `${MODULE}/codec.g`]).toContain(changes(base, loop)[0]?.culprit?.function);
  });

  test('a module in a folder of the repository has its paths there', () => {
    const grown = cpuRun({ [`${BENCH};~/codec.New@/src/checkout/sub/codec/new.go:4`]: 500 });
    const found = changes(base, grown, 'cpu', owner(null, 'sub'))[0]?.culprit;
    expect(found).toMatchObject({ file: 'sub/codec/new.go', line: 4 });
  });
});

describe('allocations', () => {
  test('bytes and objects are two changes, and a rise below 1 % is nothing', () => {
    const [space, objects] = changes(
      memoryRun({ [`${ENCODE}:20`]: 1000 }),
      memoryRun({ [`${ENCODE}:20`]: 1000, [`${ENCODE}:22`]: 1000 }),
      'memory',
    );
    expect(space).toMatchObject({
      sampleType: 'alloc_space',
      unit: 'B/op',
      base: { perOp: 160 },
      head: { perOp: 320 },
    });
    expect(objects).toMatchObject({ unit: 'objects/op', detectable: 0.01, culprit: { line: 22, share: 1 } });
    const few = changes(memoryRun({ [`${ENCODE}:20`]: 1000 }), memoryRun({ [`${ENCODE}:20`]: 1005 }), 'memory');
    expect(few.map(({ culprit }) => culprit)).toEqual([null, null]);
  });
});

describe('waits', () => {
  const unlock = `${BENCH};~/store.(*Writer).Append@~/store/writer.go`;

  test('the holder of the lock is named, with the points where most is waited and the mean wait', () => {
    const base = waitRun({ [`${unlock}:30;sync.(*Mutex).Unlock@sync/mutex.go:1`]: 10 });
    const head = waitRun({
      [`${unlock}:41;sync.(*Mutex).Unlock@sync/mutex.go:1`]: 2000,
      [`${unlock}:60;sync.(*Mutex).Unlock@sync/mutex.go:1`]: 20,
      'runtime.unlock@runtime/lock.go:1': 5,
    });
    const [delay, contentions] = changes(base, head, 'mutex');
    const append = { function: `${MODULE}/store.(*Writer).Append`, file: 'store/writer.go', line: 41 };
    expect(delay?.culprit).toMatchObject(append);
    expect(contentions).toMatchObject({ unit: 'waits/op', culprit: append });
    expect(delay?.points?.map(({ line, mean }) => [line, mean.toPrecision(3)])).toEqual([
      [41, '0.00000100'],
      [60, '0.00000100'],
      [1, '0.00000100'],
    ]);
    expect(delay?.points?.[0]?.perOp).toBeCloseTo((2000 * 1e-6) / 100, 12);
  });

  test('that stand for several count as what was recorded', () => {
    const at = `${unlock}:30;sync.(*Mutex).Unlock@sync/mutex.go:1`;
    const of = (n: number, sampled: Sampled, delay = 1000): ProfileRun => ({ ...waitRun({ [at]: n }, delay), sampled });
    const mutex = (sampled: Sampled) => changes(of(20, sampled), of(100, sampled), 'mutex')[0];
    expect(mutex({})).toMatchObject({ base: { events: 20 }, head: { events: 100 } });
    expect(mutex({})?.culprit).not.toBeNull();
    // One in ten was recorded: two against ten waits are chance.
    expect(mutex({ oneIn: 10 })).toMatchObject({ base: { events: 2 }, head: { events: 10 }, culprit: null });
    // Waits of 1 µs at a rate of 10 µs: each that was recorded stands for ten; of 50 µs, each was.
    const block = (delay: number) => of(100, { nanoseconds: 10_000 }, delay);
    expect(changes(block(1000), block(50_000), 'block')[0]).toMatchObject({
      base: { events: 10 },
      head: { events: 100 },
    });
  });
});
