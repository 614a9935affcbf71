import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateChecks } from '../../src/checks/index.ts';
import type { Comparison, Status } from '../../src/model/comparison.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rules.ts';
import { decide } from '../../src/verdict/decide.ts';
import {
  type Change,
  checked,
  comparison,
  context,
  evidence,
  limit,
  PKG,
  pkgEvidence,
  processRecord,
  regressed,
  rule,
  summary,
} from '../checks/make.ts';

const TIME = rule({ maxRegression: limit(0.02, true) });
const MISSING = rule({}, { id: 'bench/missing', metric: ['**'] });
const FAILED = rule({}, { id: 'bench/failed', metric: ['**'] });

/** Rows through the real checks under the given rules, to the decision. */
function decided(
  comparisons: readonly Comparison[],
  rules: readonly Rule[] = [TIME, MISSING, FAILED],
  of?: Partial<Evidence>,
  unfit: string | null = null,
) {
  const all = evidence(of);
  const rows = comparisons.flatMap((row) => rules.map((by) => checked(row, by)));
  const findings = evaluateChecks(rows, context(comparisons, all));
  return decide({ comparisons, rows, findings, evidence: all, unfit });
}

const slower = regressed('sec/op', 1e-3, 2e-3);
const steady = comparison({ name: 'Lookup' });
const noisy = (name: string, change: Change = {}) => comparison({ name, status: 'inconclusive', p: 0.6, ...change });
const counted = (name: string) => comparison({ name, metric: 'allocs/op', p: null, pAdjusted: null, limit: 0 });
const unmeasured = (change: Change) =>
  comparison({ base: null, head: null, limit: null, status: 'not-measured', ...change });

describe('an error finding that is not waived fails', () => {
  test('a regression', () => {
    expect(decided([slower, steady])).toEqual({
      verdict: 'fail',
      reason: 'Fails: bench/time (Encode/large).',
      escalation: 2,
    });
  });

  test('whatever else could not be judged', () => {
    const rest = [unmeasured({ name: 'Slow', cause: 'budget', failedOn: 'both' }), noisy('Noisy')];
    expect(decided([slower, ...rest]).verdict).toBe('fail');
  });

  test('by all its rules, each with its benchmarks', () => {
    const rows = ['A', 'B', 'C', 'D', 'E'].map((name) => regressed('sec/op', 1, 2, { name }));
    const gone = comparison({ name: 'Old', head: null, status: 'missing', limit: null });
    expect(decided([...rows, gone]).reason).toBe('Fails: bench/time (A, B, C and 2 more), bench/missing (Old).');
  });

  test('unless it is waived, or below error', () => {
    const rows = [{ ...slower, status: 'waived' as const }];
    const [finding] = evaluateChecks([checked(slower, TIME)], context([slower]));
    const waived = { ...(finding as Finding), status: 'waived' as const };
    const situation = { comparisons: rows, rows: [], evidence: evidence(), unfit: null };
    expect(decide({ ...situation, findings: [waived] })).toEqual({
      verdict: 'pass',
      reason: 'None of 1 judged row (1 benchmark, 1 metric) broke a limit. Besides: 1 waived.',
      escalation: 0,
    });
    const warned = decided([slower], [{ ...TIME, severity: 'warning' }]);
    expect(warned).toMatchObject({ verdict: 'pass', escalation: 1 });
    expect(warned.reason).toContain('1 finding below error');
  });
});

