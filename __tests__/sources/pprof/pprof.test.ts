import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../src/model/profile.ts';
import { detectKind } from '../../../src/sources/index.ts';
import { pprofSource, readProfile } from '../../../src/sources/pprof/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';
import { bytesOf, GOOD, text } from '../../wire/pprof/wire.ts';

/** Written by one program (Go 1.26): block.txt and mutex.txt are the profiles of the .pb.gz with debug=1. */
function fixture(name: string): EvidenceFile {
  const bytes = readFileSync(join(import.meta.dirname ?? '.', 'fixtures', name));
  return new EvidenceFile(name, name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

const written = (words: string) => new EvidenceFile('file', new TextEncoder().encode(words));
const inspected = (file: EvidenceFile) => pprofSource.inspect(file);

/** Samples as `value value function:line function:line`, leaf first, without regard to which frames share an address. */
function shown(profile: Profile | undefined): string[] {
  if (!profile) return [];
  const { samples, sampleTypes, locations, lines, functions, strings } = profile;
  return Array.from({ length: samples.count }, (_, i) => {
    const values = samples.values.slice(i * sampleTypes.length, (i + 1) * sampleTypes.length);
    const stack = [...samples.stack.slice(samples.stackStart[i], samples.stackStart[i + 1])];
    const frames = stack.flatMap((l) => {
      const [from = 0, to = 0] = [locations.lineStart[l], locations.lineStart[l + 1]];
      return Array.from({ length: to - from }, (_, k) => from + k);
    });
    const names = frames.map((k) => `${strings[functions.name[lines.function[k] ?? 0] ?? 0]}:${lines.line[k]}`);
    return [...values, ...names].join(' ');
  });
}

describe('real profiles', () => {
  test.each(['block', 'mutex'])('a %s profile and its text (debug=1) give the same', (name) => {
    const [binary, debug] = [inspected(fixture(`${name}.pb.gz`)), inspected(fixture(`${name}.txt`))];
    expect(binary.diagnostics).toEqual([]);
    expect(debug.diagnostics).toEqual([]);
    expect(debug.metrics).toEqual(binary.metrics);
    expect(shown(debug.profile)).toEqual(shown(binary.profile));
    expect(shown(debug.profile)[0]).toMatch(
      / sync\.\(\*Mutex\)\.\w+:\d+ main\.inner:13 main\.middle:14 main\.main\.func1:22$/,
    );
  });

  test('totals are in tidied units', () => {
    const { kind, metrics } = inspected(fixture('block.pb.gz'));
    expect(kind).toBe('pprof');
    expect(metrics.map(({ metric, unit, subject }) => [metric, unit, subject])).toEqual([
      ['contentions', 'count', {}],
      ['delay', 'sec', {}],
    ]);
    expect(metrics[1]?.values[0]).toBeGreaterThan(0.1);
    expect(metrics[1]?.values[0]).toBeLessThan(10);
  });
});

describe('what is a profile is told by its content', () => {
  test.each(['block.pb.gz', 'mutex.pb.gz', 'block.txt', 'mutex.txt'])('%s', (name) => {
    expect(detectKind(fixture(name))?.kind).toBe('pprof');
  });

  test('also with the texts first, and cut off', () => {
    const good = bytesOf(...GOOD);
    expect(detectKind(new EvidenceFile('f', bytesOf(text(''), text('BenchmarkX-8'), ...GOOD)))?.kind).toBe('pprof');
    expect(detectKind(new EvidenceFile('f', good.subarray(0, good.length - 3)))?.kind).toBe('pprof');
  });

  test.each([
    ['bench text', 'goos: linux\nBenchmarkX-8  10  5 ns/op\n', 'bench'],
    ['bench text behind an empty line', '\nBenchmarkX-8  10  5 ns/op\n', 'bench'],
    ['a dated log', '2026-01-02T03:04:05Z hello 222222\n'.repeat(9), undefined],
    ['a goroutine profile with debug=1', 'goroutine profile: total 3\n1 @ 0x1\n', 'goroutines'],
    ['an execution trace', 'go 1.26 trace\0\0\0\x01\x02\x03', 'trace'],
    ['nothing', '', undefined],
    ['JSON', '{"a":1}', undefined],
  ])('%s is none', (_, words, kind) => {
    expect(detectKind(written(words))?.kind).toBe(kind);
  });
});

describe('old forms get one error that says what to do', () => {
  const cpu = (words: ArrayBufferView) => String.fromCharCode(...new Uint8Array(words.buffer));
  test.each([
    ['heap', 'heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x1\n'],
    ['threadcreate', 'threadcreate profile: total 7\n'],
    ['custom', 'example.com/custom profile: total 7\n'],
    ['Java heap', '--- heapz 1 ---\nformat = java\n'],
    ['Java contention', '--- contentionz 1 ---\nformat = java\n'],
    ['binary CPU, 64 bits', cpu(new BigUint64Array([0n, 3n, 0n, 10_000n, 0n]))],
    ['binary CPU, 32 bits', cpu(new Uint32Array([0, 3, 0, 10_000, 0]))],
  ])('%s', (_, words) => {
    const file = written(words);
    expect(detectKind(file)?.kind).toBe('pprof');
    expect(inspected(file)).toEqual({
      path: 'file',
      kind: 'pprof',
      metrics: [],
      diagnostics: [
        { level: 'error', text: expect.stringContaining('without debug=1'), at: { file: 'file', line: 1 } },
      ],
    });
  });
});

describe('diagnostics', () => {
  test('an empty file says what became of the process', () => {
    const { profile, diagnostics } = readProfile(new Uint8Array(0), 'cpu.pprof');
    expect(profile).toBeNull();
    expect(diagnostics).toMatchObject([
      { level: 'error', text: expect.stringContaining('killed'), at: { file: 'cpu.pprof', offset: 0 } },
    ]);
  });

  test('a broken rule is told once, with the offset and how many there are', () => {
    const good = bytesOf(...GOOD);
    const { profile, diagnostics } = readProfile(bytesOf([...good], [0x12, 0, 0x12, 0]), 'f');
    expect(profile?.samples.count).toBe(2);
    expect(diagnostics).toEqual([
      {
        level: 'error',
        text: 'a sample has 0 values, not 1 (and 1 more like this)',
        at: { file: 'f', offset: good.length },
      },
    ]);
  });

  test('text: lines that cannot be read are told, the others count', () => {
    const words =
      '--- mutex:\ncycles/second=2000000000\nsampling period=5\n40 2 @ 0xa 0xb\nnonsense\n#\t0x9\tf[struct { a int }]+0x1\tx.go:3\n7 x @ 0x1\n';
    const { profile, diagnostics } = inspected(written(words));
    expect(diagnostics).toEqual([
      {
        level: 'warning',
        text: 'no line of a block or mutex profile (and 1 more like this)',
        at: { file: 'file', line: 5 },
      },
    ]);
    expect(shown(profile)).toEqual(['2 20 f[struct { a int }]:3']);
    expect([...(profile?.locations.address ?? [])]).toEqual([9n, 10n]);
  });

  test('text: without cycles/second the delay is in cycles, which is told', () => {
    const { profile, diagnostics } = inspected(written('--- contention:\n40 2 @ 0xffffffff00000000\n'));
    expect(diagnostics).toMatchObject([{ level: 'warning', text: expect.stringContaining('cycles') }]);
    expect([...(profile?.samples.values ?? [])]).toEqual([2, 40]);
    expect([...(profile?.locations.address ?? [])]).toEqual([0xffff_fffe_ffff_ffffn]);
  });
});
