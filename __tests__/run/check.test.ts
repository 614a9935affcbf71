import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { formatBaseline } from '../../src/rules/baseline.ts';
import { type CheckOptions, check } from '../../src/run/check.ts';
import { judgeStored } from '../../src/run/judge.ts';
import { SILENT } from '../../src/run/options.ts';
import { readEvidence } from '../../src/run/store/store.ts';
import { commit, type Files, folder, put, repository } from './sandbox.ts';

const NOW = '2026-05-01T12:00:00.000Z';
const RULES = '.github/go-perf-gate.yml';
const MEASURE = 'measure: { budget: 40s, benchtime: 1ms, rounds: { screen: 4, confirm: 4 } }';
const check1 = (limit: string) => `checks:\n  - { id: bench/allocs, metric: allocs/op, severity: error, ${limit} }\n`;
const STRICT = `version: 1\nextends: none\n${MEASURE}\n${check1('max-regression: 10%')}`;
const LOOSE = `version: 1\nextends: none\n${MEASURE}\n${check1('max-regression: 900%')}`;

/** A benchmark that allocates twice. */
const ALLOCATES = `package m

import "testing"

var sink []byte

func BenchmarkX(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		sink = append([]byte(nil), make([]byte, 64)...)
		sink = append(sink[:0:0], make([]byte, 65)...)
	}
}
`;

const MODULE: Files = { 'go.mod': 'module example.com/m\n\ngo 1.20\n', 'm_test.go': ALLOCATES };

/** A baseline in which it allocated once. */
function baseline(): string {
  const subject = { pkg: 'example.com/m', benchmark: 'X' };
  const values = { 'sec/op': 1e-7, 'B/op': 64, 'allocs/op': 1 };
  const rows = Object.entries(values).map(([metric, value]) => ({ subject, metric, values: Array(8).fill(value) }));
  const text = formatBaseline({ rows, environment: {}, date: NOW, version: '0.1.0' });
  return join(folder({ 'baseline.yml': text }), 'baseline.yml');
}

function optionsFor(dir: string, more: Partial<CheckOptions> = {}): CheckOptions {
  return {
    dir,
    base: { by: 'ref', ref: 'HEAD~1' },
    tags: '',
    buildFlags: [],
    env: [],
    setup: '',
    rules: { from: 'base' },
    out: join(folder(), 'out'),
    approvals: [],
    now: NOW,
    ...more,
  };
}

/** Nothing is selected, so nothing is built. */
const NOTHING = { bench: '^BenchmarkNone$' };
/** It would fail, were anything run. */
const SETUP = { setup: 'echo setup was run; exit 1' };

describe('the folder for the evidence', () => {
  test('is refused before anything is run when it holds something else', async () => {
    const dir = repository(MODULE);
    const out = folder({ 'base/thesis.txt': 'years of work', '.gitignore': '*.log\n' });
    await expect(check(optionsFor(dir, { out, ...SETUP }), SILENT)).rejects.toMatchObject({
      name: 'UserError',
      message: `out: ${out} is not empty and holds no evidence, so nothing is written to it`,
      example: expect.stringMatching(/^out: /),
    });
    expect(readFileSync(join(out, 'base/thesis.txt'), 'utf8')).toBe('years of work');
    expect(readdirSync(out).sort()).toEqual(['.gitignore', 'base']);
  });

  test('is refused when it is a file', async () => {
    const out = join(folder({ out: 'text' }), 'out');
    await expect(check(optionsFor(folder(), { out }), SILENT)).rejects.toMatchObject({
      message: `out: ${out} is no folder`,
    });
    expect(readFileSync(out, 'utf8')).toBe('text');
  });

  test('keeps its own .gitignore, and takes the next run', async () => {
    const dir = repository(MODULE);
    commit(dir);
    const out = folder({ '.gitignore': '*.log\n' });
    const options = optionsFor(dir, { out, ...NOTHING });
    await check(options, SILENT);
    await check(options, SILENT);
    expect(readFileSync(join(out, '.gitignore'), 'utf8')).toBe('*.log\n');
    expect(existsSync(join(out, 'evidence.json'))).toBe(true);
  });

  test('holds a seed, drawn anew for each job', async () => {
    const dir = repository(MODULE);
    commit(dir);
    const first = await check(optionsFor(dir, NOTHING), SILENT);
    const second = await check(optionsFor(dir, NOTHING), SILENT);
    const seeds = [first, second].map(({ evidence }) => evidence.seed ?? 0);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 1 && seed < 2 ** 32)).toBe(true);
    expect(seeds[0]).not.toBe(seeds[1]);
    expect((await readEvidence(first.out)).seed).toBe(seeds[0]);
  });

  test('is hidden from git when it is new', async () => {
    const dir = repository(MODULE);
    commit(dir);
    const { out } = await check(optionsFor(dir, NOTHING), SILENT);
    expect(readFileSync(join(out, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('what the user got wrong is said before anything is run', () => {
  test("head's rules, though the base commit's judge", async () => {
    const dir = repository({ ...MODULE, [RULES]: STRICT });
    commit(dir, { [RULES]: 'version: 1\nchekcs: []\n' });
    await expect(check(optionsFor(dir, SETUP), SILENT)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/chekcs/),
    });
  });

  test('the baseline', async () => {
    const dir = repository(MODULE);
    const broken = join(folder({ 'b.yml': 'schema: nonsense\n' }), 'b.yml');
    const none = { base: { by: 'none' as const }, ...SETUP };
    await expect(check(optionsFor(dir, { ...none, baseline: broken }), SILENT)).rejects.toMatchObject({
      name: expect.stringMatching(/^UserErrors?$/),
      at: { file: broken },
    });
    await expect(check(optionsFor(dir, { ...none, baseline: `${broken}.gone` }), SILENT)).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be read/),
    });
  });
});

