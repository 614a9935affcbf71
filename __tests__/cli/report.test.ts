import { beforeAll, describe, expect, test } from '@jest/globals';
import { BASE, bench, call, file, SLOW } from './call.ts';

/** A whole result of a run in which something regressed. */
let whole: Record<string, unknown> = {};

beforeAll(async () => {
  const paths = [file('old.txt', bench(BASE, 2)), file('new.txt', bench(SLOW, 3))];
  whole = JSON.parse((await call('compare', ...paths, '--interleaved', '--json')).out);
});

const stored = (result: unknown) => file('result.json', JSON.stringify(result));

describe('report of a stored result', () => {
  test.each(['text', 'json', 'markdown', 'annotations'])('as %s, with the status of its verdict', async (format) => {
    const { status, out } = await call('report', stored(whole), '--format', format);
    expect(status).toBe(1);
    expect(out).toContain('Encode');
  });

  test('of the recorded example, findings and testimony included', async () => {
    const { status, out } = await call('demo', '--recorded', '--json');
    const again = await call('report', file('demo.json', out), '--json');
    expect([again.status, again.out]).toEqual([status, out]);
  });

  test.each([
    ['nothing but the schema', { schema: 'go-perf-gate/result@1' }, 'version is not a text'],
    ['another schema', { schema: 'go-perf-gate/evidence@1' }, 'schema is not one of go-perf-gate/result@1'],
    ['no object', [], 'the file is not an object'],
    ['nothing', null, 'the file is not an object'],
  ])('%s is wrong use', async (_, result, words) => {
    const { status, out, err } = await call('report', stored(result));
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('result.json: ');
    expect(err).toContain(words);
  });

  test.each([
    [{ verdict: 'passed' }, 'verdict is not one of pass, fail, inconclusive'],
    [{ verdict: 'toString' }, 'verdict is not one of'],
    [{ findings: {} }, 'findings is not a list'],
    [{ comparisons: [{}] }, 'comparisons[0].metric is not a text'],
    [{ environment: { variables: { GOGC: 1 } } }, 'environment.variables.GOGC is not a text'],
    [{ diagnostics: [{ level: 'error', text: 'x', at: 'here' }] }, 'diagnostics[0].at is not an object'],
    [{ base: null }, 'base is not an object'],
    [{ machine: { own: {}, order: 0, drift: 0, unfit: null } }, 'machine.own.pairs is not a number'],
    [{ selftest: [{ what: 'x', expected: 'y', got: 'z', ok: 'yes' }] }, 'selftest[0].ok is not true or false'],
  ])('a whole result with %j is wrong use', async (change, words) => {
    const { status, err } = await call('report', stored({ ...whole, ...change }));
    expect(status).toBe(2);
    expect(err).toContain(words);
  });

  test('without any one of its keys it is wrong use', async () => {
    for (const key of Object.keys(whole).filter((k) => k !== 'now' && k !== 'profiles')) {
      const { [key]: _, ...rest } = whole;
      expect([key, (await call('report', stored(rest))).status]).toEqual([key, 2]);
    }
  });

  test('what is no JSON is told with its file', async () => {
    const { status, err } = await call('report', file('broken.json', '{"schema":'));
    expect(status).toBe(2);
    expect(err).toContain('broken.json: cannot be read as JSON');
  });
});
