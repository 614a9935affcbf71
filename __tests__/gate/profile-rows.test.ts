import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/gate.ts';
import { iterationsOf } from '../../src/model/arguments.ts';
import type { Evidence, Launch, ProfileFile } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { readProfile } from '../../src/sources/pprof/read.ts';
import { encodeProfile } from '../../src/wire/pprof/encode.ts';
import { cpuRun, memoryRun, waitRun } from '../compare/profiles/make.ts';
import { gaussian, seeded } from '../stats/random.ts';
import { evidenceOf, MEASURE, packageOf } from './evidence.ts';
import { type Job, runJob } from './job.ts';

const NAMES = ['Encode', 'Decode'];
const GROW = '~/codec.(*Encoder).grow@~/codec/encode.go';
const MAIN = '~/codec.Decode@~/codec/decode.go:9';

/** Samples of head, of which base has the first ones alone. */
const STACKS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Encode: { [`${GROW}:80`]: 200, [`${GROW}:88`]: 300 },
  Decode: { [MAIN]: 400, 'runtime.mallocgc@runtime/malloc.go:1': 100 },
};

/** What the profilers of one run write: Encode of head grew in `grow`, line 88. */
function profilesOf(name: string, launch: Launch): ProfileFile[] {
  const all = STACKS[name] ?? {};
  const grows = name === 'Encode' && launch.side === 'base';
  const stacks = Object.fromEntries(Object.entries(all).slice(0, grows ? 1 : undefined));
  const iterations = iterationsOf(launch) ?? 1;
  const files = {
    cpu: cpuRun(stacks),
    block: waitRun({ 'runtime.chanrecv1@runtime/chan.go:1': 3 }, 1e6),
    mutex: waitRun(grows ? {} : { [`${MAIN};sync.(*Mutex).Unlock@sync/mutex.go:1`]: 500 }, 2000),
    memory: memoryRun({ [`${GROW}:88`]: iterations * (grows ? 1 : 3) }, 64),
  };
  return (launch.profilers ?? []).map((kind) => ({ kind, bytes: encodeProfile(files[kind].profile) }));
}

function job(checks: readonly string[] = [], more: Partial<Evidence> = {}, slower = 1.5): Job {
  const random = seeded(3);
  const rules = { head: { file: 'perf.yml', text: `version: 1\nchecks:\n${checks.join('\n')}\n` } };
  const pkg = packageOf({ base: NAMES, head: NAMES }, { module: 'example.com/m', dir: 'codec' });
  const start = evidenceOf({
    ...{ packages: [pkg], seed: 5, measure: { ...MEASURE, profile: 'auto' as const } },
    ...(checks.length > 0 ? { rules } : {}),
    ...more,
  });
  return runJob(start, NAMES, (name, launch) => ({
    ns: 1000 * (name === 'Encode' && launch.side === 'head' ? slower : 1) * Math.exp(0.01 * gaussian(random)),
    allocs: name === 'Encode' ? (launch.side === 'head' && slower > 1 ? 3 : 1) : 0,
    profiles: profilesOf(name, launch),
  }));
}

const findingsOf = ({ report }: Job, rule: string) => report.findings.filter((f) => f.rule === rule);
const rowsOf = ({ report }: Job, metric: string) => report.comparisons.filter((c) => c.metric === metric);
const profiled = ({ steps }: Job) => [
  ...new Set(
    steps
      .flat()
      .filter((l) => l.phase === 'profile')
      .map((l) => `${JSON.parse(l.rows[0] ?? '')[1]} ${l.profilers}`),
  ),
];

