import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { fail } from '../../src/github/failure.ts';
import { say, sayForeign } from '../../src/github/log.ts';
import { NO_OUTPUTS } from '../../src/github/outputs.ts';
import { Session } from '../../src/github/session.ts';
import { UserError } from '../../src/model/diagnostic.ts';
import { UserErrors } from '../../src/model/user-errors.ts';

let folder: string;
let log: string[];
const before = process.env.GITHUB_OUTPUT;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-session-'));
  process.env.GITHUB_OUTPUT = join(folder, 'output');
  writeFileSync(join(folder, 'output'), '');
  log = [];
  // The runner reads standard output; so do we.
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    log.push(String(chunk));
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env.GITHUB_OUTPUT;
  else process.env.GITHUB_OUTPUT = before;
});

const open = () => new Session({ GITHUB_STEP_SUMMARY: join(folder, 'summary') });
const summary = () => readFileSync(join(folder, 'summary'), 'utf8');
/** As the runner reads the file: of one name the last value counts. */
function outputs(): Record<string, string> {
  const found = readFileSync(join(folder, 'output'), 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}

describe('a session', () => {
  test('has every output and a summary from its first moment on', () => {
    open();
    expect(outputs()).toEqual(NO_OUTPUTS);
    expect(summary()).toContain('ended before it had a verdict');
  });

  test('replaces both as more is known, and keeps what was set', () => {
    const session = open();
    session.set({ verdict: 'fail', regressions: '2' });
    session.summarize('### 2 benchmarks got slower');
    session.set({ 'comment-url': 'https://example.com/1' });
    expect(outputs()).toEqual({
      ...NO_OUTPUTS,
      verdict: 'fail',
      regressions: '2',
      'comment-url': 'https://example.com/1',
    });
    expect(summary()).toBe('### 2 benchmarks got slower\n');
  });

  test('shows notices in the log and below the summary, whatever is in them', () => {
    const session = open();
    session.notice('no comment: 403 <img src=x> ##[error]x');
    session.summarize('### fine');
    expect(summary()).toContain('### fine\n\n> **Note:** no comment: 403 &lt;img src=x&gt;');
    expect(log.join('')).toContain('::notice title=go-perf-gate::no comment');
    expect(log.join('')).not.toContain('##[error]');
  });

  test('says that it was cancelled, unless there is a verdict', () => {
    const early = open();
    early.cancelled();
    expect(outputs().verdict).toBe('cancelled');
    expect(summary()).toContain('was cancelled');
    const late = open();
    late.set({ verdict: 'pass' });
    late.summarize('### pass');
    late.cancelled();
    expect(outputs().verdict).toBe('pass');
    expect(summary()).toBe('### pass\n');
  });

  test('goes on where neither outputs nor summary can be written', () => {
    process.env.GITHUB_OUTPUT = join(folder, 'gone', 'output');
    const session = new Session({ GITHUB_STEP_SUMMARY: join(folder, 'gone', 'summary') });
    session.set({ verdict: 'pass' });
    expect(session.outputs.verdict).toBe('pass');
    expect(log.join('')).toContain('::warning::the outputs could not be set');
    expect(log.join('')).toContain('::warning::the job summary could not be written');
  });
});

describe('fail', () => {
  test("the user's mistake: its place, and an example of the fix", () => {
    const session = open();
    const at = { file: 'perf.yml', line: 4, column: 5 };
    expect(fail(new UserError('no such key "max-regresion"', { at, example: 'max-regression: 5%' }), session)).toBe(1);
    expect(log.join('')).toContain(
      '::error title=go-perf-gate cannot run,file=perf.yml,line=4,col=5::perf.yml:4:5: no such key',
    );
    expect(summary()).toContain('perf.yml:4:5: no such key "max-regresion"\n  for example: max-regression: 5%');
    expect(outputs()).toEqual(NO_OUTPUTS);
  });

  test('many mistakes: at most ten annotations, all in the summary', () => {
    const errors = Array.from(
      { length: 15 },
      (_, i) => new UserError(`mistake ${i}`, { at: { file: 'perf.yml', line: i + 1 } }),
    );
    fail(new UserErrors(errors), open());
    expect(log.join('').match(/::error /g)).toHaveLength(10);
    expect(summary()).toContain('mistake 14');
  });

  test('our own mistake: the stack in the log, between stop-commands', () => {
    const session = open();
    fail(new Error('x is undefined\n::set-output name=verdict::pass'), session);
    const [, token] = /::stop-commands::(\S+)\n/.exec(log.join('')) ?? [];
    expect(token).toBeDefined();
    expect(log.join('')).toMatch(
      new RegExp(`::stop-commands::${token}\\nError: x is undefined[\\s\\S]*session.test[\\s\\S]*\\n::${token}::\\n`),
    );
    expect(log.join('')).not.toMatch(/^::set-output/m);
    expect(summary()).toContain('This is a bug of go-perf-gate');
  });

  test('something thrown that is no error', () => {
    expect(fail('just text', open())).toBe(1);
    expect(summary()).toContain('just text');
  });
});

describe('the log', () => {
  const HOSTILE = 'ok\n::error::x\n  ::set-output name=a::b\nzap ##[error]y\r::add-mask::z';

  test.each([
    ['say', () => say(HOSTILE)],
    ['sayForeign', () => sayForeign(HOSTILE)],
  ])('%s: no command of others', (_, act) => {
    act();
    const lines = log.join('').split(/\r\n|\r|\n/);
    expect(lines.filter((line) => line.includes('##[') || /^\s*::(error|set-output|add-mask)/.test(line))).toEqual([]);
    expect(lines).toContain('ok');
  });

  test('every token is another', () => {
    sayForeign('a');
    sayForeign('b');
    const tokens = [...log.join('').matchAll(/::stop-commands::(\S+)/g)].map(([, token]) => token);
    expect(new Set(tokens).size).toBe(2);
  });
});
