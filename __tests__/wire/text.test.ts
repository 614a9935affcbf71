import { expect, test } from '@jest/globals';
import { decodeText } from '../../src/wire/text.ts';

const TEXT = 'BenchmarkÜ 1 2 µs/op\n';

test('UTF-8, with and without a byte order mark', () => {
  const bytes = new TextEncoder().encode(TEXT);
  expect(decodeText(bytes)).toBe(TEXT);
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]))).toBe(TEXT);
});

test('UTF-16 as PowerShell writes it', () => {
  const little = Uint8Array.from(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'));
  expect(decodeText(little)).toBe(TEXT);
  expect(decodeText(Uint8Array.from(Buffer.from(little).swap16()))).toBe(TEXT);
});

test('bytes that are no text become U+FFFD and cost nothing around them', () => {
  expect(decodeText(Uint8Array.from([0x61, 0xff, 0x62]))).toBe('a\uFFFDb');
});
