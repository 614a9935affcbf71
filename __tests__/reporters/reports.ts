import type { Comparison, Status, Summary } from '../../src/model/comparison.ts';
import type { ProfileKind } from '../../src/model/evidence.ts';
import type { Cause, Finding } from '../../src/model/finding.ts';
import type { FunctionChange, ProfileChange } from '../../src/model/profile-change.ts';
import type { Report } from '../../src/model/report.ts';
import type { Subject } from '../../src/model/subject.ts';

const MODULE = 'example.com/eventlog';

/** `codec`, `Encode/large` in the example's module. */
export function subject(pkg: string, benchmark: string, gomaxprocs = 2): Subject {
  return { pkg: pkg ? `${MODULE}/${pkg}` : MODULE, benchmark, gomaxprocs };
}

function side(center: number, spread: number, n: number): Summary {
  return { center, lo: center * (1 - spread), hi: center * (1 + spread), n };
}

/** A row of time: noisy, judged by 5 %. */
export function timeRow(
  s: Subject,
  base: number,
  ratio: number,
  status: Status,
  more: Partial<Comparison> = {},
): Comparison {
  const n = status === 'unchanged' ? 8 : 48;
  const moved = status === 'regressed' || status === 'improved';
  return {
    metric: 'sec/op',
    unit: 'sec/op',
    subject: s,
    base: side(base, 0.018, n),
    head: side(base * ratio, 0.012, n),
    ratio,
    difference: base * (ratio - 1),
    ratioLo: ratio * 0.988,
    ratioHi: ratio * 1.013,
    p: moved ? 1.4e-7 : 0.44,
    pAdjusted: moved ? 6.2e-6 : 1,
    limit: 0.05,
    detectable: 0.031,
    rounds: n,
    status,
    warnings: [],
    ...more,
  };
}

/** A counted row: exact. */
export function countRow(
  s: Subject,
  metric: string,
  base: number,
  head: number,
  more: Partial<Comparison> = {},
): Comparison {
  const ratio = base === 0 ? (head === 0 ? 1 : null) : head / base;
  return {
    metric,
    unit: metric,
    subject: s,
    base: { center: base, lo: base, hi: base, n: 8 },
    head: { center: head, lo: head, hi: head, n: 8 },
    ratio,
    difference: head - base,
    ratioLo: ratio,
    ratioHi: ratio,
    p: null,
    pAdjusted: null,
    limit: 0,
    detectable: null,
    rounds: 8,
    status: head > base ? 'regressed' : head < base ? 'improved' : 'unchanged',
    warnings: [],
    ...more,
  };
}

/** A row without numbers. */
export function emptyRow(s: Subject, status: Status, more: Partial<Comparison> = {}): Comparison {
  const nothing = { ratio: null, difference: null, ratioLo: null, ratioHi: null, p: null, pAdjusted: null };
  const row = { metric: 'sec/op', unit: 'sec/op', subject: s, base: null, head: null, limit: null, detectable: null };
  return { ...row, ...nothing, rounds: 0, status, warnings: [], ...more };
}

export function finding(
  rule: string,
  c: Pick<Comparison, 'subject' | 'metric'>,
  message: string,
  more: Partial<Finding> = {},
): Finding {
  const head = { rule, severity: 'error', confidence: 'high', status: 'fail' } as const;
  return { ...head, subject: c.subject, metric: c.metric, message, causes: [], ...more };
}

export function cause(text: string, more: Partial<Cause> = {}): Cause {
  return { function: '', kind: 'allocation', witnesses: ['allocations'], text, ...more };
}

