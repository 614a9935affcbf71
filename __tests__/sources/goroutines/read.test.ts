import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { groupGoroutines, readGoroutines } from '../../../src/sources/goroutines/index.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname ?? '.', 'fixtures', name), 'utf8');
const read = (text: string) => readGoroutines(text, 'dump.txt');
/** Every goroutine by its state, in short. */
const states = (text: string) => read(text).goroutines.map(({ id, state }) => `${id} ${state}`);
const groups = (text: string) => groupGoroutines(read(text).goroutines);

describe.each([
  ['quit-go1.22.txt', 28, 7],
  ['debug2-go1.22.txt', 21, 0],
  ['debug1-go1.22.txt', 21, 0],
  ['quit-crash-go1.26.txt', 33, 12],
  ['overflow-go1.26.txt', 28, 7],
  ['ancestors-go1.26.txt', 28, 7],
  ['panic-go1.26.txt', 1, 0],
])('%s, as Go wrote it', (name, all, system) => {
  test(`has ${all} goroutines, ${system} of the runtime itself, and nothing that cannot be read`, () => {
    const { goroutines, diagnostics } = read(fixture(name));
    expect(diagnostics).toEqual([]);
    expect(goroutines.reduce((sum, { count }) => sum + count, 0)).toBe(all);
    const ofRuntime = groups(fixture(name)).filter((g) => g.system);
    expect(ofRuntime.reduce((sum, { count }) => sum + count, 0)).toBe(system);
    for (const { frames } of goroutines) {
      expect(frames.length).toBeGreaterThan(0);
      for (const frame of frames) {
        expect(frame.function).toMatch(/^(?:panic|[\w./-]+\.\S+)$/);
        expect(frame.file).toMatch(/\.(?:go|s)$/);
        expect(frame.line).toBeGreaterThan(0);
      }
    }
  });
});

test.each(['quit-go1.22.txt', 'debug2-go1.22.txt', 'quit-crash-go1.26.txt'])(
  '%s groups as debug=1 does: five workers, four at the mutex, three at the channel',
  (name) => {
    const own = groups(fixture(name)).filter((g) => !g.system);
    expect(own.slice(0, 3).map(({ count, state }) => [count, state])).toEqual([
      [5, 'chan receive'],
      [4, 'sync.Mutex.Lock'],
      [3, 'chan receive'],
    ]);
    expect(own[0]?.createdBy).toEqual({ function: 'example.com/hang.start', file: '/src/hang/hang_test.go', line: 30 });
    expect(own.slice(3).every(({ count }) => count === 1)).toBe(true);
  },
);

test('a profile and a dump of the same moment have the same stacks in the same numbers', () => {
  const shape = (name: string) =>
    groups(fixture(name))
      .filter(({ frames }) => !frames.some((f) => f.function.startsWith('runtime/pprof.write')))
      .map(({ count, frames }) => [count, frames.find((f) => f.function.startsWith('example.com/'))?.function])
      .filter(([, name]) => name !== 'example.com/hang.spin')
      .sort();
  expect(shape('debug1-go1.22.txt')).toEqual(shape('debug2-go1.22.txt'));
});

test('what the runtime left out of a stack is counted', () => {
  const [deepest] = read(fixture('overflow-go1.26.txt')).goroutines.toSorted((a, b) => b.elided - a.elided);
  expect(deepest).toMatchObject({ state: 'running', elided: 44739044 });
});

