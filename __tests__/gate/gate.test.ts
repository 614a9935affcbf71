import { describe, expect, test } from '@jest/globals';
import { judge, step } from '../../src/gate.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Launch, PackageEvidence } from '../../src/model/evidence.ts';
import { subjectKey } from '../../src/model/subject.ts';
import { evidenceOf, keyOf, line, MEASURE, measured, PKG, packageOf, processOf, type RowSpec } from './evidence.ts';

const NAMES = { base: ['Encode', 'Decode'], head: ['Encode', 'Decode'] };
const SLOWED: readonly RowSpec[] = [
  { benchmark: 'Encode', base: 1000, head: 1500, allocs: { base: 2, head: 3 } },
  { benchmark: 'Decode', base: 2000, head: 2000, allocs: { base: 1, head: 1 } },
];

function run(evidence: Parameters<typeof step>[0]): readonly Launch[] {
  const next = step(evidence);
  return 'run' in next ? next.run : [];
}

function row(comparisons: readonly Comparison[], benchmark: string, metric = 'sec/op'): Comparison | undefined {
  return comparisons.find((c) => c.subject.benchmark === benchmark && c.metric === metric);
}

describe('the loop', () => {
  const packages = [packageOf(NAMES)];

  test('calibrates first: one process a side, told everything that go test tells', () => {
    const launches = run(evidenceOf({ packages }));
    expect(launches.map((l) => [l.side, l.phase])).toEqual([
      ['base', 'calibrate'],
      ['head', 'calibrate'],
    ]);
    expect(launches[0]?.args).toEqual(
      expect.arrayContaining([
        '-test.paniconexit0',
        '-test.timeout=0',
        '-test.run=^$',
        '-test.benchmem',
        '-test.bench=.',
        '-test.v',
      ]),
    );
  });

  test('then probes two rounds, then screens the rest, in mirrored rounds with equal iterations', () => {
    const calibrated = measured(SLOWED, { screen: 0 });
    const probe = run(evidenceOf({ packages, processes: calibrated }));
    for (const name of ['Encode', 'Decode']) {
      const own = probe.filter((l) => l.rows[0] === keyOf(name));
      const sides = (round: number) => own.filter((l) => l.phase === 'screen' && l.round === round).map((l) => l.side);
      expect([...sides(0)].sort()).toEqual(['base', 'head']);
      expect(sides(1)).toEqual([...sides(0)].reverse());
      expect(own.filter((l) => l.phase === 'aa').map((l) => [l.side, l.round])).toEqual([
        ['base', 0],
        ['base', 1],
      ]);
      expect(new Set(own.flatMap((l) => l.args.filter((a) => a.startsWith('-test.benchtime=')))).size).toBe(1);
    }
    const rest = run(evidenceOf({ packages, processes: measured(SLOWED, { screen: 2 }) }));
    expect([...new Set(rest.map((l) => l.round))]).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('then goes on with what looks slower, alone, up to its next look, and reports', () => {
    const screened = measured(SLOWED, { screen: 8 });
    const further = run(evidenceOf({ packages, processes: screened }));
    expect(new Set(further.map((l) => l.phase))).toEqual(new Set(['confirm']));
    expect(new Set(further.flatMap((l) => l.rows))).toEqual(new Set([keyOf('Encode')]));
    expect([...new Set(further.map((l) => l.round))]).toEqual([8, 9, 10, 11, 12, 13]);
    const done = step(evidenceOf({ packages, processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }) }));
    expect(done).toHaveProperty('report.verdict', 'fail');
  });

  test('a package whose process dies is run again benchmark by benchmark, once', () => {
    const names = { base: ['Good', 'Boom', 'Last'], head: ['Good', 'Boom', 'Last'] };
    const died = processOf(
      { side: 'head', phase: 'calibrate', round: 0, stdout: `${line('Good', 10)}BenchmarkBoom \t` },
      { ending: 'exit', exit: 2, stderr: 'panic: boom\n' },
    );
    const well = processOf({
      side: 'base',
      phase: 'calibrate',
      round: 0,
      stdout: `${line('Good', 10)}${line('Boom', 10)}${line('Last', 10)}PASS\n`,
    });
    const alone = run(evidenceOf({ packages: [packageOf(names)], processes: [well, died] }));
    expect(alone.map((l) => [l.side, l.round, l.args.find((a) => a.startsWith('-test.bench='))])).toEqual([
      ['head', 1, '-test.bench=^BenchmarkGood$'],
      ['head', 2, '-test.bench=^BenchmarkBoom$'],
      ['head', 3, '-test.bench=^BenchmarkLast$'],
    ]);
  });

  test('a budget that is spent plans nothing more', () => {
    const spent = evidenceOf({
      packages,
      processes: measured(SLOWED, { screen: 0 }),
      cost: { build: 600, measure: 0, budget: 600 },
    });
    const next = step(spent);
    expect(next).toHaveProperty('report.verdict', 'inconclusive');
    if ('report' in next)
      expect(next.report.comparisons.map((c) => [c.status, c.cause])).toEqual([
        ['not-measured', 'budget'],
        ['not-measured', 'budget'],
      ]);
  });

  test('judging the same evidence again gives the same bytes', () => {
    const evidence = evidenceOf({ packages, processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }) });
    expect(JSON.stringify(judge(structuredClone(evidence)))).toBe(JSON.stringify(judge(evidence)));
  });
});