/** A report of nothing, to be filled. */
export function report(more: Partial<Report>): Report {
  return {
    schema: 'go-perf-gate/result@1',
    version: '0.1.0',
    verdict: 'pass',
    reason: 'no check is broken',
    escalation: 0,
    now: '2026-11-23T09:30:00Z',
    design: 'interleaved',
    base: { label: 'main', sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334', by: 'merge base' },
    head: { label: 'HEAD', sha: 'd4e5f6a718293a4b5c6d7e8f90011223344556a1' },
    environment: {
      goVersion: 'go1.26.1',
      goos: 'linux',
      goarch: 'amd64',
      cpu: 'AMD EPYC 7763 64-Core Processor',
      gomaxprocs: 4,
    },
    environmentChanges: [],
    comparisons: [],
    findings: [],
    checklist: [],
    agreement: [],
    profiles: [],
    rulesChanges: [],
    setAside: [],
    rounds: { screen: 8, confirm: 0 },
    machine: { own: null, order: 0, drift: 0, unfit: null },
    selftest: [],
    cost: { build: 21.4, measure: 90.8, budget: 600 },
    reproduce: [
      'git checkout d4e5f6a718293a4b5c6d7e8f90011223344556a1',
      "go-perf-gate check --base a1b2c3d4e5f60718293a4b5c6d7e8f9001122334 --bench '^BenchmarkEncode$' ./codec",
    ],
    diagnostics: [],
    ...more,
  };
}

/** Benchmarks of the example that did not move, three rows each. */
function calm(): Comparison[] {
  const names: readonly [string, string, number][] = [
    ['codec', 'Decode/small', 184e-9],
    ['codec', 'Decode/large', 913e-6],
    ['codec', 'Checksum', 12.4e-6],
    ['index', 'Insert', 402e-9],
    ['index', 'Range/n=100', 3.1e-6],
    ['cache', 'Get/hit', 22.7e-9],
    ['cache', 'Evict', 511e-9],
    ['pool', 'Drain', 48.2e-6],
  ];
  return names.flatMap(([pkg, name, base], i) => {
    const s = subject(pkg, name);
    const time = timeRow(s, base, 1 + ((i % 5) - 2) * 0.004, 'unchanged');
    return [time, countRow(s, 'B/op', 64 * i, 64 * i), countRow(s, 'allocs/op', i, i)];
  });
}

const ENCODE = subject('codec', 'Encode/size=large');
const LOOKUP = subject('index', 'Lookup');
const SUBMIT = subject('pool', 'Submit');

function caught(what: string, row: string): Report['selftest'][number] {
  return { what, expected: `verdict fail: ${row}`, got: `verdict fail: ${row}`, ok: true };
}

/** A function that grew in a profile; costs are its own part and with all that it calls. */
function grew(
  fn: string,
  from: [flat: number, cum: number],
  to: [flat: number, cum: number],
  at?: [string, number],
): FunctionChange {
  const cost = ([flat, cum]: readonly [number, number]) => ({ flat, cum });
  const place = at ? { own: true, file: at[0], line: at[1] } : { own: false };
  return { function: fn, ...place, base: cost(from), head: cost(to) };
}

function profile(s: Subject, kind: ProfileKind, unit: string, functions: readonly FunctionChange[]): ProfileChange {
  const [first] = functions;
  return {
    ...{
      subject: s,
      kind,
      sampleType: { cpu: 'cpu', memory: 'alloc_space', mutex: 'delay', block: 'delay' }[kind],
      unit,
    },
    base: { perOp: first?.base.cum ?? 0, iterations: 5000, events: 120 },
    head: { perOp: first?.head.cum ?? 0, iterations: 5000, events: 340 },
    detectable: 0.34,
    culprit: first?.own ? { ...first, share: 0.83, edited: true } : null,
    functions,
  };
}

/** The example's pull request: three slower for three reasons, one faster, the rest alone. */
export function failing(): Report {
  const encode = timeRow(ENCODE, 1.21e-3, 1.182, 'regressed');
  const bytes = countRow(ENCODE, 'B/op', 20_480, 86_016);
  const allocs = countRow(ENCODE, 'allocs/op', 12, 1012);
  const lookup = timeRow(LOOKUP, 310e-9, 1.297, 'regressed');
  const submit = timeRow(SUBMIT, 2.06e-6, 3.42, 'regressed');
  const grow = `${MODULE}/codec.(*Encoder).grow`;
  const more = cause(
    '+1,000 allocations and +64.0 KiB per op; +210 µs of CPU time, most in calls of runtime.mallocgc',
    {
      ...{ function: grow, file: 'codec/encode.go', line: 88, share: 0.83, witnesses: ['heap', 'cpu', 'allocations'] },
    },
  );
  const computes = { function: `${MODULE}/index.BenchmarkLookup`, kind: 'cpu', witnesses: ['cpu-time'] };
  const waits = { function: `${MODULE}/pool.BenchmarkSubmit`, kind: 'waiting', witnesses: ['cpu-time'] };
  return report({
    verdict: 'fail',
    escalation: 2,
    reason: '5 error findings, 3 of them confirmed by fresh rounds',
    rounds: { screen: 8, confirm: 40 },
    machine: { own: { pairs: 24, spread: 0.009, shift: -0.002, p: 0.84 }, order: 0, drift: 0.013, unfit: null },
    selftest: [
      { what: 'the same samples on both sides', expected: 'nothing regressed', got: 'nothing regressed', ok: true },
      caught('Encode/size=large 1.50× slower', 'Encode/size=large sec/op'),
      caught('Encode/size=large with one more allocation', 'Encode/size=large allocs/op'),
    ],
    comparisons: [
      encode,
      bytes,
      allocs,
      ...calm(),
      lookup,
      countRow(LOOKUP, 'allocs/op', 0, 0),
      submit,
      countRow(SUBMIT, 'allocs/op', 1, 1),
      timeRow(subject('cache', 'Get/miss'), 96e-9, 0.71, 'improved'),
      countRow(subject('cache', 'Get/miss'), 'allocs/op', 2, 1),
    ],
    profiles: [
      profile(ENCODE, 'cpu', 'sec/op', [
        grew(grow, [90e-6, 0.2e-3], [110e-6, 0.41e-3], ['codec/encode.go', 88]),
        grew('runtime.mallocgc', [20e-6, 60e-6], [150e-6, 220e-6]),
      ]),
      profile(ENCODE, 'memory', 'B/op', [grew(grow, [20_480, 20_480], [86_016, 86_016], ['codec/encode.go', 88])]),
      profile(SUBMIT, 'mutex', 'sec/op', [grew('sync.(*Mutex).Unlock', [1e-9, 1e-9], [3e-9, 3e-9])]),
    ],
    findings: [
      finding(
        'bench/time',
        encode,
        'Encode/size=large: sec/op 1.21 ms → 1.43 ms, +18.2 % slower (+16.8 … +19.7), limit 5 %',
        {
          confidence: 'medium',
          why: 'Encode is on the request path',
          causes: [more],
        },
      ),
      finding(
        'bench/bytes',
        bytes,
        'Encode/size=large: B/op 20.0 KiB → 84.0 KiB, +64.0 KiB (counted, exact), limit 0 %',
        { causes: [more] },
      ),
      finding('bench/allocs', allocs, 'Encode/size=large: allocs/op 12 → 1,012, +1,000 (counted, exact), limit 0 %', {
        causes: [more],
      }),
      finding('bench/time', lookup, 'Lookup: sec/op 310 ns → 402 ns, +29.7 % slower (+28.1 … +31.4), limit 5 %', {
        confidence: 'medium',
        causes: [
          cause('computes more: CPU time per operation moved by +91.8 ns where the clock moved by +92.1 ns', computes),
        ],
      }),
      finding('bench/time', submit, 'Submit: sec/op 2.06 µs → 7.05 µs, +242 % slower (+238 … +246), limit 5 %', {
        confidence: 'low',
        causes: [
          cause(
            'waits, not computing: CPU time per operation moved by +110 ns where the clock moved by +4.99 µs',
            waits,
          ),
        ],
      }),
    ],
    checklist: [
      {
        id: 'bench/time',
        item: 'time per operation',
        tool: 'go test -bench',
        method: 'rank test, Holm',
        threshold: 'max-regression 5%',
        measured: '3 of 12 rows beyond',
        status: 'fail',
      },
      {
        id: 'bench/allocs',
        item: 'allocations per operation',
        tool: 'go test -benchmem',
        method: 'counted',
        threshold: 'max-regression 0%',
        measured: '1 of 12 rows beyond',
        status: 'fail',
      },
      {
        id: 'bench/missing',
        item: 'no benchmark vanishes',
        tool: 'go list',
        method: 'names of both sides',
        threshold: 'none',
        measured: '0 gone',
        status: 'pass',
      },
      {
        id: 'gc/pause',
        item: 'longest pause',
        tool: 'gctrace',
        method: 'largest of a run',
        threshold: 'max 2ms',
        measured: 'not recorded',
        status: 'skipped',
      },
    ],
    agreement: [
      {
        quantity: 'seconds of 452 processes',
        values: { 'rusage (CPU)': 81.2, 'clock (elapsed)': 90.8 },
        tolerance: 'CPU ≤ elapsed × 4 CPUs + 10.0 ms, each process',
        status: 'agree',
      },
    ],
    setAside: [`${MODULE}/cmd/eventlogd`],
  });
}

export function quiet(): Report {
  const same = ['Open', 'Append', 'Sync'].map((name) =>
    emptyRow({ pkg: `${MODULE}/store`, benchmark: name }, 'identical'),
  );
  return report({ comparisons: [...calm(), ...same], reason: '27 rows judged, none is worse' });
}

export function noisy(): Report {
  const rows = calm().map((c, i) =>
    c.metric === 'sec/op' && i < 9
      ? {
          ...c,
          status: 'inconclusive' as const,
          detectable: 0.14 + i * 0.013,
          rounds: 8,
          reason: 'too noisy: the sides overlap by more than they differ',
        }
      : c,
  );
  return report({
    verdict: 'inconclusive',
    reason: '3 rows that must be resolved could not be judged',
    machine: { own: { pairs: 24, spread: 0.11, shift: 0.004, p: 0.84 }, order: 0, drift: -0.04, unfit: null },
    comparisons: rows,
    diagnostics: [
      { level: 'warning', text: 'the same binary measured twice differed by 11 %: another program uses this machine' },
    ],
  });
}

export function onlyNew(): Report {
  const rows = ['Compact/n=10', 'Compact/n=1000'].flatMap((name, i) => {
    const s = subject('store', name);
    const fresh = { base: null, ratio: null, difference: null, ratioLo: null, ratioHi: null, p: null, pAdjusted: null };
    return [
      timeRow(s, 4.2e-6 * 100 ** i, 1, 'new', fresh),
      countRow(s, 'allocs/op', 3, 3, { ...fresh, status: 'new' }),
    ];
  });
  return report({ comparisons: rows, reason: 'only new benchmarks, and they keep the absolute limits' });
}

export function missing(): Report {
  const gone = emptyRow(subject('index', 'Lookup/cold'), 'missing');
  const said = 'Lookup/cold is gone: base has it, head has not; renamed to Lookup/cold-cache?';
  const { metric: _, ...about } = finding('bench/missing', gone, said);
  return report({
    verdict: 'fail',
    escalation: 2,
    reason: '1 error finding',
    comparisons: [
      ...calm(),
      gone,
      timeRow(subject('index', 'Lookup/cold-cache'), 1.9e-6, 1, 'new', { base: null, ratio: null }),
    ],
    findings: [about],
  });
}

export function unmeasured(): Report {
  const broken = ['Open', 'Append', 'Sync', 'Replay'].map((name) =>
    emptyRow({ pkg: `${MODULE}/store`, benchmark: name }, 'not-measured', {
      cause: 'build-failed',
      failedOn: 'base',
      reason: 'base does not build: undefined: fsyncDir',
      output:
        '# example.com/eventlog/store\nstore/file.go:41:9: undefined: fsyncDir\nstore/file.go:88:2: undefined: fsyncDir\n',
    }),
  );
  const panicked = emptyRow(subject('pool', 'Submit/full'), 'not-measured', {
    cause: 'panicked',
    failedOn: 'both',
    reason: 'Submit panic: send on closed channel on both',
    output:
      'panic: send on closed channel\n\ngoroutine 21 [running]:\nexample.com/eventlog/pool.(*Pool).submit(...)\n\t/src/pool/pool.go:120 +0x1d\nexit status 2\n',
  });
  const message =
    'example.com/eventlog/store: base does not build: undefined: fsyncDir; there is nothing to compare\n# example.com/eventlog/store';
  const about = { rule: 'bench/failed', severity: 'error', confidence: 'high', status: 'inconclusive' } as const;
  return report({
    verdict: 'inconclusive',
    reason: 'package store could not be compared',
    comparisons: [...calm(), ...broken, panicked],
    findings: [{ ...about, subject: { pkg: `${MODULE}/store` }, message, causes: [] }],
  });
}

export function rulesChanged(): Report {
  const row = timeRow(ENCODE, 1.21e-3, 1.032, 'inconclusive', { reason: 'slower, but not surely by more than 5 %' });
  return report({
    comparisons: [row, ...calm()],
    reason: 'no check is broken by the rules of base or of head',
    rulesChanges: [
      { check: 'bench/time', base: 'max-regression 5%, error', head: 'max-regression 20%, error', looser: true },
      { check: 'bench/bytes', base: 'max-regression 1%, error', head: 'lost', looser: true },
      { check: 'bench/allocs', base: 'max-regression 0%, warning', head: 'max-regression 0%, error', looser: false },
    ],
    environmentChanges: [{ key: 'GOGC', base: '100', head: '400' }],
    diagnostics: [
      {
        level: 'warning',
        text: 'waiver of bench/time for Decode/huge matches nothing: remove it',
        at: { file: 'rules/perf.yml', line: 31, column: 5 },
      },
    ],
  });
}

export const HOSTILE_NAMES: readonly string[] = [
  'a|b|c',
  'tick`tock``',
  '<img src=x onerror=alert(1)>',
  '@octocat/and @team',
  'fixes #1 and octo/repo#2 GH-3',
  '##[error]gone',
  '::error::gone',
  'line\nbreak\r\nand | more',
  '\u202egnp.exe\u200b\u2066',
  'https://evil.example/?q=1 www.evil.example a@b.example',
  ':tada: &lt;b&gt; &#64;octocat',
  '[click](javascript:alert(1)) ![x](y) [^1] **bold** ~~gone~~ $x$',
  'back\\slash\\|pipe\\',
  'deadbeefcafe0123456789',
  '\u001b[31mred\u001b]0;title\u0007',
  '日本語のベンチマーク🎉',
  '-->\u0000</details>',
  `long${'x'.repeat(5000)}end`,
];

export function hostile(names: readonly string[] = HOSTILE_NAMES): Report {
  const rows = names.map((name) =>
    timeRow({ pkg: `example.com/${name}`, benchmark: name, gomaxprocs: 2 }, 1e-6, 1.5, 'regressed', {
      metric: name,
      warnings: [name],
    }),
  );
  const broken = names.map((name) =>
    emptyRow({ pkg: name, benchmark: name }, 'not-measured', { reason: name, output: `${name}\n${name}` }),
  );
  return report({
    verdict: 'fail',
    escalation: 3,
    reason: names.join(' '),
    base: { label: names[0] ?? '', by: names[1] ?? '' },
    head: { label: names.at(-1) ?? '', dirty: true },
    environment: { goVersion: names[2] ?? '', cpu: names[3] ?? '' },
    environmentChanges: names.map((name) => ({ key: name, base: name, head: name })),
    comparisons: [
      ...rows,
      ...broken,
      ...names.map((name) => timeRow({ pkg: name, benchmark: name }, 1e-6, 0.5, 'improved')),
    ],
    findings: rows.map((row, i) =>
      finding(names[i] ?? '', row, names[i] ?? '', {
        why: names[i] ?? '',
        causes: [
          cause(names[i] ?? '', {
            function: names[i] ?? '',
            file: names[i] ?? '',
            line: 7,
            witnesses: [...names.slice(0, 2)],
          }),
        ],
      }),
    ),
    checklist: names.map((name) => ({
      id: name,
      item: name,
      tool: name,
      method: name,
      threshold: name,
      measured: name,
      status: 'warn',
    })),
    profiles: names.map((name) =>
      profile({ pkg: name, benchmark: name }, 'cpu', 'sec/op', [grew(name, [1e-9, 1e-9], [2e-9, 2e-9], [name, 7])]),
    ),
    agreement: names.map((name) => ({ quantity: name, values: { [name]: 1 }, tolerance: name, status: 'disagree' })),
    rulesChanges: names.map((name) => ({ check: name, base: name, head: name, looser: true })),
    setAside: names,
    reproduce: names,
    diagnostics: names.map((name) => ({ level: 'warning', text: name, at: { file: name, line: 3 } })),
  });
}

/** 10,000 regressions with names of 5 kB. */
export function huge(n = 10_000): Report {
  const tail = 'x'.repeat(5000);
  const rows = Array.from({ length: n }, (_, i) =>
    timeRow(subject(`pkg${i % 7}`, `Case/n=${i}/${tail}`), 1e-6, 1.5 - i / (10 * n), 'regressed'),
  );
  return report({
    verdict: 'fail',
    escalation: 2,
    reason: `${n} error findings`,
    rounds: { screen: 8, confirm: 40 },
    comparisons: rows,
    findings: rows.map((row) =>
      finding('bench/time', row, `${row.subject.benchmark}: sec/op rose`, { causes: [cause(tail)] }),
    ),
  });
}

/** By the name of their goldens. */
export const REPORTS: Readonly<Record<string, () => Report>> = {
  fail: failing,
  quiet,
  noisy,
  'only-new': onlyNew,
  missing,
  unmeasured,
  'rules-changed': rulesChanged,
  hostile,
  huge: () => huge(400),
};
