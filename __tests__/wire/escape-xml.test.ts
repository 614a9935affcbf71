import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeXml } from '../../src/wire/escape.ts';
import { parseXml } from '../profile/exports/xml.ts';

test('markup is text', () => {
  expect(escapeXml(`<a href="x">'&'</a>`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
});

test.each([
  ['\0', '\\x00'],
  ['\x1b[31m', '\\x1b[31m'],
  ['a\nb', 'a\\nb'],
  ['\ud800', '\\ud800'],
  ['\ufffe\uffff', '\\ufffe\\uffff'],
])('%j, which XML has not or nobody sees, is written out', (text, shown) => {
  expect(escapeXml(text)).toBe(shown);
});

test('whatever the text, an element and an attribute hold it and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: inside, attributes, children } = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
      expect(children).toEqual([]);
      expect(attributes).toEqual({ b: inside });
    }),
  );
});
