import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import { json } from '../../src/reporters/json.ts';
import { type Checked, type CheckOptions, check } from '../../src/run/check.ts';
import { rejudge } from '../../src/run/judge.ts';
import { SILENT } from '../../src/run/options.ts';
import { benchFile, makeRepository, type Repository } from './go-repository.ts';

/** The code under test: the benchmark that calls it stands still. */
const work = (pkg: string, times: number) =>
  `package ${pkg}\n\nvar sink []byte\n\nfunc work() {\n${'\tsink = append([]byte(nil), make([]byte, 64)...)\n'.repeat(times)}}\n`;
const WORK = 'for i := 0; i < b.N; i++ { work() }';
const LOOP = 'for i := 0; i < b.N; i++ { sink = append([]byte(nil), make([]byte, 64)...) }';
const TWICE = LOOP.replace('}', '; sink = append(sink[:0:0], make([]byte, 64)...) }');
const SINK = 'var sink []byte';
const RULES = `version: 1
measure: { budget: 40s, benchtime: 2ms, rounds: { screen: 4, confirm: 6 } }
judge: { resolution: 99% }
checks:
  - { id: bench/time, metric: sec/op, severity: notice, max-regression: 1000% }
`;

/**
 * One package for each way in which a benchmark can go wrong at head; all are well at base. What panics does so in another
 * goroutine: the testing package goes on when the benchmark's own one does, and may exit 0 before the panic is told.
 */
const BROKEN: Readonly<Record<string, { readonly body: string; readonly imports?: readonly string[] }>> = {
  panics: { body: 'go func() { panic("boom") }(); select {}' },
  exits: { body: 'go os.Exit(0); select {}', imports: ['os'] },
  exitsthree: { body: 'os.Exit(3)', imports: ['os'] },
  hangs: { body: 'select {}' },
  spins: { body: 'for { sink = nil }' },
  killed: { body: 'syscall.Kill(os.Getpid(), syscall.SIGKILL)', imports: ['os', 'syscall'] },
  fatal: { body: 'b.Fatal("no")' },
  skipped: { body: 'b.Skip("not today")' },
};

function pathOf(name: string): string {
  return `${name}/${name}_test.go`;
}

function base(repository: Repository): void {
  repository.write({
    'go.mod': 'module example.com/broken\n\ngo 1.20\n',
    '.github/go-perf-gate.yml': RULES,
    'well/well.go': work('well', 1),
    'well/well_test.go': benchFile('well', { Same: LOOP, Slower: WORK, Gone: LOOP, Edited: LOOP }),
    'equal/equal_test.go': benchFile('equal', { Equal: LOOP }, { decls: SINK }),
    'far/far_test.go': benchFile('far', { Far: LOOP }, { decls: SINK }),
    'unbuilt/unbuilt_test.go': benchFile('unbuilt', { Unbuilt: LOOP }, { decls: SINK }),
  });
  for (const name of Object.keys(BROKEN))
    repository.write({ [pathOf(name)]: benchFile(name, { Well: LOOP, X: LOOP }, { decls: SINK }) });
  repository.commit('base');
}

function head(repository: Repository): void {
  repository.write({
    'well/well.go': work('well', 2),
    'well/well_test.go': benchFile('well', { Same: LOOP, Slower: WORK, Added: LOOP, Edited: TWICE }),
    'equal/equal_test.go': `// A comment.\n${benchFile('equal', { Equal: LOOP }, { decls: SINK })}`,
    'unbuilt/unbuilt_test.go': benchFile('unbuilt', { Unbuilt: 'undefined()' }, { decls: SINK }),
  });
  for (const [name, { body, imports = [] }] of Object.entries(BROKEN))
    repository.write({ [pathOf(name)]: benchFile(name, { Well: LOOP, X: body }, { decls: SINK, imports }) });
  repository.commit('head');
}

const METRIC_OF: Readonly<Record<string, string>> = { time: 'sec/op', bytes: 'B/op', allocs: 'allocs/op' };

function optionsFor({ dir }: Repository): CheckOptions {
  return {
    dir,
    base: { by: 'ref', ref: 'HEAD~1' },
    tags: '',
    buildFlags: [],
    env: [],
    setup: '',
    rules: { from: 'working-tree' },
    out: join(dir, '.go-perf-gate'),
    approvals: [],
    now: '2026-05-01T12:00:00.000Z',
  };
}

