import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/model/finding.ts';
import { annotations } from '../../src/reporters/annotations.ts';
import { hostileName } from './names.ts';
import { cause, failing, finding, hostile, huge, noisy, onlyNew, quiet, report, subject, timeRow } from './reports.ts';
import { foreignCommands } from './runner-commands.ts';

const ROW = timeRow(subject('codec', 'Encode'), 1e-6, 1.2, 'regressed');
const withFindings = (...findings: Finding[]) => report({ verdict: 'fail', comparisons: [ROW], findings });
const commands = (r: Parameters<typeof annotations.render>[0]) => foreignCommands(annotations.render(r));

describe('annotations', () => {
  test('a pass says nothing', () => {
    expect(annotations.render(quiet())).toBe('');
    expect(annotations.render(onlyNew())).toBe('');
  });

  test('a failure: its headline, then its findings, as errors', () => {
    const found = commands(failing());
    expect(found.map((c) => c.name)).toEqual(Array.from({ length: 6 }, () => 'error'));
    expect(found[0]?.data).toBe('3 benchmarks got slower: fix them, or accept them in the rules');
    expect(found[1]).toEqual({
      name: 'error',
      properties: { file: 'codec/encode.go', line: '88', title: 'codec Encode/size=large · bench/time' },
      data:
        'Encode/size=large: sec/op 1.21 ms → 1.43 ms, +18.2 % slower (+16.8 … +19.7), limit 5 %\n' +
        'codec.(*Encoder).grow codec/encode.go:88: +1,000 allocations and +64.0 KiB per op; +210 µs of CPU time, most in calls of runtime.mallocgc (explains 83 %, heap + cpu + allocations agree)',
    });
  });

  test('an inconclusive verdict is a warning', () => {
    expect(commands(noisy()).map((c) => [c.name, c.properties.title])).toEqual([
      ['warning', 'go-perf-gate: inconclusive'],
      ['warning', 'go-perf-gate'],
    ]);
  });

  test('severity is the level; waived findings are silent; what could not be judged is no error', () => {
    const found = commands(
      withFindings(
        finding('a/a', ROW, 'one', { severity: 'warning' }),
        finding('b/b', ROW, 'two', { severity: 'notice' }),
        finding('c/c', ROW, 'three', { status: 'waived' }),
        finding('d/d', ROW, 'four', { status: 'inconclusive' }),
      ),
    );
    expect(found.slice(1).map((c) => [c.name, c.data])).toEqual([
      ['warning', 'one'],
      ['warning', 'four'],
      ['notice', 'two'],
    ]);
  });

  test('stands beside the code where that is known: the finding’s place, else its first cause with one', () => {
    const causes = [cause('x'), cause('y', { file: 'codec/encode.go', line: 88 })];
    const [, a, b, c] = commands(
      withFindings(
        finding('a/a', ROW, 'm', { at: { file: 'a,b:c.go', line: 3, column: 5 }, causes }),
        finding('b/b', ROW, 'm', { causes }),
        finding('c/c', ROW, 'm'),
      ),
    );
    expect(a?.properties).toMatchObject({ file: 'a,b:c.go', line: '3', col: '5' });
    expect(b?.properties).toMatchObject({ file: 'codec/encode.go', line: '88' });
    expect(Object.keys(c?.properties ?? {})).toEqual(['title']);
  });

  test('ten of a kind at most, the last of which counts the others', () => {
    const found = commands(huge(40));
    expect(found).toHaveLength(10);
    expect(found.at(-1)?.data).toBe('32 more errors of go-perf-gate: see the job summary');
  });

  test('1,000 names: every line is one command of ours, and the runner reads back what it said', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 4, maxLength: 4 }), (names) => {
        const text = annotations.render(hostile(names));
        const lines = text.trimEnd().split('\n');
        const found = foreignCommands(text);
        expect(found).toHaveLength(lines.length);
        expect(lines.every((line) => /^::(error|warning|notice) /.test(line))).toBe(true);
        for (const c of found) {
          expect(['error', 'warning', 'notice']).toContain(c.name);
          expect(Object.keys(c.properties).filter((key) => !['file', 'line', 'col', 'title'].includes(key))).toEqual(
            [],
          );
          expect(foreignCommands(c.data)).toEqual([]);
        }
      }),
      { numRuns: 250 },
    );
  });
});