describe('the report', () => {
  test('names the slowed row, its allocations, and nothing else', () => {
    const report = judge(
      evidenceOf({ packages: [packageOf(NAMES)], processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }) }),
    );
    const regressed = report.comparisons
      .filter((c) => c.status === 'regressed')
      .map((c) => `${c.subject.benchmark} ${c.metric}`);
    expect(regressed.sort()).toEqual(['Encode B/op', 'Encode allocs/op', 'Encode sec/op']);
    expect(row(report.comparisons, 'Decode')?.status).toBe('unchanged');
    expect(report.escalation).toBeGreaterThanOrEqual(2);
    expect(report.findings.every((f) => f.subject.benchmark === 'Encode')).toBe(true);
    expect(report.reproduce.join('\n')).toContain(`--bench '^BenchmarkEncode$'`);
    expect(report.rounds).toEqual({ screen: 8, confirm: 40 });
  });

  test('evidence whose processes did not alternate cannot fail on time, whatever it says of itself', () => {
    const processes = measured(SLOWED, { screen: 8, confirm: ['Encode'] });
    const sorted = [...processes.filter((p) => p.side === 'base'), ...processes.filter((p) => p.side === 'head')];
    const report = judge(
      evidenceOf({ packages: [packageOf(NAMES)], processes: sorted.map((p, order) => ({ ...p, order })) }),
    );
    expect(report.design).toBe('sequential');
    expect(row(report.comparisons, 'Encode')?.status).toBe('inconclusive');
    expect(row(report.comparisons, 'Encode', 'allocs/op')?.status).toBe('regressed');
  });

  test('the same on both sides passes with a reason', () => {
    const same = SLOWED.map((r) => ({ ...r, head: r.base ?? 0, allocs: { base: 1, head: 1 } }));
    const report = judge(evidenceOf({ packages: [packageOf(NAMES)], processes: measured(same, { screen: 8 }) }));
    expect([report.verdict, report.findings]).toEqual(['pass', []]);
    expect(report.reason).toMatch(/\w+/);
  });

  test('equal binaries and packages out of reach pass with a sentence, and are counted', () => {
    const report = judge(
      evidenceOf({ packages: [packageOf(NAMES, { identical: true })], setAside: ['example.com/m/pool'] }),
    );
    expect(report.verdict).toBe('pass');
    expect(report.comparisons.map((c) => c.status)).toEqual(['identical', 'identical']);
    expect(report.reason).not.toBe('');
  });
});

