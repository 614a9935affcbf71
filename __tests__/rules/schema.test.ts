import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { BUILT_IN } from '../../src/rules/builtin.ts';
import { EXAMPLES } from '../../src/rules/examples.ts';
import { KEYS_AT, RULES_FILE } from '../../src/rules/schema.ts';

const WRITTEN = JSON.parse(readFileSync(join(import.meta.dirname ?? '.', '..', '..', 'rules', 'schema.json'), 'utf8'));
/** rules/schema.json as an editor applies it. */
const editor = z.fromJSONSchema(WRITTEN);

const accepts = (text: string) => editor.safeParse(parse(text)).success;

describe('rules/schema.json', () => {
  test('is what src/rules/schema.ts gives (node scripts/schema.mjs)', () => {
    const { title, ...schema } = WRITTEN;
    expect(title).toBe('go-perf-gate rules');
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(RULES_FILE, { io: 'input', target: 'draft-7' }))));
  });

  test('accepts the built-in rules', () => {
    expect(accepts(BUILT_IN.default.text)).toBe(true);
    expect(accepts(BUILT_IN.strict.text)).toBe(true);
  });

  test.each([
    'version: 1',
    'version: 1\nextends: [strict, ./a.yml]',
    'version: 1\nchecks: [{ id: a/b, metric: sec/op, max: 2ms, min: 1, severity: "off", where: { pkg: [a, b], keys: { size: 1 }, gomaxprocs: 2 } }]',
    'version: 1\nwaivers: [{ check: "*", until: 2027-01-31, owner: o, reason: r, issue: 5, ceiling: 5% }]',
    'version: 1\nunits: { "req/s": { better: higher } }',
  ])('accepts %j', (text) => {
    expect(accepts(text)).toBe(true);
  });

  test.each([
    'checks: []',
    'version: 2',
    'version: 1\nchekcs: []',
    'version: 1\nchecks: [{ metric: sec/op }]',
    'version: 1\nchecks: [{ id: Bench }]',
    'version: 1\nchecks: [{ id: a/b, severity: fatal }]',
    'version: 1\nchecks: [{ id: a/b, where: { package: x } }]',
    'version: 1\nchecks: [{ id: a/b, max: true }]',
    'version: 1\nmeasure: { budget: 10 }',
    'version: 1\nmeasure: { rounds: { screen: 0 } }',
    'version: 1\njudge: { alpha: 0.01 }',
    'version: 1\nunits: { x: { better: up } }',
    'version: 1\nwaivers: [{ check: a/b, until: 31.01.2027, owner: o, reason: r }]',
    'version: 1\nwaivers: [{ check: a/b, until: 2027-01-31 }]',
  ])('refuses %j', (text) => {
    expect(accepts(text)).toBe(false);
  });

  test('tells editors what every key is for', () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (typeof node !== 'object' || node === null) return;
      const properties = Reflect.get(node, 'properties');
      for (const [key, value] of Object.entries(properties ?? {})) {
        const described = typeof value === 'object' && value !== null && 'description' in value;
        if (!described) undescribed.push(`${path}${key}`);
        visit(value, `${path}${key}.`);
      }
      visit(Reflect.get(node, 'items'), path);
      visit(Reflect.get(node, 'additionalProperties'), `${path}*.`);
    };
    visit(WRITTEN, '');
    expect(undescribed).toEqual([]);
  });
});

describe('messages', () => {
  test('there is an example for every key', () => {
    const keys = new Set(Object.values(KEYS_AT).flat());
    expect([...keys].filter((key) => !EXAMPLES[key])).toEqual([]);
    expect(Object.keys(EXAMPLES).filter((key) => !keys.has(key))).toEqual([]);
  });
});