describe('a regression is explained by what was profiled', () => {
  const plain = job([], { edited: ['example.com/m/codec.Encoder.grow'] });

  test('time, bytes and allocations have the function and its line as their cause', () => {
    const place = { function: 'example.com/m/codec.(*Encoder).grow', file: 'codec/encode.go', line: 88 };
    for (const rule of ['bench/time', 'bench/allocs', 'bench/bytes'])
      expect(findingsOf(plain, rule)).toMatchObject([{ at: { file: 'codec/encode.go', line: 88 }, causes: [place] }]);
    expect(findingsOf(plain, 'bench/time')[0]?.causes[0]?.witnesses).toEqual(['heap', 'cpu', 'allocations']);
    expect(plain.report.escalation).toBe(3);
  });

  test('the report has the profiles, and no rows of them that no rule asks for', () => {
    expect(plain.report.profiles.map((p) => `${p.subject.benchmark} ${p.kind} ${p.sampleType}`)).toEqual([
      ...['cpu cpu', 'block delay', 'block contentions', 'mutex delay', 'mutex contentions'].map((k) => `Encode ${k}`),
      ...['memory alloc_space', 'memory alloc_objects'].map((k) => `Encode ${k}`),
    ]);
    expect(plain.report.profiles[0]?.culprit).toMatchObject({ edited: true, share: 1 });
    expect(rowsOf(plain, 'cpu.flat')).toEqual([]);
  });

  test('judging the evidence again gives the same, byte for byte', () => {
    expect(JSON.stringify(judge(plain.evidence))).toBe(JSON.stringify(plain.report));
  });

  test('a profile that cannot be read is told, and explains nothing', () => {
    const processes = plain.evidence.processes.map((p) =>
      p.profiles ? { ...p, profiles: p.profiles.map((f) => ({ ...f, bytes: f.bytes.slice(0, 50) })) } : p,
    );
    const report: Report = judge({ ...plain.evidence, processes });
    expect(report.profiles).toEqual([]);
    expect(report.diagnostics.filter((d) => d.text.includes('profile of Encode')).length).toBeGreaterThan(0);
    expect(report.findings.map((f) => f.rule)).toEqual(plain.report.findings.map((f) => f.rule));
  });
});

test.each([-1, 2 ** 40])('a profile with values that no run writes is told, and not used (times %d)', (factor) => {
  const forged = (file: ProfileFile): ProfileFile => {
    const { profile } = readProfile(file.bytes, '');
    if (!profile) return file;
    const samples = { ...profile.samples, values: profile.samples.values.map((value) => value * factor) };
    return { ...file, bytes: encodeProfile({ ...profile, samples }) };
  };
  const rule = '  - { id: profile/growth, metric: cpu.flat, max-regression: 10%, severity: warning }';
  const { evidence } = job([rule]);
  const processes = evidence.processes.map((p) =>
    p.side === 'head' && p.profiles ? { ...p, profiles: p.profiles.map(forged) } : p,
  );
  const report = judge({ ...evidence, processes });
  expect(report.diagnostics.map(({ text }) => text)).toContain(
    "head's cpu profile of Encode: has values that no run writes (below 0, or 2^53 and more): not used",
  );
  expect(report.profiles).toEqual([]);
});