describe('a head', () => {
  const one = (head: string) => read(`${head}\nmain.main()\n\t/m.go:1 +0x1\n`).goroutines[0];

  test.each([
    ['goroutine 12 [chan receive]:', { id: 12, state: 'chan receive', minutes: 0 }],
    ['goroutine 12 [chan receive, 3 minutes]:', { id: 12, state: 'chan receive', minutes: 3 }],
    ['goroutine 1 [select (no cases), 1441 minutes, locked to thread]:', { minutes: 1441, lockedToThread: true }],
    ['goroutine 7 [semacquire (scan), 2 minutes]:', { state: 'semacquire', minutes: 2 }],
    ['goroutine 7 [chan receive (leaked)]:', { state: 'chan receive (leaked)' }],
    ['goroutine 7 [chan receive (durable), synctest bubble 3]:', { state: 'chan receive (durable)' }],
    ['goroutine 0 gp=0x6be5e0 m=0 mp=0x6bede0 [idle]:', { id: 0, state: 'idle' }],
    ['goroutine 5 gp=0xc000084000 m=nil [sleep]:', { id: 5, state: 'sleep' }],
    ['goroutine 5 [select labels:{"a": "b]:", "c": "d"}]:', { state: 'select', labels: '{"a": "b]:", "c": "d"}' }],
    ['2026/01/02 03:04:05 goroutine 5 [running]:', { id: 5, state: 'running' }],
    ['2026-01-02T03:04:05.1234567Z goroutine 5 [running]:', { id: 5, state: 'running' }],
    ['\x1b[31mgoroutine 5 [running]:\x1b[0m', { id: 5, state: 'running' }],
  ])('%s', (head, expected) => {
    expect(one(head)).toMatchObject(expected);
  });

  test.each(['goroutine 12 [chan rec', 'goroutine 12 gp=0xc0000 m=nil [sle', 'goroutine 12 [a] and more'])(
    '%s is told with its line, and costs only itself',
    (head) => {
      const text = `hello\n${head}\nmain.lost()\n\t/m.go:1 +0x1\n\ngoroutine 13 [sleep]:\nmain.f()\n\t/m.go:2 +0x1\n`;
      expect(states(text)).toEqual(['13 sleep']);
      expect(read(text).diagnostics).toEqual([
        { level: 'warning', text: 'the head of a goroutine that cannot be read', at: { file: 'dump.txt', line: 2 } },
      ]);
    },
  );

  test.each(['goroutine 12 is a goroutine', 'see goroutine [running]', 'goroutine x [running]:'])(
    '%s is none',
    (text) => {
      expect(read(`${text}\n`)).toEqual({ goroutines: [], diagnostics: [] });
    },
  );
});