describe('rules with a baseline (TRUST T3)', () => {
  const against = (dir: string, more: Partial<CheckOptions> = {}) =>
    check(optionsFor(dir, { base: { by: 'none' }, baseline: baseline(), ...more }), SILENT);
  const firstParent = { from: 'base' as const, base: { by: 'ref' as const, ref: 'HEAD~1' } };

  test('a commit that loosens is judged by its base, too', async () => {
    const dir = repository({ ...MODULE, [RULES]: STRICT });
    commit(dir, { [RULES]: LOOSE });
    const { report, evidence } = await against(dir, { rules: firstParent });
    expect(evidence).toMatchObject({ design: 'baseline', rules: { base: { text: STRICT }, head: { text: LOOSE } } });
    expect(report.rulesChanges.some((change) => change.looser)).toBe(true);
    expect(report.comparisons.find((row) => row.metric === 'allocs/op')).toMatchObject({
      status: 'regressed',
      ratio: 2,
    });
    expect(report.verdict).toBe('fail');
  });

  test('what these rules extend is read from the same commit', async () => {
    const rules = 'version: 1\nextends: ./team.yml\n';
    const dir = repository({ ...MODULE, [RULES]: rules, '.github/team.yml': STRICT });
    commit(dir, { '.github/team.yml': LOOSE });
    const { evidence } = await against(dir, { rules: firstParent, ...NOTHING });
    expect(evidence.rules.base).toEqual({ file: RULES, text: rules, extended: { '.github/team.yml': STRICT } });
    expect(evidence.rules.head?.extended).toEqual({ '.github/team.yml': LOOSE });
  });

  test('where nobody says which commit, an edit that is not committed cannot loosen', async () => {
    const dir = repository({ ...MODULE, [RULES]: STRICT });
    put(dir, { [RULES]: LOOSE });
    const { evidence, report } = await against(dir, NOTHING);
    expect(evidence.rules).toMatchObject({ base: { text: STRICT }, head: { text: LOOSE } });
    expect(report.rulesChanges.some((change) => change.looser)).toBe(true);
  });

  test('where the commit is not found, the built-in rules judge', async () => {
    const dir = repository({ ...MODULE, [RULES]: LOOSE });
    const { evidence } = await against(dir, {
      rules: { ...firstParent, base: { by: 'ref', ref: 'gone' } },
      ...NOTHING,
    });
    expect(evidence.rules.base).toEqual({ file: RULES, text: 'version: 1\n' });
    expect(evidence.diagnostics).toContainEqual({
      level: 'warning',
      text: expect.stringMatching(/^the commit whose rules judge was not found, .*"gone"/),
    });
  });

  test('on a laptop the file in the working tree is all there is', async () => {
    const dir = repository({ ...MODULE, [RULES]: STRICT });
    put(dir, { [RULES]: LOOSE });
    const { evidence } = await against(dir, { rules: { from: 'working-tree' }, ...NOTHING });
    expect(evidence.rules).toEqual({ head: { file: RULES, text: LOOSE } });
  });
});

describe('profiles', () => {
  const changed = (rules: string) => {
    const dir = repository({ ...MODULE, [RULES]: rules });
    commit(dir, { 'm_test.go': `${ALLOCATES}\nvar Other = 1\n\nfunc init() { Other++ }\n` });
    return dir;
  };

  test('are taken where the caller asks for them, whatever the rules say, and judged again as they were', async () => {
    const { report, evidence, out } = await check(optionsFor(changed(STRICT), { profile: 'always' }), SILENT);
    expect(evidence.measure?.profile).toBe('always');
    const kinds = evidence.processes.flatMap(({ phase, side, profiles = [] }) =>
      profiles.map(({ kind }) => `${phase} ${side} ${kind}`),
    );
    // The agreement run has CPU and block profiles of its own, beside its trace.
    const all = ['block', 'block', 'cpu', 'cpu', 'memory', 'mutex'];
    expect(kinds.sort()).toEqual(['base', 'head'].flatMap((side) => all.map((kind) => `profile ${side} ${kind}`)));
    expect(readdirSync(join(out, 'head')).filter((name) => name.endsWith('.pb.gz'))).toHaveLength(6);
    expect(
      evidence.processes
        .filter(({ trace }) => trace)
        .map(({ side }) => side)
        .sort(),
    ).toEqual(['base', 'head']);
    expect(await readEvidence(out)).toEqual(evidence);
    expect(JSON.stringify(await judgeStored(out))).toBe(JSON.stringify(report));
  });

  test('are not taken where the caller wants none', async () => {
    const dir = changed(STRICT.replace('measure: {', 'measure: { profile: always,'));
    const { evidence } = await check(optionsFor(dir, { profile: 'never' }), SILENT);
    expect(evidence.measure?.profile).toBe('never');
    expect(new Set(evidence.processes.map(({ phase }) => phase))).not.toContain('profile');
    expect(evidence.processes.some(({ phase }) => phase === 'screen')).toBe(true);
  });
});
