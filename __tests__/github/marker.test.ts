import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMarker, isNewer, parseMarker, type Stamp } from '../../src/github/marker.ts';

const SHAS = ['a', 'b', 'c'].map((c) => c.repeat(40));
const stamps = fc.record<Stamp>({
  run: fc.integer({ min: 1, max: 5 }),
  attempt: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: 0, max: 9 }).map((s) => `2026-03-01T12:00:0${s}.000Z`),
  sha: fc.constantFrom(...SHAS),
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(stamps, (stamp) => {
      expect(parseMarker(`${formatMarker('server/codec', stamp)}\n### text`, 'server/codec')).toEqual(stamp);
    }),
  );
});

describe('parseMarker', () => {
  const stamp: Stamp = { run: 12, attempt: 1, at: '2026-03-01T12:00:00.000Z', sha: SHAS[0] ?? '' };
  const marker = formatMarker('codec', stamp);

  test.each([
    ['of another key', formatMarker('index', stamp)],
    ['of a key that only begins alike', formatMarker('codec2', stamp)],
    ['that is quoted', `> ${marker}`],
    ['that stands below other text', `hello\n${marker}`],
    ['with a run too large to be one', marker.replace('run=12', `run=${'9'.repeat(30)}`)],
    ['without a commit', marker.replace(/ sha=\w+/, '')],
    ['that is empty', ''],
  ])('a comment %s is not ours', (_, body) => {
    expect(parseMarker(body, 'codec')).toBeNull();
  });
});

describe('isNewer', () => {
  const old: Stamp = { run: 10, attempt: 1, at: '2026-03-01T12:00:00Z', sha: SHAS[0] ?? '' };

  test.each<[string, Partial<Stamp>, boolean]>([
    ['a younger run for another commit', { run: 11, sha: SHAS[1] ?? '', at: '2026-03-01T11:00:00Z' }, true],
    ['an old commit, run again later', { run: 9, attempt: 5, sha: SHAS[1] ?? '', at: '2026-03-02T12:00:00Z' }, false],
    ['the same commit, judged later', { run: 10, attempt: 2, at: '2026-03-01T12:30:00Z' }, true],
    [
      'the same commit, approved in a younger run, then measured again in the old one',
      { run: 8, at: '2026-03-01T13:00:00Z' },
      true,
    ],
    ['the same result', {}, false],
  ])('%s', (_, over, expected) => {
    expect(isNewer({ ...old, ...over }, old)).toBe(expected);
  });

  test('of two results at most one is newer', () => {
    fc.assert(fc.property(stamps, stamps, (a, b) => !(isNewer(a, b) && isNewer(b, a))));
  });
});
