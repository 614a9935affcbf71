import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { RulesText } from '../../src/model/evidence.ts';
import { metricFor } from '../../src/model/metric.ts';
import { tidyUnit } from '../../src/model/unit.ts';
import { parseBaseline } from '../../src/rules/baseline.ts';
import { RULES_BOUNDS } from '../../src/rules/file.ts';
import { MAX_BRACES, MAX_PATTERN } from '../../src/rules/glob.ts';
import { parseRules } from '../../src/rules/parse.ts';
import { KEYS_AT } from '../../src/rules/schema.ts';
import { rulesInForce } from '../../src/rules/select.ts';

const DOCS = join(import.meta.dirname ?? '.', '..', '..', 'docs');
const RULES = readFileSync(join(DOCS, 'rules.md'), 'utf8');
const CHECKS = readFileSync(join(DOCS, 'checks.md'), 'utf8');

/** The ```yaml blocks of a document, each with the line it begins at. */
function blocks(text: string): readonly (readonly [number, string])[] {
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((m) => [
    text.slice(0, m.index).split('\n').length,
    m[1] ?? '',
  ]);
}

/** A block as a rules file; ./team.yml, which an example extends, is empty. */
function asRules(line: number, text: string): RulesText {
  const whole = text.includes('version:') ? text : `version: 1\n${text}`;
  return { file: `docs:${line}`, text: whole, extended: { 'team.yml': 'version: 1\n' } };
}

const isBaseline = (text: string) => text.startsWith('schema:');

describe('docs/rules.md', () => {
  test('has examples', () => {
    expect(blocks(RULES).length).toBeGreaterThanOrEqual(10);
  });

  test.each(blocks(RULES).filter(([, text]) => !isBaseline(text)))(
    'the example at line %d is a rules file',
    (line, text) => {
      expect(parseRules(asRules(line, text)).version).toBe(1);
    },
  );

  test.each(blocks(RULES).filter(([, text]) => isBaseline(text)))('the example at line %d is a baseline', (_, text) => {
    expect(parseBaseline(text, 'docs').rows).toHaveLength(2);
  });

  test('names every key there is', () => {
    const unnamed = Object.values(KEYS_AT)
      .flat()
      .filter((key) => !RULES.includes(key));
    expect(unnamed).toEqual([]);
  });

  test('the bounds it gives are those of the code', () => {
    expect(RULES).toContain(
      `${RULES_BOUNDS.bytes / 1024} KiB, ${RULES_BOUNDS.tokens.toLocaleString('en')} YAML tokens`,
    );
    expect(RULES).toContain(
      `at most ${MAX_PATTERN} characters, and its braces stand for at most ${MAX_BRACES} patterns`,
    );
  });

  test('the cascade does what it says', () => {
    const [line = 0, text = ''] = blocks(RULES).find(([, t]) => t.includes('Debug*')) ?? [];
    const rules = parseRules(asRules(line, text));
    const limitOf = (pkg: string, benchmark: string) =>
      rulesInForce(rules, { pkg, benchmark }, metricFor(tidyUnit('sec/op').unit), ['m']).map(
        (r) => r.limits.maxRegression?.text,
      );
    expect(limitOf('m/index', 'Find')).toEqual(['3%']);
    expect(limitOf('m/codec/json', 'Encode')).toEqual(['5%']);
    expect(limitOf('m/codec/json', 'DebugDump')).toEqual([]);
  });
});

describe('docs/checks.md', () => {
  test('has a heading for every built-in check', () => {
    const headings = CHECKS.split('\n')
      .filter((l) => l.startsWith('#'))
      .map((l) => l.replace(/^#+ /, ''));
    const ids = parseRules().checks.map((c) => c.id);
    expect(ids.filter((id) => !headings.includes(id))).toEqual([]);
  });

  test.each(blocks(CHECKS))('the example at line %d is a rules file', (line, text) => {
    expect(parseRules(asRules(line, text)).version).toBe(1);
  });
});