describe('inconclusive: something should have been judged and could not be', () => {
  const inconclusive = (decision: ReturnType<typeof decided>, reason: string | RegExp) => {
    expect(decision.verdict).toBe('inconclusive');
    expect(decision.reason).toMatch(reason);
  };
  const baseFails = pkgEvidence({ base: { state: 'failed', reason: 'undefined: x', log: '' } });

  test('base does not build, even where the check is off and other packages are fine', () => {
    const row = unmeasured({ cause: 'build-failed', failedOn: 'base', reason: 'base does not build' });
    const reason = `The base of ${PKG} does not build, so there is nothing to compare with.`;
    for (const rules of [[TIME], [TIME, MISSING, FAILED]])
      expect(decided([steady, row], rules, { packages: [baseFails] })).toEqual({
        verdict: 'inconclusive',
        reason,
        escalation: 0,
      });
  });

  test('not where a package never had a benchmark at base', () => {
    const packages = [{ ...baseFails, benchmarks: { base: [], head: ['Encode'] } }];
    expect(decided([steady], [TIME], { packages }).verdict).toBe('pass');
  });

  test('not where the package does not build on either side: that is no news', () => {
    const packages = [{ ...baseFails, head: baseFails.base }];
    const row = unmeasured({ cause: 'build-failed', failedOn: 'both' });
    expect(decided([steady, row], undefined, { packages })).toMatchObject({
      verdict: 'pass',
      reason: expect.stringContaining('Besides: 1 not-measured.'),
    });
  });

  test('a benchmark that works at head only', () => {
    inconclusive(
      decided([steady, unmeasured({ cause: 'panicked', failedOn: 'base' })]),
      /^bench\/failed could not be judged for Encode\/large\.$/,
    );
  });

  test('the budget was spent before screening', () => {
    const row = unmeasured({ name: 'Slow', cause: 'budget', failedOn: 'both' });
    inconclusive(decided([steady, row]), /^The budget was spent before Slow could be screened\.$/);
  });

  test('every row is inconclusive', () => {
    inconclusive(decided([noisy('A'), noisy('B')]), /^None of 2 rows could be judged: 2 inconclusive\.$/);
  });

  test('every row that is not proved equal, new or only reported is', () => {
    const rest = [
      comparison({ name: 'C', status: 'identical', limit: null }),
      comparison({ name: 'D', status: 'new', base: null }),
      comparison({ name: 'A', metric: 'x-things', limit: null }),
    ];
    inconclusive(decided([noisy('A'), ...rest]), /^None of 1 row could/);
  });

  test('time is inconclusive on every benchmark, although allocations stand still', () => {
    inconclusive(
      decided([noisy('A'), counted('A'), noisy('B'), counted('B')]),
      /^sec\/op could not be told from noise on any benchmark/,
    );
  });

  test('not when one of them is settled, nor for a metric that few benchmarks have', () => {
    expect(decided([noisy('A'), counted('A'), steady, counted('Lookup')]).verdict).toBe('pass');
    const custom = noisy('A', { metric: 'p99-sec' });
    expect(decided([comparison({ name: 'A' }), custom, steady], [TIME]).verdict).toBe('pass');
  });

  test('an inconclusive row whose check must be resolved', () => {
    const strict = { ...TIME, mustResolve: true };
    inconclusive(decided([noisy('A'), steady], [strict]), /^bench\/time could not be judged for A\.$/);
    expect(decided([noisy('A'), steady], [{ ...strict, severity: 'notice' }]).verdict).toBe('pass');
  });

  test('an absolute limit inside the interval', () => {
    inconclusive(
      decided([steady], [rule({ max: limit(1.21e-3) }, { id: 'slo' })]),
      /^slo could not be judged for Lookup\.$/,
    );
  });

  test('nothing is comparable', () => {
    inconclusive(
      decided([comparison({ status: 'not-comparable' })]),
      /^None of 1 row could be judged: 1 not-comparable\.$/,
    );
  });

  test('everything fails on both sides', () => {
    inconclusive(
      decided([unmeasured({ cause: 'panicked', failedOn: 'both' })]),
      /^None of 1 row could be judged: 1 not-measured\.$/,
    );
  });

  test('benchmarks exist but none matched the selection', () => {
    const reason = /^Benchmarks exist, but none of them matched the selection\.$/;
    inconclusive(decided([]), reason);
    inconclusive(decided([], [TIME], { packages: [pkgEvidence({ identical: true })] }), reason);
  });

  test('files without a result', () => {
    const { measure: _, ...files } = evidence({ packages: [], processes: [processRecord()] });
    const situation = { comparisons: [], rows: [], findings: [], evidence: files, unfit: null };
    inconclusive(decide(situation), /^The evidence holds no benchmark results\.$/);
  });

  test('a selection of packages that matches none with a benchmark', () => {
    const { measure } = evidence();
    const chosen = measure && { ...measure, packages: ['./nosuch/...'] };
    const of = { packages: [], ...(chosen ? { measure: chosen } : {}) };
    inconclusive(decided([], [TIME], of), /^No package with benchmarks matches \.\/nosuch\/\.\.\.\.$/);
  });

  test('a module that cannot be listed', () => {
    const unlisted = [{ side: 'head' as const, dir: 'b', text: 'go.mod:3: unknown directive' }];
    inconclusive(decided([], [TIME], { packages: [], unlisted }), /^The module in b cannot be listed on head/);
  });

  test('files of which one holds nothing', () => {
    const { measure: _, ...files } = evidence({ packages: [] });
    const rows = [noisy('A', { base: null, status: 'new', ratio: null, difference: null })];
    const situation = { comparisons: rows, rows: [], findings: [], evidence: files, unfit: null };
    inconclusive(decide(situation), /The base holds no benchmark results\./);
  });

  test('a runner that is unfit to judge times, although rows were judged', () => {
    const unfit = 'This runner is unfit to judge times: the same binary, run twice in a row, differs by 80 %.';
    expect(decided([steady]).verdict).toBe('pass');
    inconclusive(decided([steady], [TIME], undefined, unfit), /^This runner is unfit to judge times: .* 80 %\.$/);
    expect(decided([slower], [TIME], undefined, unfit).verdict).toBe('fail');
  });

  test('several reasons are all said', () => {
    const rows = [unmeasured({ name: 'Slow', cause: 'budget', failedOn: 'both' }), noisy('A')];
    inconclusive(decided(rows), /budget.*None of 2 rows could be judged: 1 not-measured, 1 inconclusive/);
  });
});

