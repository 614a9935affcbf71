import { describe, expect, test } from '@jest/globals';
import { concerns } from '../../../src/run/changed/concerns.ts';

const reads = (strings: readonly string[], file: string, embeds: readonly string[] = []) =>
  concerns(file, [{ strings: new Set(strings), embeds }]);

describe('code that names a file reads it', () => {
  test.each([
    ['testdata/docs/big.json', 'testdata/docs/big.json'],
    ['./testdata/docs/big.json', 'testdata/docs/big.json'],
    ['testdata\\docs\\big.json', 'testdata/docs/big.json'],
    ['big.json', 'testdata/docs/big.json'],
    ['docs', 'testdata/docs/big.json'],
    ['testdata/docs/', 'testdata/docs/big.json'],
    ['testdata', 'testdata/docs/big.json'],
    ['testdata/', 'testdata/docs/big.json'],
    ['testdata/do', 'testdata/docs/big.json'],
    ['testdata/*/*.json', 'testdata/docs/big.json'],
    ['testdata/[a-d]ocs/big.json', 'testdata/docs/big.json'],
    ['testdata/%s.json', 'testdata/docs/big.json'],
    ['testdata/size-%03d.bin', 'testdata/size-010.bin'],
  ])('%s → %s', (text, file) => {
    expect(reads([text], file)).toBe(true);
  });

  test.each([
    ['testdata/docs/small.json', 'testdata/docs/big.json'],
    ['testdata/big.json.gz', 'testdata/big.json'],
    ['../testdata', 'testdata/big.json'],
    ['testdata/*.txt', 'testdata/docs/big.json'],
    ['testdata/x-%d.bin', 'testdata/size-010.bin'],
    ['%d', 'testdata/big.json'],
    ['%s/%s', 'testdata/big.json'],
    ['*', 'testdata/big.json'],
    ['', 'testdata/big.json'],
    ['/', 'testdata/big.json'],
    ['.', 'testdata/big.json'],
    ['t', 'testdata/big.json'],
    ['test', 'testdata/big.json'],
    ['testdata', 'words.txt'],
  ])('%j says nothing of %s', (text, file) => {
    expect(reads([text], file)).toBe(false);
  });

  test('embedded files by their patterns, wherever they are', () => {
    expect(reads([], 'words.txt', ['*.txt'])).toBe(true);
    expect(reads([], 'data/deep/words.txt', ['data'])).toBe(true);
    expect(reads([], 'words.txt', ['*.bin'])).toBe(false);
  });

  test('many gaps cost little', () => {
    expect(reads([`testdata/${'%d'.repeat(1e5)}x`], `testdata/${'a'.repeat(1e5)}`)).toBe(false);
  });
});