describe('what was not measured has a row and a reason, never a silent pass', () => {
  const broken = (state: Partial<PackageEvidence>) => judge(evidenceOf({ packages: [packageOf(NAMES, state)] }));
  const log = 'codec.go:3:1: syntax error';

  test('head does not build: fails', () => {
    const report = broken({ head: { state: 'failed', reason: 'syntax error', log } });
    expect(report.verdict).toBe('fail');
    expect(report.comparisons.map((c) => [c.status, c.cause, c.failedOn])).toEqual(
      Array(2).fill(['not-measured', 'build-failed', 'head']),
    );
  });

  test('base does not build: inconclusive', () => {
    expect(broken({ base: { state: 'failed', reason: 'syntax error', log } }).verdict).toBe('inconclusive');
  });

  test('a benchmark that is gone fails; with a sub-benchmark gone too', () => {
    const rows: readonly RowSpec[] = [
      { benchmark: 'Encode/a', base: 100, head: 100 },
      { benchmark: 'Encode/b', base: 100 },
      { benchmark: 'Decode', base: 100 },
    ];
    const report = judge(
      evidenceOf({
        packages: [packageOf({ base: ['Encode', 'Decode'], head: ['Encode'] })],
        processes: measured(rows, { screen: 8 }),
      }),
    );
    expect(report.verdict).toBe('fail');
    expect(report.findings.map((f) => `${f.rule} ${f.subject.benchmark}`).sort()).toEqual([
      'bench/missing Decode',
      'bench/missing Encode/b',
    ]);
  });

  test('only new benchmarks pass with a notice', () => {
    const report = judge(
      evidenceOf({
        packages: [packageOf({ base: [], head: ['Encode'] })],
        processes: measured([{ benchmark: 'Encode', head: 100 }], { screen: 8 }),
      }),
    );
    expect(report.verdict).toBe('pass');
    expect(new Set(report.comparisons.map((c) => c.status))).toEqual(new Set(['new']));
  });

  test('a benchmark that panics at head fails, the one beside it is judged', () => {
    const rows: readonly RowSpec[] = [{ benchmark: 'Decode', base: 100, head: 100 }];
    const died = processOf(
      { side: 'head', phase: 'calibrate', round: 2, stdout: 'BenchmarkEncode \t' },
      { ending: 'exit', exit: 2, stderr: 'panic: boom\n', args: ['-test.bench=^BenchmarkEncode$'] },
    );
    const atBase = processOf({ side: 'base', phase: 'calibrate', round: 0, stdout: `${line('Encode', 10)}PASS\n` });
    const report = judge(
      evidenceOf({ packages: [packageOf(NAMES)], processes: [...measured(rows, { screen: 8 }), atBase, died] }),
    );
    expect(report.verdict).toBe('fail');
    expect(row(report.comparisons, 'Encode')).toMatchObject({
      status: 'not-measured',
      cause: 'panicked',
      failedOn: 'head',
    });
    expect(row(report.comparisons, 'Decode')?.status).toBe('unchanged');
  });

  test('a line that is not the testing package’s makes its row not measured', () => {
    const forged = measured(SLOWED, { screen: 8 }).map((p) =>
      p.phase === 'screen' && p.side === 'head' && p.rows[0] === keyOf('Encode')
        ? { ...p, stdout: `${line('Encode', 1)}${p.stdout}` }
        : p,
    );
    const report = judge(evidenceOf({ packages: [packageOf(NAMES)], processes: forged }));
    expect(row(report.comparisons, 'Encode')).toMatchObject({
      status: 'not-measured',
      cause: 'forged',
      failedOn: 'head',
    });
    expect(report.comparisons.filter((c) => subjectKey(c.subject) === keyOf('Encode'))).toHaveLength(1);
    expect(report.verdict).toBe('fail');
  });

  test('what hangs on both sides is our budget’s doing, and never a silent pass', () => {
    const hung = (side: 'base' | 'head') =>
      processOf({ side, phase: 'calibrate', round: 0, stdout: 'BenchmarkEncode \t' }, { ending: 'timeout', exit: -1 });
    const report = judge(
      evidenceOf({
        packages: [packageOf({ base: ['Encode'], head: ['Encode'] })],
        processes: [hung('base'), hung('head')],
      }),
    );
    expect(report.comparisons).toMatchObject([{ status: 'not-measured', cause: 'budget', failedOn: 'both' }]);
    expect(report.verdict).toBe('inconclusive');
  });

  test('calibration never plans more than the budget bears', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ ...packageOf(NAMES), pkg: `example.com/m/p${i}` }));
    const launches = run(evidenceOf({ packages: many }));
    expect(launches.length).toBeGreaterThan(0);
    expect(launches.reduce((sum, l) => sum + l.timeout, 0)).toBeLessThanOrEqual(600);
    expect(run(evidenceOf({ packages: many, cost: { build: 601, measure: 0, budget: 600 } }))).toEqual([]);
  });

  test('rows that got fewer rounds are told so', () => {
    const rows: readonly RowSpec[] = [{ benchmark: 'Decode', base: 100, head: 100 }];
    const report = judge(
      evidenceOf({
        packages: [packageOf({ base: ['Decode'], head: ['Decode'] })],
        processes: measured(rows, { screen: 3 }),
        measure: MEASURE,
      }),
    );
    expect(report.diagnostics.map((d) => d.text).join('\n')).toContain('Decode: 3 of 8 rounds');
  });
});

