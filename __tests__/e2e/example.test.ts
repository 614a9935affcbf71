import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { selftest } from '../../src/gate/selftest.ts';
import { judge } from '../../src/gate.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { readEvidence } from '../../src/run/store/store.ts';

const FOLDER = join(import.meta.dirname ?? '.', '../../examples/evidence');

function benchmarks(evidence: Evidence, status: string): string[] {
  const rows = judge(evidence).comparisons.filter((c) => c.status === status);
  return [...new Set(rows.map((c) => c.subject.benchmark ?? ''))].sort();
}

describe('the recorded evidence of the example (scripts/record-example.mjs)', () => {
  test('names the three slowed benchmarks, the improved one, and no other', async () => {
    const evidence = await readEvidence(FOLDER);
    expect(judge(evidence).verdict).toBe('fail');
    expect(benchmarks(evidence, 'regressed')).toEqual(['Append', 'EncodeBatch', 'Range']);
    expect(benchmarks(evidence, 'improved')).toEqual(['Key']);
    expect(benchmarks(evidence, 'identical')).toEqual(['Get', 'Put']);
    expect(evidence.setAside).toEqual(['example.com/eventlog/pool']);
  });

  test('says of the batch that it is allocation, and that CPU time agrees where it does', async () => {
    const { findings } = judge(await readEvidence(FOLDER));
    const timeOf = (benchmark: string) =>
      findings.find((f) => f.subject.benchmark === benchmark && f.rule === 'bench/time');
    expect(timeOf('EncodeBatch')?.causes.map((c) => c.kind)).toEqual(['allocation']);
    expect(timeOf('EncodeBatch')?.confidence).toBe('high');
    expect(timeOf('Range')?.testimony).toContainEqual(expect.objectContaining({ witness: 'cpu-time', says: 'agrees' }));
  });

  test('selftest: the gate can fail on it, and can pass', async () => {
    const evidence = await readEvidence(FOLDER);
    const trials = selftest(evidence, judge(evidence));
    expect(trials.map((t) => t.ok)).toEqual([true, true, true]);
  });

  test('selftest itself can fail: a gate without limits is caught', async () => {
    const evidence = await readEvidence(FOLDER);
    const off = ['bench/time sec/op', 'bench/cpu cpu-sec/op', 'bench/bytes B/op', 'bench/allocs allocs/op'].map(
      (of) => {
        const [id, metric] = of.split(' ');
        return `  - { id: ${id}, metric: ${metric}, severity: off }`;
      },
    );
    const rules = { head: { file: 'off.yml', text: `version: 1\nchecks:\n${off.join('\n')}\n` } };
    expect(selftest({ ...evidence, rules }, judge(evidence)).some((t) => !t.ok)).toBe(true);
  });
});