describe('a stack', () => {
  const HEAD = 'goroutine 9 [running]:\n';
  const frames = (text: string) =>
    read(HEAD + text).goroutines[0]?.frames.map((f) => `${f.function} ${f.file}:${f.line}`);

  test.each([
    ['main.(*T[...]).Wait(0xc000, {0x1, 0x2, ...})\n\t/a b/m.go:12 +0x1d\n', 'main.(*T[...]).Wait /a b/m.go:12'],
    ['main.inlined(...)\n\t/m.go:3\n', 'main.inlined /m.go:3'],
    ['panic({0x1?, 0x2?})\n\t/panic.go:787 +0x132\n', 'panic /panic.go:787'],
    ['gopkg.in/x%2ey.F()\n\tC:/x/y.go:3 +0x1 fp=0x1 sp=0x2 pc=0x3\n', 'gopkg.in/x%2ey.F C:/x/y.go:3'],
    ['c_function\n\t/x.c:12 pc=0x3\n', 'c_function /x.c:12'],
    ['c_function\n\tpc=0x3\n', 'c_function :0'],
  ])('%j', (text, expected) => {
    expect(frames(text)).toEqual([expected]);
    expect(read(HEAD + text).diagnostics).toEqual([]);
  });

  test('ends with its creator: what follows is other output', () => {
    const text = `${HEAD}main.f()\n\t/m.go:1 +0x1\ncreated by main.g in goroutine 4\n\t/m.go:7 +0x5\nexit status 2\nFAIL\tm (0.1s)\n`;
    expect(read(text)).toMatchObject({
      goroutines: [{ frames: [{ function: 'main.f' }], createdBy: { function: 'main.g', line: 7 }, parent: 4 }],
      diagnostics: [],
    });
  });

  test('of the main goroutine ends where other output begins', () => {
    expect(read(`${HEAD}main.main()\n\t/m.go:1 +0x1\nexit status 2\n`)).toMatchObject({
      goroutines: [{ frames: [{ function: 'main.main' }], createdBy: null }],
      diagnostics: [],
    });
  });

  test('goes on behind a line that something else wrote into it', () => {
    const text = `${HEAD}main.f()\n\t/m.go:1 +0x1\nhello from a log\nmain.g()\n\t/m.go:2 +0x1\n`;
    expect(frames(text.slice(HEAD.length))).toEqual(['main.f /m.go:1', 'main.g /m.go:2']);
    expect(read(text).diagnostics).toMatchObject([{ level: 'warning', at: { line: 4 } }]);
  });

  test.each([
    ['main.f()\nmain.g()\n\t/m.go:2 +0x1\n', ['main.f :0', 'main.g /m.go:2'], 'a call without its place', 2],
    ['main.f()', ['main.f :0'], 'the dump is cut off: a call without its place', 2],
    ['\t/m.go:2 +0x1\nmain.g()\n\t/m.go:2 +0x1\n', ['main.g /m.go:2'], 'a place without its call', 2],
  ])('%j is told', (text, expected, told, line) => {
    expect(frames(text)).toEqual(expected);
    expect(read(HEAD + text).diagnostics).toEqual([{ level: 'warning', text: told, at: { file: 'dump.txt', line } }]);
  });

  test('that is unavailable may come later, with its thread', () => {
    const text = `goroutine 9 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.g in goroutine 1\n\t/m.go:1 +0x1\n\n-----\n\ngoroutine 9 [running]:\nmain.f()\n\t/m.go:2 +0x1\n`;
    expect(read(text)).toMatchObject({ goroutines: [{ id: 9, frames: [{ function: 'main.f' }] }], diagnostics: [] });
  });

  test('of a goroutine seen before does not count twice', () => {
    const text = `${HEAD}main.f()\n\t/m.go:1 +0x1\n\n${HEAD}main.g()\n\t/m.go:1 +0x1\n`;
    expect(read(text)).toMatchObject({
      goroutines: [{ frames: [{ function: 'main.f' }] }],
      diagnostics: [{ level: 'notice' }],
    });
  });

  test('of the past (tracebackancestors) is not the goroutine’s own', () => {
    const { goroutines } = read(fixture('ancestors-go1.26.txt'));
    expect(goroutines.filter(({ frames }) => frames.some((f) => f.function === 'runtime.newproc'))).toEqual([]);
  });
});

describe('a debug=1 profile', () => {
  const PROFILE = `goroutine profile: total 3\n2 @ 0x1 0x2\n# labels: {"k":"v"}\n#\t0x1\tmain.f+0x1\t\t/m.go:3\n#\t0x2\n\n1 @ 0x3\n#\t0x3\tmain.g+0x1\t/m.go:4\n`;

  test('has counts, labels, and addresses where no symbol is known', () => {
    expect(read(PROFILE)).toMatchObject({
      goroutines: [
        { id: null, count: 2, state: '', labels: '{"k":"v"}', frames: [{ function: 'main.f' }, { function: '0x2' }] },
        { count: 1, frames: [{ function: 'main.g', file: '/m.go', line: 4 }] },
      ],
      diagnostics: [],
    });
  });

  test('that was cut off says how many are missing', () => {
    expect(read(PROFILE.slice(0, PROFILE.indexOf('1 @'))).diagnostics).toEqual([
      {
        level: 'warning',
        text: 'the profile says 3 goroutines, 2 can be read',
        at: { file: 'dump.txt', line: 1 },
      },
    ]);
  });

  test('has its broken lines told', () => {
    expect(read(PROFILE.replace('#\t0x1\tmain.f+0x1', '#\tmain.f')).diagnostics).toMatchObject([{ at: { line: 4 } }]);
  });

  test('of leaks (Go 1.26) is one too', () => {
    expect(read(PROFILE.replace('goroutine', 'goroutineleak')).goroutines).toHaveLength(2);
  });
});
