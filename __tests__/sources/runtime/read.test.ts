import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectKind } from '../../../src/sources/index.ts';
import { readRuntime, runtimeSource } from '../../../src/sources/runtime/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';
import { end, header, lines, METRICS, memStats, sample } from './make.ts';

const values = (n: number) => METRICS.map((_, i) => n + i);
const WHOLE = lines(
  header(),
  memStats('before'),
  sample(10, values(0), { 0: [1, 5] }),
  sample(20, values(1), {}),
  sample(30, values(2), { 0: [1, 6, 3, 1], 1: [2, 2] }),
  memStats('after', { mallocs: 99 }),
  end(31, 3),
);

const file = (text: string) => new EvidenceFile('r.jsonl', new TextEncoder().encode(text));
const told = (text: string) => readRuntime(text, 'r').diagnostics.map((d) => [d.level, d.at?.line, d.text]);

describe('reading', () => {
  test('columns, histograms carried on, memory statistics, the end', () => {
    const { processes, diagnostics } = readRuntime(WHOLE, 'r.jsonl');
    expect(diagnostics).toEqual([]);
    const [one] = processes;
    expect(one?.process).toMatchObject({ go: 'go1.26.1', start: '1795762587178593984', mono: '23428915591593' });
    expect(one?.at).toEqual([10, 20, 30]);
    expect(one?.lastGC).toEqual([5, 15, 25]);
    expect(one?.scalars[1]).toEqual({ name: '/gc/heap/allocs:objects', cumulative: true, values: [1, 2, 3] });
    expect(one?.histograms[0]?.bounds).toEqual([Number.NEGATIVE_INFINITY, 0, 0.001, 0.002, Number.POSITIVE_INFINITY]);
    expect(one?.histograms.map((h) => h.counts)).toEqual([
      [
        [1, 5],
        [1, 5],
        [1, 6, 3, 1],
      ],
      [[], [], [2, 2]],
    ]);
    expect(one?.before).toMatchObject({ at: 5, lastGC: 3, mallocs: 10, gcCPUFraction: 0.5 });
    expect(one?.after?.mallocs).toBe(99);
    expect(one?.end).toEqual({ at: 31, samples: 3, spent: 3000 });
  });

  test('several processes in one file', () => {
    const { processes } = readRuntime(WHOLE + WHOLE, 'r');
    expect(processes.map((p) => p.at.length)).toEqual([3, 3]);
  });

  test('a process that was killed: what it wrote stays, and it is said', () => {
    const text = lines(header(), sample(10, values(0)), sample(20, values(1)));
    const cut = text + sample(30, values(2)).slice(0, 40);
    expect(readRuntime(cut, 'r').processes[0]?.at).toEqual([10, 20]);
    expect(told(cut)).toEqual([
      ['warning', 4, 'the last line is cut off: the process was killed while it wrote'],
      ['notice', 1, 'the process did not come to its end: the last sample is all there is'],
    ]);
  });

  test('every cut of a file reads as the samples whose lines are whole', () => {
    for (let at = 0; at < WHOLE.length; at++) {
      const samples = WHOLE.slice(0, at)
        .split('\n')
        .slice(0, -1)
        .filter((line) => line.includes('"values"')).length;
      const found = readRuntime(WHOLE.slice(0, at), 'r').processes[0]?.at.length ?? 0;
      // A line without its end only may be whole already.
      expect([samples, samples + 1]).toContain(found);
    }
  });
});

describe('what is broken costs itself alone', () => {
  const around = (bad: string) => lines(header(), sample(10, values(0)), bad, sample(30, values(2)), end(31, 3));

  test.each([
    ['a line that is no JSON', '{"at":20,'],
    ['a line that is no record', '[1]'],
    ['a line that is no record', 'null'],
    ['a record of no known kind', '{"at":20}'],
    ['a sample whose values are not one number for each metric', sample(20, [1])],
    ['a sample whose values are not one number for each metric', sample(20, values(1), {}, { values: null })],
    ['a sample whose values are not one number for each metric', sample(20, values(1)).replace('[1,', '[1e999,')],
    ['a sample whose times cannot be read', sample(20, values(1), {}, { cost: -1 })],
    ['a sample whose times cannot be read', sample(20, values(1), {}, { lastGC: 'x' })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { 7: [1, 2] })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { __proto__x: [1, 2] })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { 0: [4, 1] })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { 0: [1, -1] })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { 0: [2, 1, 1, 1] })],
    ['a sample whose histograms cannot be read', sample(20, values(1), { 0: [1] })],
    ['a sample from before the one above it', sample(9, values(1))],
    ['memory statistics that cannot be read', memStats('during')],
    ['memory statistics that cannot be read', memStats('after', { mallocs: 'many' })],
    ['an end that cannot be read', '{"at":20,"end":-1,"spent":0}'],
    ['a process with another schema than go-perf-gate/runtime@1', header({ schema: 'go-perf-gate/runtime@2' })],
    ['a process whose header cannot be read', header({ metrics: 3 })],
    ['a process whose header cannot be read', header({ histograms: [{ name: 'x', bounds: [1, 1] }] })],
    ['a process whose header cannot be read', header({ start: '1e9' })],
  ])('%s', (text, bad) => {
    expect(told(around(bad))).toEqual([['warning', 3, text]]);
    expect(readRuntime(around(bad), 'r').processes.map((p) => p.at)).toEqual([[10, 30]]);
  });

  test('each kind is told once, with how many there are', () => {
    expect(told(around('x\ny\nz'))).toEqual([['warning', 3, 'a line that is no JSON (3 of these)']]);
  });

  test('a file without a process', () => {
    expect(told(sample(1, values(1)))).toContainEqual(['warning', 1, 'no process in the file']);
    expect(told('')).toEqual([['warning', 1, 'no process in the file']]);
  });

  test('a header that would take memory for every sample is refused', () => {
    const many = Array.from({ length: 65 }, () => ({ name: 'x', bounds: [0, 1] }));
    expect(told(lines(header({ histograms: many })))[0]).toEqual([
      'warning',
      1,
      'a process whose header cannot be read',
    ]);
  });

  test('any text, and any damage to a good one, is read without throwing', () => {
    const damaged = fc
      .tuple(fc.nat(WHOLE.length), fc.nat(20), fc.string())
      .map(([at, n, text]) => WHOLE.slice(0, at) + text + WHOLE.slice(at + n));
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (text) => {
        const { metrics } = runtimeSource.inspect(file(text));
        expect(metrics.every(({ values: all }) => all.every(Number.isFinite))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('the kind is known by the first line', () => {
  expect(detectKind(file(WHOLE))).toBe(runtimeSource);
  expect(detectKind(file(`\uFEFF${WHOLE}`))).toBe(runtimeSource);
  expect(detectKind(file(`text\n${WHOLE}`))).not.toBe(runtimeSource);
});