describe('pass, with a sentence', () => {
  const reasonOf = (decision: ReturnType<typeof decided>) => {
    expect(decision).toMatchObject({ verdict: 'pass', escalation: 0 });
    return decision.reason;
  };

  test('nothing that the change can reach has a benchmark', () => {
    expect(reasonOf(decided([], [TIME], { packages: [] }))).toBe(
      'Nothing that this change can reach has a benchmark, so nothing was run.',
    );
    expect(reasonOf(decided([], [TIME], { packages: [], setAside: ['a', 'b'] }))).toContain(
      '(2 packages with benchmarks set aside)',
    );
    expect(reasonOf(decided([], [TIME], { packages: [pkgEvidence({ benchmarks: { base: [], head: [] } })] }))).toMatch(
      /^Nothing/,
    );
  });

  test('everything is identical', () => {
    const rows = ['A', 'B'].map((name) =>
      comparison({ name, base: null, head: null, limit: null, status: 'identical' }),
    );
    expect(reasonOf(decided(rows))).toBe(
      'The code and inputs of 2 benchmarks are proved equal on both sides, so none was run.',
    );
  });

  test('only new rows within absolute limits, with a notice', () => {
    const row = comparison({ name: 'Fresh', base: null, head: summary(1e-3), status: 'new' });
    const max = (value: number) => rule({ max: limit(value) }, { id: 'slo' });
    expect(reasonOf(decided([row], [TIME, max(2e-3)]))).toBe('Notice: 1 row is new, with no base to compare with.');
    expect(decided([row], [TIME, max(5e-4)]).verdict).toBe('fail');
  });

  test('rows were judged: how many, of what, and what else there was', () => {
    const rows = [
      steady,
      counted('Lookup'),
      comparison({ name: 'A', status: 'improved' }),
      noisy('B'),
      unmeasured({ name: 'C', cause: 'skipped', failedOn: 'both' }),
      comparison({ name: 'D', status: 'new', base: null }),
    ];
    expect(reasonOf(decided(rows))).toBe(
      'None of 3 judged rows (5 benchmarks, 2 metrics) broke a limit. Notice: 1 row is new, with no base to compare with. Besides: 1 inconclusive, 1 not-measured.',
    );
  });

  test('rows that no check limits are reported, and that is said', () => {
    expect(reasonOf(decided([comparison({ limit: null })], []))).toMatch(
      /^No check limits a change of any row of 1 benchmark/,
    );
  });

  test('sides that were not measured in turns', () => {
    expect(reasonOf(decided([steady], [TIME], { design: 'sequential' }))).toContain('only counted metrics could fail');
  });
});

describe('a benchmark that vanished', () => {
  const gone = comparison({ name: 'Old', head: null, status: 'missing', limit: null });

  test('fails by bench/missing', () => {
    expect(decided([steady, gone])).toMatchObject({ verdict: 'fail', reason: 'Fails: bench/missing (Old).' });
  });

  test('passes, and is counted, where the team switched that check off', () => {
    const decision = decided([steady, gone], [TIME, { ...MISSING, severity: 'off' }]);
    expect(decision).toMatchObject({ verdict: 'pass' });
    expect(decision.reason).toContain('1 missing');
  });
});

test('a package that stopped building at head fails, although the rest is fine', () => {
  const row = unmeasured({ cause: 'build-failed', failedOn: 'head', reason: 'head does not build' });
  expect(decided([steady, row])).toMatchObject({ verdict: 'fail', reason: `Fails: bench/failed (${PKG}).` });
});

test('the reason is never empty, is bounded, and a regression under an error rule is never green', () => {
  const statuses = fc.constantFrom<Status[]>(
    'regressed',
    'improved',
    'unchanged',
    'inconclusive',
    'identical',
    'new',
    'missing',
    'not-measured',
    'not-comparable',
    'waived',
  );
  const rows = fc.array(fc.tuple(statuses, fc.string({ minLength: 1, maxLength: 300 })), { maxLength: 12 });
  fc.assert(
    fc.property(rows, (drawn) => {
      const comparisons = drawn.map(([status, name], i) =>
        status === 'regressed'
          ? regressed('sec/op', 1, 2, { name: `${i}${name}` })
          : comparison({ status, name: `${i}${name}` }),
      );
      const { verdict, reason } = decided(comparisons);
      expect(reason).toMatch(/\.$/);
      expect(reason.length).toBeLessThan(1000);
      expect(verdict === 'fail').toBe(drawn.some(([status]) => status === 'regressed' || status === 'missing'));
    }),
  );
});