describe('a benchmark that was itself edited', () => {
  const edited = (what: string, more: Partial<PackageEvidence> = {}) =>
    packageOf(NAMES, { changed: { Encode: what }, ...more });
  const evidence = (rows: readonly RowSpec[], confirm: readonly string[] = []) =>
    evidenceOf({ packages: [edited('its body changed')], processes: measured(rows, { screen: 8, confirm }) });

  test('is not judged, keeps its numbers, and is told', () => {
    const report = judge(evidence(SLOWED));
    for (const metric of ['sec/op', 'B/op', 'allocs/op'])
      expect(row(report.comparisons, 'Encode', metric)).toMatchObject({
        status: 'not-comparable',
        reason: 'the benchmark itself changed (its body changed): its numbers mean something else now',
        base: { n: 8 },
        head: { n: 8 },
        limit: null,
        p: null,
        pAdjusted: null,
      });
    expect(row(report.comparisons, 'Decode')?.status).toBe('unchanged');
    expect(report.findings.map((f) => [f.rule, f.severity, f.subject.benchmark])).toEqual([
      ['bench/changed', 'notice', 'Encode'],
    ]);
    expect(report.verdict).toBe('pass');
  });

  test('is no suspect, so nothing of it is measured again', () => {
    expect(run(evidence(SLOWED))).toEqual([]);
    // The same numbers of a benchmark that stands still are.
    const still = evidenceOf({ packages: [packageOf(NAMES)], processes: measured(SLOWED, { screen: 8 }) });
    expect(run(still).length).toBeGreaterThan(0);
  });

  test('costs the others nothing', () => {
    const more = Array.from({ length: 40 }, (_, i) => ({ benchmark: `Encode/${i}`, base: 1000, head: 1000 }));
    const slowed = { benchmark: 'Decode', base: 1000, head: 1500 };
    const judged = (rows: readonly RowSpec[]) =>
      row(judge({ ...evidence(rows), design: 'sequential' }).comparisons, 'Decode')?.pAdjusted;
    expect(judged([...more, slowed])).toBe(judged([slowed]));
  });

  test('beside which nothing was judged: inconclusive', () => {
    const only = { base: ['Encode'], head: ['Encode'] };
    const packages = [packageOf(only, { changed: { Encode: 'its type doc changed' } })];
    const report = judge(evidenceOf({ packages, processes: measured(SLOWED.slice(0, 1), { screen: 8 }) }));
    expect(report.verdict).toBe('inconclusive');
    expect(report.reason).toBe('None of 3 rows could be judged: 3 not-comparable.');
  });

  test('fails where an owner says error, and still breaks absolute limits', () => {
    const text =
      'version: 1\nchecks:\n  - { id: bench/changed, severity: error }\n  - { id: mine/max, metric: allocs/op, max: 2, severity: error }\n';
    const report = judge({ ...evidence(SLOWED), rules: { head: { file: 'r.yml', text } } });
    expect(report.findings.map((f) => f.rule).sort()).toEqual(['bench/changed', 'mine/max']);
    expect(report.verdict).toBe('fail');
  });

  test('is identical where its package is, and gone where it is gone', () => {
    const same = judge(evidenceOf({ packages: [edited('its helper x changed', { identical: true })] }));
    expect(new Set(same.comparisons.map((c) => c.status))).toEqual(new Set(['identical']));
    const gone = judge(
      evidence([
        { benchmark: 'Encode/a', base: 100 },
        { benchmark: 'Encode/b', base: 100, head: 100 },
      ]),
    );
    expect(row(gone.comparisons, 'Encode/a')?.status).toBe('missing');
    expect(row(gone.comparisons, 'Encode/b')?.status).toBe('not-comparable');
  });
});

