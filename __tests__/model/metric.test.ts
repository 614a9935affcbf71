import { describe, expect, test } from '@jest/globals';
import type { UnitMetadata } from '../../src/model/bench.ts';
import { METRICS, metricFor, type UnitOverrides } from '../../src/model/metric.ts';
import { tidyUnit } from '../../src/model/unit.ts';

const metric = (unit: string, overrides?: UnitOverrides) => metricFor(tidyUnit(unit).unit, overrides);

function line(unit: string, key: string, value: string): UnitMetadata {
  return { kind: 'unit', unit: tidyUnit(unit).unit, original: unit, key, value, at: { file: 'bench.txt', line: 1 } };
}

test.each([
  ['sec/op', 'sec/op', 'lower', 'nothing'],
  ['ns/op', 'sec/op', 'lower', 'nothing'],
  ['B/op', 'B/op', 'lower', 'nothing'],
  ['allocs/op', 'allocs/op', 'lower', 'exact'],
  ['B/s', 'B/s', 'higher', 'nothing'],
  ['MB/s', 'B/s', 'higher', 'nothing'],
  ['req/s', 'req/s', 'neither', 'nothing'],
  ['p99-ns/op', 'p99-sec/op', 'neither', 'nothing'],
])('%p is the metric %p: %p is better, %p is assumed', (unit, id, better, assume) => {
  expect(metric(unit)).toMatchObject({ id, unit: id, better, assume });
});

test('only what is counted has a quantum, and only bytes a floor', () => {
  expect(METRICS.filter((m) => m.quantum !== undefined).map((m) => m.id)).toEqual(['allocs/op']);
  expect(METRICS.filter((m) => m.floor !== undefined).map((m) => m.id)).toEqual(['B/op']);
  expect(metric('B/op').floor).toEqual({ relative: 0.01, absolute: 32 });
});

describe('Unit lines of benchmark text', () => {
  test('give a custom unit its direction and assumption', () => {
    const metadata = [line('req/s', 'better', 'higher'), line('req/s', 'assume', 'exact')];
    expect(metric('req/s', { metadata })).toMatchObject({ better: 'higher', assume: 'exact' });
  });

  test('the first of several counts', () => {
    const metadata = [line('req/s', 'better', 'higher'), line('req/s', 'better', 'lower')];
    expect(metric('req/s', { metadata }).better).toBe('higher');
  });

  test('of another unit say nothing', () => {
    expect(metric('req/s', { metadata: [line('rows/s', 'better', 'higher')] }).better).toBe('neither');
  });

  test('with values nobody knows say nothing', () => {
    const metadata = [line('req/s', 'better', 'sideways'), line('req/s', 'assume', 'normal')];
    expect(metric('req/s', { metadata })).toMatchObject({ better: 'neither', assume: 'nothing' });
  });

  test('are written by the code under test: they cannot make slower better', () => {
    expect(metric('ns/op', { metadata: [line('ns/op', 'better', 'higher')] }).better).toBe('lower');
  });

  test('can say that a known metric is counted', () => {
    const exact = metric('B/op', { metadata: [line('B/op', 'assume', 'exact')] });
    expect(exact.assume).toBe('exact');
    expect(exact.floor).toBeUndefined();
  });
});

describe('units of the rules', () => {
  test('win over the text', () => {
    const metadata = [line('req/s', 'better', 'lower')];
    expect(metric('req/s', { metadata, rules: { 'req/s': { better: 'higher' } } }).better).toBe('higher');
  });

  test('are found by any spelling of the unit', () => {
    expect(metric('p99-sec/op', { rules: { 'p99-ns/op': { better: 'lower' } } }).better).toBe('lower');
  });

  test('can turn off what is known', () => {
    expect(metric('sec/op', { rules: { 'ns/op': { better: 'neither' } } }).better).toBe('neither');
  });

  test('allocations that are noisy by nature lose their quantum', () => {
    const allocs = metric('allocs/op', { rules: { 'allocs/op': { assume: 'nothing' } } });
    expect(allocs).toMatchObject({ assume: 'nothing', better: 'lower' });
    expect(allocs.quantum).toBeUndefined();
  });

  test('what they leave open stays as it is', () => {
    expect(metric('allocs/op', { rules: { 'allocs/op': { better: 'lower' } } })).toEqual(metric('allocs/op'));
    expect(metric('x', { rules: { x: { better: 'lower' } } })).toMatchObject({ better: 'lower', assume: 'nothing' });
  });

  test('names that every object has are no units', () => {
    expect(metric('constructor', { rules: {} })).toMatchObject({ better: 'neither' });
  });
});
