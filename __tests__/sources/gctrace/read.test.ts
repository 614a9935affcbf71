import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GcCycle } from '../../../src/model/gctrace.ts';
import { readGcTrace } from '../../../src/sources/gctrace/index.ts';
import { piecesOf, printed } from './printed.ts';

const MIB = 2 ** 20;
const cyclesOf = (text: string) => readGcTrace(text, 'log').trace.processes.flatMap(({ cycles }) => cycles);
const FIRST =
  'gc 12 @1.204s 3%: 0.016+12+0.40 ms clock, 0.032+0.50/1.1/0+0.81 ms cpu, 4->5->2 MB, 6 MB goal, 0 MB stacks, 1 MB globals, 8 P';

describe('a whole line', () => {
  const expected: GcCycle = {
    line: 1,
    number: 12,
    at: 1_204_000_000,
    percent: 3,
    clock: { sweepTermination: 16_000, mark: 12_000_000, markTermination: 400_000 },
    cpu: { sweepTermination: 32_000, assist: 500_000, background: 1_100_000, idle: 0, markTermination: 810_000 },
    heap: { start: 4 * MIB, end: 5 * MIB, live: 2 * MIB, goal: 6 * MIB },
    stacks: 0,
    globals: MIB,
    maxprocs: 8,
    forced: false,
    leaks: false,
  };

  test('gives every field, in nanoseconds and bytes', () => expect(cyclesOf(FIRST)).toEqual([expected]));
  test('asked for by the program', () =>
    expect(cyclesOf(`${FIRST} (forced)`)).toEqual([{ ...expected, forced: true }]));
  test('that looked for leaked goroutines', () =>
    expect(cyclesOf(FIRST.replace('3%', '3% (checking for goroutine leaks)'))).toEqual([{ ...expected, leaks: true }]));
  test.each([
    ['Windows ends', `${FIRST}\r\n`],
    ['a CI stamp', `2026-01-02T03:04:05.1234567Z ${FIRST}`],
    ['a container log', `stderr F ${FIRST}`],
    ['a benchmark whose numbers are to come', `BenchmarkX-2   \t${FIRST}`],
    ['test2json', JSON.stringify({ Action: 'output', Package: 'p', Output: `${FIRST}\n` })],
    [
      'test2json, in two events',
      [FIRST.slice(0, 40), `${FIRST.slice(40)}\n`]
        .map((Output) => JSON.stringify({ Action: 'output', Package: 'p', Output }))
        .join('\n'),
    ],
    ['output that follows in its line', `${FIRST}done`],
  ])('behind or before %s', (_, text) => expect(cyclesOf(text)).toEqual([expected]));
  test('forced, with output before its last piece', () => {
    expect(cyclesOf(`${FIRST}BenchmarkX\t (forced)`)[0]?.forced).toBe(true);
    expect(cyclesOf(`${FIRST}done\nmore\n (forced)\n`)[0]?.forced).toBe(true);
    expect(cyclesOf(`${FIRST}done\nmore\n`)[0]?.forced).toBe(false);
  });
});

