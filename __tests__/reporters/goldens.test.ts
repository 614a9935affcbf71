import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { REPORTERS } from '../../src/reporters/index.ts';
import { REPORTS } from './reports.ts';

const FOLDER = join(import.meta.dirname ?? '.', 'goldens');
const ENDINGS: Readonly<Record<string, string>> = { markdown: 'md', text: 'txt', json: 'json', annotations: 'log' };
/** The JSON of these is long and shows nothing that the others do not. */
const NO_JSON = ['hostile', 'huge'];

/** Compares with the golden; a difference is left beside it as `.got`. UPDATE_GOLDENS=1 rewrites it. */
function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env.UPDATE_GOLDENS) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, text);
  }
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (golden === text) rmSync(`${path}.got`, { force: true });
  else writeFileSync(`${path}.got`, text);
  expect(text).toBe(golden);
}

describe.each(Object.keys(REPORTS))('%s', (name) => {
  const report = REPORTS[name]?.();

  const formats = REPORTERS.filter(({ format }) => format !== 'json' || !NO_JSON.includes(name));

  test.each(formats.map((reporter) => [reporter.format, reporter] as const))('as %s', (format, reporter) => {
    if (!report) throw new Error(`no report ${name}`);
    const options = {
      blobUrl: 'https://github.com/o/r/blob/d4e5f6a',
      ...(name === 'huge' && format === 'text' ? { maxBytes: 20_000 } : {}),
    };
    expectGolden(`${name}.${ENDINGS[format]}`, reporter.render(report, options));
  });
});
