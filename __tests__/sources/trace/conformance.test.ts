import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bytesSource } from '../../../src/model/byte-source.ts';
import { readTrace } from '../../../src/sources/trace/read.ts';
import { readConformanceCase } from '../../wire/trace/text-form.ts';

const GOROOT = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const FOLDER = join(GOROOT, 'src/internal/trace/testdata/tests');
const CASES = readdirSync(FOLDER).filter((name) => name.endsWith('.test'));

describe("the conformance cases of Go's own reader", () => {
  test('are there', () => {
    expect(CASES.length).toBeGreaterThan(15);
  });

  test.each(CASES)('%s', (name) => {
    const { trace, failure } = readConformanceCase(join(FOLDER, name));
    const { summary, diagnostics } = readTrace(bytesSource(trace), name);
    if (failure) expect(diagnostics.map(({ text }) => text).join()).toMatch(failure);
    else expect(diagnostics).toEqual([]);
    if (!failure) expect(summary?.events).toBeGreaterThan(1);
  });
});
