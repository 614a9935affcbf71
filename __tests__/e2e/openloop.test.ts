import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readBench } from '../../src/sources/bench/read.ts';

const dir = mkdtempSync(join(tmpdir(), 'openloop-'));
cpSync('examples/openloop', dir, { recursive: true });
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const go = (...args: string[]) => execFileSync('go', args, { cwd: dir, encoding: 'utf8' });

test("the open loop's own tests pass, and go vet has nothing to say", () => {
  expect(go('vet', './...')).toBe('');
  expect(go('test', './...')).toContain('ok');
}, 120_000);

test('its benchmarks report p99, p50 and the rate that was asked for', () => {
  const text = go('test', '-run', '^$', '-bench', '.', '-benchtime', '200x', '.');
  const results = [...readBench(text, 'out')].filter((record) => record.kind === 'result');
  expect(results.map(({ subject }) => subject.benchmark)).toEqual(['Serve', 'Request']);
  const values = Object.fromEntries(results[0]?.values.map(({ unit, value }) => [unit, value]) ?? []);
  expect(values['p99-sec/op']).toBeGreaterThanOrEqual(values['p50-sec/op'] ?? Number.NaN);
  // 200 requests are due within 398 ms; no server can answer more than are sent.
  expect(values['req/s']).toBeLessThan(503);
}, 120_000);
