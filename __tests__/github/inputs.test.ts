import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../src/github/inputs.ts';
import { UserError } from '../../src/model/diagnostic.ts';

/** As the runner sets them: `INPUT_`, upper case, hyphens kept. */
function given(inputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

const read = (inputs: Record<string, string>) => readInputs(given(inputs));

test('nothing given: what the rules and the event say', () => {
  expect(read({})).toEqual({
    command: 'check',
    workingDirectory: '.',
    packages: [],
    bench: '',
    cpu: [],
    affinity: [],
    tags: '',
    buildFlags: [],
    env: [],
    setup: '',
    rules: '',
    baseline: '',
    baseRef: '',
    out: '',
    evidence: '',
    comment: 'on-change',
    commentKey: 'default',
    failOn: 'error',
    onInconclusive: 'warn',
    token: '',
    matrix: { axes: { gogc: [50, 100, 200, 400], gomemlimit: [null], gomaxprocs: [] } },
  });
});

describe('the experiment', () => {
  test('takes its grid, its rounds and its bench time', () => {
    const given = {
      command: 'gc-matrix',
      gogc: '10, 100,off',
      gomemlimit: 'off 64MiB',
      gomaxprocs: '1,2',
      rounds: '12',
      benchtime: '4s',
    };
    expect(read(given)).toMatchObject({
      command: 'gc-matrix',
      matrix: {
        axes: { gogc: [10, 100, null], gomemlimit: [null, 64 * 2 ** 20], gomaxprocs: [1, 2] },
        rounds: 12,
        benchtime: 4,
      },
    });
  });

  test.each([
    ['gogc', '0', 'input gogc: "0" is neither'],
    ['gomemlimit', '1GB', 'input gomemlimit: "1GB" is no size'],
    ['gomaxprocs', 'all', 'input gomaxprocs: "all" is no number'],
    ['rounds', '1.5', 'input rounds: "1.5" is no whole number'],
    ['benchtime', 'soon', 'input benchtime: "soon" is no duration'],
  ])('%s is not %s', (name, value, words) => {
    expect(() => read({ [name]: value })).toThrow(words);
  });

  test('measures, so it takes no evidence', () => {
    expect(() => read({ command: 'gc-matrix', evidence: 'x' })).toThrow('gc-matrix measures anew');
  });
});

test('everything given', () => {
  const inputs = read({
    'working-directory': 'server',
    packages: './codec/...  ./index\n./pool',
    bench: 'Encode|Decode',
    cpu: '1, 4',
    affinity: '4-6, 2',
    tags: 'integration,linux',
    'build-flags': '-race\n-ldflags=-X main.version=1 -X main.commit=2\n',
    env: 'GOEXPERIMENT=greenteagc\n\n  DATABASE_URL  \n',
    setup: 'go generate ./...',
    rules: 'perf/rules.yml',
    'base-ref': 'v1.2.3',
    budget: '1h2m3.5s',
    profile: 'always',
    out: 'perf',
    comment: 'on-failure',
    'comment-key': 'server/codec',
    'fail-on': 'warning',
    'on-inconclusive': 'fail',
    'github-token': 'ghs_x',
  });
  expect(inputs).toMatchObject({
    workingDirectory: 'server',
    packages: ['./codec/...', './index', './pool'],
    cpu: [1, 4],
    affinity: [2, 4, 5, 6],
    buildFlags: ['-race', '-ldflags=-X main.version=1 -X main.commit=2'],
    env: ['GOEXPERIMENT=greenteagc', 'DATABASE_URL'],
    budget: 3723.5,
    profile: 'always',
    comment: 'on-failure',
    commentKey: 'server/codec',
    failOn: 'warning',
    onInconclusive: 'fail',
  });
});

describe('the command', () => {
  test('is judge where evidence is given', () => {
    expect(read({ evidence: 'perf' }).command).toBe('judge');
  });

  test.each([
    [{ command: 'judge' }, 'input evidence: is needed by the command judge'],
    [{ command: 'check', evidence: 'perf' }, 'input evidence: is for the command judge'],
  ])('%j contradicts itself', (inputs, message) => {
    expect(() => read(inputs as Record<string, string>)).toThrow(message);
  });
});

test.each([
  ['command', 'run', 'is none of check, judge'],
  ['comment', 'sometimes', 'is none of always, on-change, on-failure, never'],
  ['fail-on', 'true', 'is none of error, warning, never'],
  ['on-inconclusive', 'ignore', 'is none of warn, fail, pass'],
  ['profile', 'yes', 'is none of auto, always, never'],
  ['cpu', '1,two', '"two" is no number of processors'],
  ['cpu', '0', '"0" is no number of processors'],
  ['affinity', '2-1', '"2-1" is no list of CPUs'],
  ['budget', '10', '"10" is no duration above 0'],
  ['budget', '10 minutes', 'is no duration above 0'],
  ['budget', '0m', 'is no duration above 0'],
  ['env', '=x', 'is neither NAME nor NAME=VALUE'],
  ['comment-key', 'a --> b', 'is not made of'],
  ['comment-key', 'a--b', 'is not made of'],
  ['comment-key', 'x'.repeat(65), 'is not made of'],
])('a wrong %s (%s) is named, with an example of the fix', (name, value, message) => {
  let error: unknown;
  try {
    read({ [name]: value });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UserError);
  const shown = error instanceof UserError ? error.shown : '';
  expect(shown).toContain(`input ${name}: `);
  expect(shown).toContain(message);
  expect(shown).toContain(`for example: ${name}: `);
});