describe('rules of profiles', () => {
  const hot = '  - { id: profile/hot, metric: cpu.flat, max: 45%, severity: error }';

  test('an absolute limit has every benchmark profiled, changed or not, and judges shares', () => {
    const asked = job([hot], {}, 1);
    expect(profiled(asked)).toContain('Decode cpu,block,mutex');
    expect(findingsOf(asked, 'profile/hot').map((f) => f.message)).toEqual([
      'Encode: example.com/m/codec.(*Encoder).grow has 100 % (99.3 % … 100 %) of cpu.flat at head, above max 45 %',
      'Decode: example.com/m/codec.Decode has 80 % (76.2 % … 83.4 %) of cpu.flat at head, above max 45 %',
    ]);
    expect(asked.report.verdict).toBe('fail');
  });

  test('a function is selected by its name, from the module’s root', () => {
    const rule = (glob: string) =>
      `  - { id: profile/hot, metric: cpu.flat, where: { function: "${glob}" }, max: 45%, severity: error }`;
    const named = (glob: string) => findingsOf(job([rule(glob)], {}, 1), 'profile/hot').map((f) => f.subject.function);
    expect(named('./codec.Dec*')).toEqual(['example.com/m/codec.Decode']);
    expect(named('runtime.*')).toEqual([]);
  });

  test('growth of one function, of its bytes and of waits is judged where it was profiled', () => {
    const asked = job([
      '  - { id: profile/growth, metric: cpu.flat, max-regression: 10%, severity: warning }',
      '  - { id: profile/bytes, metric: alloc_space, max-regression: 10%, severity: warning }',
      '  - { id: profile/locks, metric: mutex.delay, max-regression: 10%, severity: notice }',
    ]);
    expect(rowsOf(asked, 'cpu.flat')).toMatchObject([
      { subject: { benchmark: 'Encode', function: 'example.com/m/codec.(*Encoder).grow' }, status: 'regressed' },
    ]);
    expect(rowsOf(asked, 'alloc_space')).toMatchObject([{ status: 'regressed', ratio: 3, head: { center: 192 } }]);
    expect(rowsOf(asked, 'mutex.delay')).toMatchObject([{ status: 'regressed', ratio: null }]);
    expect(findingsOf(asked, 'profile/growth')).toMatchObject([{ severity: 'warning', status: 'fail' }]);
    expect(findingsOf(asked, 'profile/locks')).toHaveLength(1);
  });

  test('drift is judged of whole profiles', () => {
    const rule = '  - { id: profile/drift, metric: alloc_objects, drift: 0.1, severity: notice }';
    const [row] = rowsOf(job([rule]), 'alloc_objects');
    expect(row?.drift).toMatchObject({ psi: expect.any(Number) });
    expect(row?.status).toMatch(/unchanged|inconclusive/);
  });

  test('a limit of each function is no limit of all functions together, whose drift is judged', () => {
    const drift = '  - { id: profile/drift, metric: cpu.flat, drift: 0.1, severity: notice }';
    const asked = job([drift]);
    const whole = rowsOf(asked, 'cpu.flat').find((row) => row.subject.benchmark === 'Decode')?.head?.center ?? 0;
    expect(whole).toBeGreaterThan(0);
    // Its largest function has 80 %.
    const most = `  - { id: profile/most, metric: cpu.flat, where: { benchmark: Decode }, max: ${Math.round(0.9e9 * whole)}ns, drift: 0.1, severity: error }`;
    const rules = { head: { file: 'perf.yml', text: `version: 1\nchecks:\n${[drift, most].join('\n')}\n` } };
    const report = judge({ ...asked.evidence, rules });
    expect(report.findings.filter((f) => f.rule === 'profile/most')).toEqual([]);
    expect(report.comparisons.filter((c) => c.drift && c.subject.benchmark === 'Decode')).toHaveLength(1);
  });

  test('a metric whose value and whose drift are limited is one row', () => {
    const rows = rowsOf(
      job([
        '  - { id: profile/objects, metric: alloc_objects, max-regression: 5%, severity: warning }',
        '  - { id: profile/drift, metric: alloc_objects, drift: 0.1, severity: notice }',
      ]),
      'alloc_objects',
    ).filter((row) => row.subject.benchmark === 'Encode');
    expect(rows).toMatchObject([{ status: 'regressed', limit: 0.05, drift: { psi: expect.any(Number) } }]);
  });

  test('a side whose profile is lost is no benchmark that is gone, nor a new one', () => {
    const checks = ['  - { id: profile/growth, metric: cpu.flat, max-regression: 10%, severity: warning }'];
    const asked = job(checks);
    for (const lost of ['base', 'head'] as const) {
      const processes = asked.evidence.processes.map((p) =>
        p.side === lost && p.profiles ? { ...p, profiles: p.profiles.filter(({ kind }) => kind !== 'cpu') } : p,
      );
      const report = judge({ ...asked.evidence, processes });
      expect(report.findings.filter((f) => f.rule === 'bench/missing')).toEqual([]);
      const rows = report.comparisons.filter((c) => c.metric === 'cpu.flat');
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows)
        expect(row).toMatchObject({ status: 'inconclusive', reason: `${lost} has no profile to compare with` });
    }
  });

  test('without a profile the verdict is inconclusive where the rule fails the job, and never silent', () => {
    const none = job([hot], { measure: { ...MEASURE, profile: 'never' } }, 1);
    expect(none.report.verdict).toBe('inconclusive');
    expect(none.report.reason).toContain('Rules limit the profiles of Encode, Decode, and there are none');
    expect(rowsOf(none, 'cpu.flat')).toMatchObject(
      NAMES.map(() => ({
        status: 'not-measured',
        cause: 'not-profiled',
        reason: expect.stringContaining('profile: never'),
      })),
    );
    const warned = job([hot.replace('error', 'warning')], { measure: { ...MEASURE, profile: 'never' } }, 1);
    expect(warned.report.verdict).toBe('pass');
    expect(rowsOf(warned, 'cpu.flat')).toHaveLength(2);
  });
});
