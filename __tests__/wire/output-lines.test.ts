import { expect, test } from '@jest/globals';
import { outputLines } from '../../src/wire/output-lines.ts';

const event = (pkg: string, Output: string) => JSON.stringify({ Action: 'output', Package: pkg, Output });

test('plain lines are their own stream, without escapes and timestamps', () => {
  expect([...outputLines('\x1b[31mred\x1b[0m\r\n2026-01-02T03:04:05.1Z stamped\n')]).toEqual([
    { stream: '', text: 'red', line: 1 },
    { stream: '', text: 'stamped', line: 2 },
  ]);
});

test('lines of packages that test2json interleaves are put together apart', () => {
  const log = [event('a', 'one '), event('b', 'two\n'), event('a', 'line\nnext\n'), 'plain', event('b', 'no end')];
  expect([...outputLines(log.join('\n'))]).toEqual([
    { stream: 'b', text: 'two', line: 2 },
    { stream: 'a', text: 'one line', line: 1 },
    { stream: 'a', text: 'next', line: 3 },
    { stream: '', text: 'plain', line: 4 },
    { stream: 'b', text: 'no end', line: 5 },
  ]);
});

test('damaged events and those without output are passed over', () => {
  expect([...outputLines('{"Time":"x","Action":"out\n{"Action":"run","Package":"a"}\nplain')]).toEqual([
    { stream: '', text: 'plain', line: 3 },
  ]);
});