describe('check, on a real repository', () => {
  const repository = makeRepository();
  let checked: Checked;
  const rows = (pkg: string, benchmark: string): readonly Comparison[] =>
    checked.report.comparisons.filter(
      (c) => c.subject.pkg === `example.com/broken/${pkg}` && c.subject.benchmark === benchmark,
    );

  beforeAll(async () => {
    base(repository);
    head(repository);
    checked = await check(optionsFor(repository), SILENT);
  }, 300_000);
  afterAll(() => repository.remove());

  test('one more allocation is found, and fails', () => {
    expect(rows('well', 'Slower').find((c) => c.metric === 'allocs/op')).toMatchObject({
      status: 'regressed',
      ratio: 2,
      difference: 1,
    });
    expect(rows('well', 'Same').find((c) => c.metric === 'allocs/op')?.status).toBe('unchanged');
    expect(checked.report.verdict).toBe('fail');
  });

  test('an edited benchmark is not comparable, whatever its numbers, and is told', () => {
    const metrics = rows('well', 'Edited').map((row) => row.metric);
    expect(metrics).toEqual(['sec/op', 'B/op', 'allocs/op', 'cpu-sec/op']);
    for (const row of rows('well', 'Edited'))
      expect(row).toMatchObject({
        status: 'not-comparable',
        reason: 'the benchmark itself changed (its body changed): its numbers mean something else now',
        limit: null,
        p: null,
        pAdjusted: null,
        base: { n: 4 },
        head: { n: 4 },
      });
    expect(checked.report.findings.filter((f) => f.subject.benchmark === 'Edited')).toMatchObject([
      { rule: 'bench/changed', severity: 'notice' },
    ]);
  });

  test('what is gone, new, equal or out of reach is said', () => {
    expect(rows('well', 'Gone').map((c) => c.status)).toEqual(['missing']);
    expect(new Set(rows('well', 'Added').map((c) => c.status))).toEqual(new Set(['new']));
    expect(rows('equal', 'Equal').map((c) => c.status)).toEqual(['identical']);
    expect(checked.report.setAside).toEqual(['example.com/broken/far']);
  });

  test.each([
    ['panics', 'panicked'],
    ['exits', 'panicked'], // -test.paniconexit0: the testing package turns os.Exit(0) into a panic
    ['exitsthree', 'exited'],
    ['hangs', 'panicked'], // the runtime sees that all goroutines are asleep
    ['spins', 'timed-out'],
    ['killed', 'killed'],
    ['fatal', 'failed'],
  ])('%s: %s, and the benchmark beside it is measured', (pkg, cause) => {
    expect(rows(pkg, 'X')).toMatchObject([{ status: 'not-measured', cause, failedOn: 'head' }]);
    expect(rows(pkg, 'Well').find((c) => c.metric === 'allocs/op')?.status).toBe('unchanged');
  });

  test('a benchmark that is skipped at head is as good as gone', () => {
    expect(rows('skipped', 'X').map((c) => c.status)).toEqual(['missing']);
    const finding = checked.report.findings.find((f) => f.subject.pkg === 'example.com/broken/skipped');
    expect(finding).toMatchObject({ rule: 'bench/missing', status: 'fail' });
    expect(finding?.message).toContain('skipped');
  });

  test('a package that does not build is one finding with the compiler’s words', () => {
    expect(rows('unbuilt', 'Unbuilt')).toMatchObject([
      { status: 'not-measured', cause: 'build-failed', failedOn: 'head' },
    ]);
    const finding = checked.report.findings.find((f) => f.subject.pkg === 'example.com/broken/unbuilt');
    expect(finding).toMatchObject({ rule: 'bench/failed', status: 'fail' });
    expect(finding?.message).toContain('undefined');
  });

  test('the goroutine dump of a hung benchmark is in the evidence', () => {
    const spun = checked.evidence.processes.find((p) => p.pkg === 'example.com/broken/spins' && p.ending === 'timeout');
    expect(spun?.stderr).toContain('SIGQUIT: quit');
    expect(spun?.stderr).toContain('BenchmarkX');
  });

  test('judging the stored evidence again gives the same bytes', async () => {
    const { report } = await rejudge(checked.out);
    expect(json.render(report)).toBe(json.render(checked.report));
    expect(readFileSync(join(checked.out, 'result.json'), 'utf8')).toBe(json.render(checked.report));
  });

  test('a change that brings the first rules file does not judge itself alone (TRUST T3)', async () => {
    const fresh = makeRepository();
    try {
      fresh.write({
        'go.mod': 'module example.com/first\n\ngo 1.20\n',
        'm.go': work('m', 1),
        'm_test.go': benchFile('m', { Slower: WORK }),
      });
      fresh.commit('base');
      const off = ['time', 'bytes', 'allocs']
        .map((id) => `  - { id: bench/${id}, metric: ${METRIC_OF[id]}, severity: off }`)
        .join('\n');
      fresh.write({
        '.github/go-perf-gate.yml': `${RULES.split('checks:')[0]}checks:\n${off}\n`,
        'm.go': work('m', 2),
      });
      fresh.commit('loosens');
      const { report } = await check({ ...optionsFor(fresh), budget: 40, rules: { from: 'base' } }, SILENT);
      expect(report.verdict).toBe('fail');
      expect(report.rulesChanges.some((change) => change.looser)).toBe(true);
    } finally {
      fresh.remove();
    }
  });

  test('the checkout is left as it was', () => {
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('worktree', 'list').split('\n')).toHaveLength(1);
  });
});