describe('a torn line', () => {
  const arbitraryCycle = fc.record({
    number: fc.integer({ min: 1, max: 1e6 }),
    at: fc.integer({ min: 0, max: 1e7 }),
    ns: fc.array(fc.integer({ min: 0, max: 3e9 }), { minLength: 8, maxLength: 8 }),
    heap: fc.array(fc.integer({ min: 0, max: 1e5 }), { minLength: 6, maxLength: 6 }),
    forced: fc.boolean(),
    leaks: fc.boolean(),
  });
  const foreign = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'ok  \texample.com/m\t0.1s',
          'PASS',
          '',
          'panic: +3',
          '2026/01/02 03:04:05 served 12 P',
          '15',
          '0',
        ),
        // Printable ASCII; digits that go straight on with letters are taken for a number's (torn.ts).
        fc.string({ maxLength: 12 }).filter((text) => !/^\d+[A-Za-z[({"'<=*#|>_]/.test(text)),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((lines) => lines.map((line) => `${line}\n`).join(''));

  test('is the line that was torn, or none: never another, wherever lines stand in it', () => {
    let read = 0;
    const property = fc.property(
      arbitraryCycle,
      fc.array(fc.tuple(fc.nat(40), foreign), { maxLength: 4 }),
      (cycle, tears) => {
        const pieces = piecesOf(cycle);
        const at = (i: number) => tears.filter(([place]) => place % pieces.length === i).map(([, text]) => text);
        const text = pieces.map((piece, i) => `${i > 0 ? at(i).join('') : ''}${piece}`).join('');
        const expected = { ...cyclesOf(printed(cycle))[0], line: 0 };
        const found = cyclesOf(text);
        expect(found.length).toBeLessThanOrEqual(1);
        for (const cycle of found) expect({ ...cycle, line: 0 }).toEqual(expected);
        read += found.length;
      },
    );
    fc.assert(property, { numRuns: 3000 });
    expect(read).toBeGreaterThan(1500);
  });

  test('is put together wherever a message stands in it', () => {
    const cycle = {
      number: 12,
      at: 1204,
      ns: [16_000, 12_000_000, 400_000, 32_000, 500_000, 0, 1_100_000, 810_000],
      heap: [4, 5, 2, 6, 0, 1],
      forced: true,
      leaks: false,
    };
    const pieces = piecesOf(cycle);
    const whole = { ...cyclesOf(printed(cycle))[0], line: 0 };
    const torn = (i: number, message: string) => ({
      ...cyclesOf(pieces.toSpliced(i, 0, message).join(''))[0],
      line: 0,
    });
    for (let i = 1; i < pieces.length; i++)
      for (const message of ['a message\n', 'one\nand another\n'])
        expect([i, message, torn(i, message)]).toEqual([i, message, whole]);
    // Without an end of its line: not between the last pieces, for a message could end in those.
    for (let i = 1; i <= pieces.indexOf(' MB globals, '); i++)
      expect([i, torn(i, 'BenchmarkX-2 \t')]).toEqual([i, whole]);
  });

  test('with digits beside a number is not sure, and is told', () => {
    const text = FIRST.replace('->5->', '->5 items\n->');
    const { trace, diagnostics } = readGcTrace(text, 'log');
    expect(trace.processes).toEqual([]);
    expect(diagnostics).toEqual([
      { level: 'warning', text: 'a gctrace line that is cut off or torn apart', at: { file: 'log', line: 1 } },
    ]);
  });

  test('decimals end by themselves: a date behind them is no part', () => {
    const text = FIRST.replace('0.016+', '0.0162026/01/02 03:04:05 hello\n+');
    expect(cyclesOf(text)[0]?.clock.sweepTermination).toBe(16_000);
  });

  test.each([
    ['the beginning alone', `${FIRST.slice(0, 50)}\n`, 'a gctrace line that is cut off or torn apart'],
    ['the end alone', `${FIRST.slice(50)}\n`, 'the end of a gctrace line without its beginning'],
  ])('of which there is %s', (_, text, told) => {
    const { trace, diagnostics } = readGcTrace(`x\n${text}${FIRST}`, 'log');
    expect(trace.processes.map(({ cycles }) => cycles.length)).toEqual([1]);
    expect(diagnostics).toEqual([{ level: 'warning', text: told, at: { file: 'log', line: 2 } }]);
  });
});

test('every prefix of a log: what was whole stays', () => {
  const log = `hello\n${FIRST}\n${FIRST.replace('gc 12', 'gc 13')}\nbye\n`;
  for (let length = 0; length <= log.length; length++) {
    const whole = (log.slice(0, length).match(/8 P/g) ?? []).length;
    expect([length, cyclesOf(log.slice(0, length)).length]).toEqual([length, whole]);
  }
});

describe('processes of one log', () => {
  const line = (number: number, ms: number) =>
    printed({
      number,
      at: ms,
      ns: [1, 1, 1, 1, 1, 1, 1, 1].map((n) => n * 20_000),
      heap: [1, 1, 1, 4, 0, 0],
      forced: false,
      leaks: false,
    });
  const numbersOf = (text: string) =>
    readGcTrace(text, 'log').trace.processes.map(({ cycles }) => cycles.map(({ number }) => number));

  test('one after the other', () =>
    expect(numbersOf(line(1, 5) + line(2, 9) + line(1, 3) + line(2, 8))).toEqual([
      [1, 2],
      [1, 2],
    ]));
  test('the go command among them', () =>
    expect(
      numbersOf(line(1, 1) + line(2, 30) + line(1, 2) + line(2, 4) + line(3, 5) + line(3, 90) + line(4, 6)),
    ).toEqual([
      [1, 2, 3],
      [1, 2, 3, 4],
    ]));
  test('lost lines are counted', () => {
    const { trace, diagnostics } = readGcTrace(line(3, 5) + line(4, 9) + line(8, 20), 'log');
    expect(trace.processes.map(({ missing }) => missing)).toEqual([3]);
    expect(diagnostics.map(({ text }) => text)).toEqual(['cycles that have no line, by their numbers: 3']);
  });
});

test('lines of other settings are counted by setting, as Go 1.19 to 1.26 print them', () => {
  const log = [
    'scav 8 KiB work, 2432 KiB total, 71% util',
    'scav 0 KiB work (bg), 0 KiB work (eager), 17728 KiB now, 78% util (forced)',
    'scav 0 KiB work (bg), 0 KiB work (eager), 17728 KiB now, 78% util [controller reset]',
    'pacer: assist ratio=0.07649559595247223 (scan 0 MB in 15->18 MB) workers=0+0.25',
    'pacer: 25% CPU (25 exp.) for 61112+8096+154602 B work (223874 B exp.) in 16723032 B -> 23243864 B (∆goal 3594206, cons/mark 9.891024997394352)',
    'pacer: sweep done at heap size 17MB; allocated 6MB during sweep; swept 2858 pages at 0.00041238487889404664 pages/byte',
    'init runtime @0.047 ms, 0.041 ms clock, 0 bytes, 0 allocs',
    'SCHED 78ms: gomaxprocs=2 idleprocs=0 threads=5 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=0 [ 0 0 ] schedticks=[ 118812 136289 ]',
    '  P0: status=1 schedtick=9 syscalltick=0 m=0 runqsize=0 gfreecnt=0 timerslen=0',
    '  M0: p=0 curg=1 mallocing=0 throwing=0 preemptoff= locks=1 dying=0 spinning=false blocked=false lockedg=nil',
    '  G1: status=2(chan receive) m=0 lockedm=nil',
    'scan: total 1+2+3=6 objs, 1+1=2 spans',
    'scan: class 8B 1+2+3=6 objs, 1+1=2 spans',
    'checkfinalizers: queue: 0 finalizers + 0 cleanups',
  ];
  expect(readGcTrace(log.join('\n'), 'log')).toEqual({
    trace: {
      processes: [],
      ignored: {
        scavtrace: 3,
        gcpacertrace: 3,
        inittrace: 1,
        schedtrace: 1,
        scheddetail: 3,
        scanstats: 2,
        checkfinalizers: 1,
      },
    },
    diagnostics: [],
  });
});

test('hostile text takes no time and throws nothing', () => {
  const hostile = [
    'gc 1 @'.repeat(200_000),
    `${'gc 1 @0.001s '.repeat(50_000)} P`,
    `${'gc 1 @\n'.repeat(20_000)}${'1'.repeat(100_000)} P`,
    `gc 1 @0.001s 0%: ${'9'.repeat(100_000)} P`,
    `gc 1 @0.001s 0%: \n${'11\n'.repeat(5_000)}`,
    Array.from(
      { length: 20_000 },
      (_, i) =>
        `gc ${20_000 - i} @0.001s 0%: 0+0+0 ms clock, 0+0/0/0+0 ms cpu, 0->0->0 MB, 0 MB goal, 0 MB stacks, 0 MB globals, 1 P`,
    ).join('\n'),
  ];
  for (const text of hostile) expect(() => readGcTrace(text, 'log')).not.toThrow();
});
