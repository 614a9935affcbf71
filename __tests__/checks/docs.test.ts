import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { changed } from '../../src/checks/changed.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { CROSSCHECKS } from '../../src/crosscheck/index.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { looserRules } from '../../src/verdict/rules-changed.ts';
import { checked, comparison, context, evidence, limit, pkgEvidence, regressed, rule } from './make.ts';

const DOCS = join(import.meta.dirname ?? '.', '..', '..', 'docs');
const text = readFileSync(join(DOCS, 'checks.md'), 'utf8');

/** The part of the document below a heading. */
function section(heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  return after.split(/\n#+ /)[0] ?? '';
}

const builtIn = [...new Set(parseRules().checks.map((r) => r.id))];

describe.each(builtIn)('%s', (id) => {
  test('says what, why, an example, how to fix and how to silence', () => {
    for (const part of ['What', 'Why', 'Example', 'How to fix', 'How to silence'])
      expect(section(id)).toContain(`**${part}.**`);
  });

  test('silences with rules that are accepted, about this very check', () => {
    const blocks = [...section(id).matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1] ?? '');
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(block).toContain(id);
      expect(() => parseRules({ file: 'docs/checks.md', text: block })).not.toThrow();
    }
  });
});

test('every kind of check and every witness has its heading', () => {
  for (const { kind } of CHECKS) expect(text).toContain(`\n## ${kind}\n`);
  const witnesses = readFileSync(join(DOCS, 'crosschecks.md'), 'utf8');
  for (const { witness } of CROSSCHECKS) expect(witnesses).toContain(`\n## ${witness}\n`);
});

describe('the examples are what the checks say', () => {
  const PERCENT = (percent: number) => rule({ maxRegression: limit(percent / 100, true) });
  const evaluated = (...rows: readonly ReturnType<typeof checked>[]) =>
    CHECKS.flatMap((check) => check.evaluate(rows, context(rows.map((r) => r.comparison)))).map((f) => f.message);

  test.each([
    ['bench/time', regressed('sec/op', 1.21e-3, 1.43e-3, { ratioLo: 1.169, ratioHi: 1.196 }), PERCENT(5)],
    [
      'bench/cpu',
      regressed('cpu-sec/op', 7e-6, 7.6e-6, { name: 'Append', ratioLo: 1.061, ratioHi: 1.112 }),
      PERCENT(2),
    ],
    ['bench/allocs', regressed('allocs/op', 12, 1012), PERCENT(0)],
    ['bench/bytes', regressed('B/op', 4096, 8192, { name: 'Append', ratioLo: 2, ratioHi: 2 }), PERCENT(2)],
  ])('%s', (id, row, by) => {
    expect(section(id)).toContain(evaluated(checked(row, by)).join('\n'));
    expect(evaluated(checked(row, by))).toHaveLength(1);
  });

  test('bench/custom', () => {
    const row = regressed('req/s', 12_300, 10_100, {
      name: 'Serve',
      ratio: 0.821,
      ratioLo: 0.81,
      ratioHi: 0.833,
      unit: 'req/s',
    });
    const higher = {
      ...checked(row, PERCENT(2)),
      metric: { ...checked(row, PERCENT(2)).metric, better: 'higher' as const },
    };
    const [regression] = CHECKS;
    expect(section('bench/custom')).toContain(regression?.evaluate([higher], context([row]))[0]?.message);
  });

  test('bench/missing', () => {
    const by = rule({}, { id: 'bench/missing' });
    const gone = checked(comparison({ head: null, status: 'missing' }), by);
    const added = checked(comparison({ name: 'Encode/big', base: null, status: 'new' }), by);
    expect(section('bench/missing')).toContain(evaluated(gone, added).join('\n'));
    expect(evaluated(gone, added)).toHaveLength(1);
  });

  test('bench/failed', () => {
    const [first = '', ...output] = (/```text\n([\s\S]*?)\n```/.exec(section('bench/failed'))?.[1] ?? '').split('\n');
    const row = comparison({
      name: 'Lookup',
      status: 'not-measured',
      cause: 'panicked',
      failedOn: 'head',
      reason: first,
      output: output.join('\n'),
    });
    expect(evaluated(checked(row, rule({}, { id: 'bench/failed' })))).toEqual([[first, ...output].join('\n')]);
  });

  test('bench/changed', () => {
    const row = comparison({ name: 'Encode', status: 'not-comparable' });
    const of = evidence({ packages: [pkgEvidence({ changed: { Encode: 'its helper newDoc changed' } })] });
    const [message = 'none', ...more] = changed
      .evaluate([checked(row, rule({}, { id: 'bench/changed' }))], context([row], of))
      .map((f) => f.message);
    expect(section('bench/changed')).toContain(message);
    expect(more).toEqual([]);
  });

  test('rules/changed', () => {
    const change = { check: 'bench/time', base: 'max-regression: 2%', head: 'max-regression: 50%', looser: true };
    expect(section('rules/changed')).toContain(looserRules([change], rule({}))[0]?.message);
  });
});
