import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { json } from '../../src/reporters/json.ts';
import { failing, REPORTS, report } from './reports.ts';

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

describe('json', () => {
  test.each(Object.keys(REPORTS))('%s: exactly the report, and a newline', (name) => {
    const built = REPORTS[name]?.();
    if (!built) throw new Error(name);
    const text = json.render(built);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(built)));
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('is the same bytes whoever built the report', () => {
    expect(json.render(shuffled(failing()) as ReturnType<typeof failing>)).toBe(json.render(failing()));
  });

  test('begins with the schema and the verdict, and rows with their metric', () => {
    const result = JSON.parse(json.render(failing()));
    expect(Object.keys(result).slice(0, 5)).toEqual(['schema', 'version', 'verdict', 'reason', 'escalation']);
    expect(result.schema).toBe('go-perf-gate/result@1');
    expect(Object.keys(result.comparisons[0])).toEqual([
      ...['metric', 'unit', 'subject', 'base', 'head', 'ratio', 'difference', 'ratioLo', 'ratioHi', 'p', 'pAdjusted'],
      ...['limit', 'detectable', 'rounds', 'status', 'warnings'],
    ]);
    expect(Object.keys(result.findings[0])).toEqual([
      'rule',
      'severity',
      'confidence',
      'status',
      'subject',
      'metric',
      'message',
      'why',
      'causes',
    ]);
  });

  test('has no NaN and no infinity', () => {
    const cost = { build: Number.NaN, measure: Number.POSITIVE_INFINITY, budget: Number.NEGATIVE_INFINITY };
    expect(JSON.parse(json.render(report({ cost }))).cost).toEqual({ build: null, measure: null, budget: null });
  });

  test('keys that come from outside are kept, whatever they are called', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'schema', '1')), fc.string()),
        (variables) => {
          const text = json.render(report({ environment: { variables } }));
          const read = JSON.parse(text).environment.variables;
          expect(Object.keys(read).sort()).toEqual(Object.keys(variables).sort());
          for (const key of Object.keys(variables))
            expect(Object.getOwnPropertyDescriptor(read, key)?.value).toBe(variables[key]);
        },
      ),
    );
  });
});
