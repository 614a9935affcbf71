import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeTestEvent } from '../../src/wire/test2json.ts';

const EVENT =
  '{"Time":"2026-01-02T03:04:05.1Z","Action":"output","Package":"p","Test":"BenchmarkX","Output":"a \\u003e b\\n"}';

describe('decodeTestEvent', () => {
  test('gives action, package, test and output', () => {
    expect(decodeTestEvent(EVENT)).toEqual({ action: 'output', pkg: 'p', test: 'BenchmarkX', output: 'a > b\n' });
  });

  test('leaves out what an event does not have', () => {
    expect(decodeTestEvent('{"Action":"start","Package":"p"}')).toEqual({ action: 'start', pkg: 'p' });
    expect(decodeTestEvent('{"ImportPath":"p [p.test]","Action":"build-output","Output":"# p\\n"}')).toEqual({
      action: 'build-output',
      output: '# p\n',
    });
  });

  test('passes over text before it', () => {
    expect(decodeTestEvent(`gc 12 @0.0${EVENT}`)).toEqual(decodeTestEvent(EVENT));
  });

  test.each([
    EVENT.slice(0, -1),
    EVENT.slice(0, 60),
    `${EVENT}x`,
    '{"Action":"output","Output":',
    '{"Time":"t","Package":"p"}',
  ])('says that %s is damaged', (line) => {
    expect(decodeTestEvent(line)).toBe('broken');
  });

  test.each(['', 'PASS', '{}', '{"a":1}', '{"Action":5}', '[{"Action"}]', 'BenchmarkX-2 \t1\t2 ns/op'])(
    '%j is other text',
    (line) => {
      expect(decodeTestEvent(line)).toBeNull();
    },
  );

  test('ignores fields of a wrong type', () => {
    expect(decodeTestEvent('{"Action":"output","Package":5,"Output":null}')).toEqual({ action: 'output' });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.nat(EVENT.length), fc.string(), (cut, junk) => {
        const read = decodeTestEvent(EVENT.slice(0, cut) + junk + EVENT.slice(cut));
        expect(read === null || read === 'broken' || typeof read.action === 'string').toBe(true);
      }),
    );
  });
});