test('time that falls as iterations grow is warned of', () => {
  const processes = measured([{ benchmark: 'Encode', base: 100, head: 100 }], { screen: 8 });
  const dear = processes.map((p) =>
    p.phase === 'calibrate' ? { ...p, stdout: `BenchmarkEncode \t100\t900 ns/op\t0 B/op\t0 allocs/op\nPASS\n` } : p,
  );
  const warned = (all: typeof processes) =>
    judge(
      evidenceOf({ packages: [packageOf({ base: ['Encode'], head: ['Encode'] })], processes: all }),
    ).comparisons.flatMap((c) => c.warnings.filter((w) => w.includes('set-up is counted in')).map(() => c.metric));
  expect(warned(dear)).toEqual(['sec/op']);
  expect(warned(processes)).toEqual([]);
});

describe('rules of both sides (TRUST rule 3)', () => {
  const rules = (limit: string) => ({
    file: '.github/go-perf-gate.yml',
    text: `version: 1\nchecks:\n  - { id: bench/time, metric: sec/op, max-regression: ${limit} }\n  - { id: bench/allocs, metric: allocs/op, max-regression: 100% }\n  - { id: bench/bytes, metric: B/op, max-regression: 100% }\n`,
  });
  const judged = (base: string, head: string) =>
    judge(
      evidenceOf({
        packages: [packageOf(NAMES)],
        processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }),
        rules: { base: rules(base), head: rules(head) },
      }),
    );

  test('a change cannot loosen the gate that judges it', () => {
    const report = judged('5%', '90%');
    expect(report.verdict).toBe('fail');
    expect(report.rulesChanges.some((c) => c.looser)).toBe(true);
    expect(report.findings.some((f) => f.rule === 'rules/changed' && f.severity === 'warning')).toBe(true);
  });

  test('a new metric on a known benchmark does not take the others from base’s rules', () => {
    const rows = measured(SLOWED, { screen: 8, confirm: ['Encode'] });
    const processes = rows.map((p) =>
      p.side === 'head' ? { ...p, stdout: p.stdout.replaceAll(' ns/op\t', ' ns/op\t7 widgets/op\t') } : p,
    );
    const evidence = evidenceOf({
      packages: [packageOf(NAMES)],
      processes,
      rules: { base: rules('5%'), head: rules('90%') },
    });
    expect(judge(evidence).verdict).toBe('fail');
  });

  test('a change can tighten it', () => {
    expect(judged('90%', '5%').verdict).toBe('fail');
    expect(judged('90%', '80%').verdict).toBe('pass');
  });

  test('a base whose rules are broken does not block the change that mends them', () => {
    const evidence = evidenceOf({
      packages: [packageOf(NAMES)],
      processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }),
      rules: { base: { file: 'r.yml', text: 'version: 1\nchecks: 7\n' }, head: rules('90%') },
    });
    const report = judge(evidence);
    expect(report.diagnostics.map((d) => d.text).join('\n')).toContain("the base commit's rules are broken");
    expect(report.verdict).toBe('fail');
  });

  test('a waiver that only head has counts with a sign-off, and only then', () => {
    const base = rules('5%');
    const head = {
      ...base,
      text: `${base.text}waivers:\n  - { check: bench/time, benchmark: Encode, until: 2026-12-31, owner: "@team", reason: "accepted" }\n`,
    };
    const evidence = evidenceOf({
      packages: [packageOf(NAMES)],
      processes: measured(SLOWED, { screen: 8, confirm: ['Encode'] }),
      rules: { base, head },
    });
    const open = judge(evidence);
    expect(open.verdict).toBe('fail');
    expect(open.diagnostics.map((d) => d.text).join('\n')).toContain('approves this commit');
    const signed = judge({ ...evidence, approvals: [{ user: 'r', sha: 'b'.repeat(40) }] });
    expect([signed.verdict, row(signed.comparisons, 'Encode')?.status]).toEqual(['pass', 'waived']);
  });
});

