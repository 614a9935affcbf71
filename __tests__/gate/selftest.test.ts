import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/gate.ts';
import type { Trial } from '../../src/model/report.ts';
import { evidenceOf, measured, packageOf, type RowSpec } from './evidence.ts';

const ROWS: readonly RowSpec[] = [{ benchmark: 'Encode', base: 1000, head: 1000, allocs: { base: 3, head: 3 } }];

function judged(checks: string, waivers = '') {
  const rules = { file: 'r.yml', text: `version: 1\nchecks:\n${checks}\n${waivers}` };
  const names = { base: ['Encode'], head: ['Encode'] };
  return judge(
    evidenceOf({ packages: [packageOf(names)], processes: measured(ROWS, { screen: 8 }), rules: { head: rules } }),
  );
}

const TIME = '  - { id: bench/time, metric: sec/op, max-regression: 2% }';

function said(trials: readonly Trial[]): string[] {
  return trials.map((t) => `${t.ok ? 'ok' : 'FAIL'} ${t.what}`);
}

describe('a job tests itself on its own samples', () => {
  test('by the built-in limits', () => {
    const report = judged(TIME);
    expect(said(report.selftest)).toEqual([
      'ok the same samples on both sides',
      'ok Encode 1.53× slower',
      'ok Encode with one more allocation',
    ]);
    expect(report.selftest.slice(1).every((t) => t.got.startsWith('verdict fail'))).toBe(true);
  });

  test('beyond limits that bear more than that', () => {
    const wide = `${TIME.replace('2%', '90%')}\n  - { id: bench/allocs, metric: allocs/op, max-regression: 100% }`;
    const report = judged(wide);
    expect(said(report.selftest)).toEqual([
      'ok the same samples on both sides',
      'ok Encode 2.85× slower',
      'ok Encode with 4 more allocations',
    ]);
    expect(report.diagnostics.filter((d) => d.level === 'warning')).toEqual([]);
  });

  test('where nothing is more than a warning, and where a regression is waived, by the finding', () => {
    const warning = `${TIME.replace(' }', ', severity: warning }')}\n  - { id: bench/allocs, metric: allocs/op, severity: "off" }`;
    expect(said(judged(warning).selftest)).toEqual(['ok the same samples on both sides', 'ok Encode 1.53× slower']);
    const waiver =
      'waivers:\n  - { check: bench/time, benchmark: Encode, until: 2026-12-31, owner: "@team", reason: "accepted" }\n';
    expect(said(judged(TIME, waiver).selftest)[1]).toBe('ok Encode 1.53× slower');
  });

  test('not where no time is limited', () => {
    expect(judged(TIME.replace('max-regression: 2%', 'severity: "off"')).selftest).toEqual([]);
  });

  test('and says so where it could not have failed on time: base first, then head', () => {
    const processes = measured(ROWS, { screen: 8 });
    const apart = [...processes.filter((p) => p.side === 'base'), ...processes.filter((p) => p.side === 'head')];
    const packages = [packageOf({ base: ['Encode'], head: ['Encode'] })];
    const report = judge(evidenceOf({ packages, processes: apart.map((p, order) => ({ ...p, order })) }));
    expect(report.design).toBe('sequential');
    expect(said(report.selftest)).toEqual([
      'ok the same samples on both sides',
      expect.stringMatching(/^FAIL Encode .*slower$/),
      'ok Encode with one more allocation',
    ]);
    const warnings = report.diagnostics.filter((d) => d.level === 'warning').map((d) => d.text);
    expect(warnings).toContainEqual(expect.stringMatching(/^the gate's test of itself failed .*Encode [\d.]+× slower/));
  });

  test('not where no benchmark is on both sides', () => {
    const packages = [packageOf({ base: ['Gone'], head: ['Fresh'] })];
    const rows = [
      { benchmark: 'Gone', base: 1000 },
      { benchmark: 'Fresh', head: 1000 },
    ];
    expect(judge(evidenceOf({ packages, processes: measured(rows, { screen: 8 }) })).selftest).toEqual([]);
    expect(judge(evidenceOf()).selftest).toEqual([]);
  });
});
