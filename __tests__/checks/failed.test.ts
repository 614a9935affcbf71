import { describe, expect, test } from '@jest/globals';
import { failed } from '../../src/checks/failed.ts';
import type { Comparison, NotMeasuredCause } from '../../src/model/comparison.ts';
import { type Change, checked, comparison, context, PKG, rule } from './make.ts';

const RULE = rule({}, { id: 'bench/failed', metric: ['**'] });

const broken = (cause: NotMeasuredCause, failedOn: 'base' | 'head' | 'both', change: Change = {}) =>
  comparison({ base: null, head: null, limit: null, status: 'not-measured', cause, failedOn, ...change });

const findings = (...rows: Comparison[]) =>
  failed.evaluate(
    rows.map((row) => checked(row, RULE)),
    context(rows),
  );

describe.each(['build-failed', 'panicked', 'failed', 'exited', 'timed-out', 'killed', 'forged'] as const)(
  '%s',
  (cause) => {
    test('on head only is broken by the change', () => {
      expect(findings(broken(cause, 'head'))).toMatchObject([
        { status: 'fail', severity: 'error', confidence: 'high' },
      ]);
    });

    test('on base only leaves nothing to compare with', () => {
      const [finding] = findings(broken(cause, 'base'));
      expect(finding?.status).toBe('inconclusive');
      expect(finding?.message).toMatch(/; there is nothing to compare$/);
    });

    test('on both sides is no regression', () => {
      expect(findings(broken(cause, 'both'))).toEqual([]);
    });
  },
);

test.each(['skipped', 'budget'] as const)('%s is not a failure', (cause) => {
  expect(findings(broken(cause, 'head'))).toEqual([]);
});

test('a process that the machine could not start accuses nobody', () => {
  expect(findings(broken('not-started', 'head'))).toMatchObject([{ status: 'inconclusive' }]);
});

test('rows that were measured are no failures', () => {
  expect(findings(comparison(), comparison({ status: 'missing', head: null }))).toEqual([]);
});

test('one finding per benchmark', () => {
  expect(findings(broken('panicked', 'head'), broken('panicked', 'head', { metric: 'B/op' }))).toHaveLength(1);
  expect(findings(broken('panicked', 'head'), broken('panicked', 'head', { name: 'Other' }))).toHaveLength(2);
});

test('a package that does not build is one finding, named by the package', () => {
  const reason = 'head does not build: ./encode.go:3:5: undefined: x';
  const found = findings(
    broken('build-failed', 'head', { name: 'A', reason }),
    broken('build-failed', 'head', { name: 'B', reason }),
  );
  expect(found).toMatchObject([{ subject: { pkg: PKG }, message: `${PKG}: ${reason}` }]);
});

test('a reason that begins with the benchmark is not given its name twice', () => {
  const reason = 'Encode was killed by SIGKILL on head';
  expect(findings(broken('killed', 'head', { reason }))[0]?.message).toBe(reason);
});

test('without a reason the cause is named', () => {
  expect(findings(broken('timed-out', 'head'))[0]?.message).toBe('Encode/large: timed-out on head');
});

describe('the last lines of the output', () => {
  const message = (output: string) =>
    findings(broken('panicked', 'head', { reason: 'Encode panicked', output }))[0]?.message;

  test('follow on lines of their own, at most eight', () => {
    const output = Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n');
    expect(message(`${output}\n\n`)?.split('\n')).toEqual(['Encode panicked', ...output.split('\n').slice(-8)]);
  });

  test('are bounded, and never cut a surrogate pair', () => {
    const text = message(`${'x'.repeat(5000)}${'😀'.repeat(299)}yz!`) ?? '';
    expect(text.length).toBeLessThanOrEqual('Encode panicked\n'.length + 600);
    expect(text.split('\n')[1]?.codePointAt(0)).toBe('😀'.codePointAt(0));
  });

  test('nothing follows where nothing was written', () => {
    expect(message(' \n')).toBe('Encode panicked');
  });
});