describe('a stored baseline', () => {
  const baseline = [1000, 1010, 1020, 1005, 1015].map((ns) => ns * 1e-9);
  const rowsOf = (cpu: string) =>
    evidenceOf({
      design: 'baseline',
      environment: { base: { cpu, goVersion: 'go1.26.1' }, head: { cpu: 'AMD EPYC', goVersion: 'go1.26.1' } },
      packages: [packageOf({ head: ['Encode'] })],
      processes: measured([{ benchmark: 'Encode', head: 1500, allocs: { base: 0, head: 3 } }], { screen: 8 }),
      baseline: [
        { subject: { pkg: PKG, benchmark: 'Encode', gomaxprocs: 1 }, metric: 'sec/op', values: baseline },
        { subject: { pkg: PKG, benchmark: 'Encode', gomaxprocs: 1 }, metric: 'allocs/op', values: [2, 2, 2] },
      ],
    });

  test('judges counted metrics, and never fails hard on time', () => {
    const report = judge(rowsOf('AMD EPYC'));
    expect(row(report.comparisons, 'Encode', 'allocs/op')?.status).toBe('regressed');
    expect(row(report.comparisons, 'Encode', 'sec/op')?.status).toBe('inconclusive');
    expect(report.verdict).toBe('fail');
  });

  test('recorded with another GOMAXPROCS: the same rows, and only counted metrics', () => {
    const evidence = rowsOf('AMD EPYC');
    const elsewhere = {
      ...evidence,
      environment: { base: { gomaxprocs: 8 }, head: { gomaxprocs: 1 } },
      baseline: evidence.baseline?.map((r) => ({ ...r, subject: { ...r.subject, gomaxprocs: 8 } })) ?? [],
    };
    const report = judge(elsewhere);
    expect(report.comparisons.filter((c) => c.status === 'missing')).toEqual([]);
    expect(row(report.comparisons, 'Encode', 'sec/op')?.status).toBe('not-comparable');
    expect(row(report.comparisons, 'Encode', 'allocs/op')?.status).toBe('regressed');
  });

  test('what was not asked for has not vanished; what was, has', () => {
    const evidence = rowsOf('AMD EPYC');
    const gone = { subject: { pkg: PKG, benchmark: 'Decode', gomaxprocs: 1 }, metric: 'sec/op', values: [1e-6, 1e-6] };
    const both = { ...evidence, baseline: [...(evidence.baseline ?? []), gone] };
    expect(row(judge({ ...both, measure: { ...MEASURE, bench: 'Encode' } }).comparisons, 'Decode')).toBeUndefined();
    expect(row(judge(both).comparisons, 'Decode')?.status).toBe('missing');
  });

  test('from another CPU says that only counted metrics can be compared', () => {
    const report = judge(rowsOf('Intel Xeon'));
    expect(row(report.comparisons, 'Encode', 'sec/op')).toMatchObject({ status: 'not-comparable' });
    expect(row(report.comparisons, 'Encode', 'sec/op')?.reason).toContain('Intel Xeon');
    expect(row(report.comparisons, 'Encode', 'allocs/op')?.status).toBe('regressed');
  });
});
