import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columns, widthOf, wrapped } from '../../src/reporters/text/columns.ts';
import { text } from '../../src/reporters/text/text.ts';
import { hostileName } from './names.ts';
import { failing, hostile, huge, noisy, quiet, REPORTS, rulesChanged, unmeasured } from './reports.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what it looks for
const SGR = /\x1b\[\d+m/g;

describe('text', () => {
  test.each([
    ['fail', failing, '✗ FAIL  3 benchmarks got slower: fix them, or accept them in the rules'],
    [
      'noisy',
      noisy,
      '? INCONCLUSIVE  3 of 8 benchmarks could not be judged, this runner is too noisy (it hides slowdowns',
    ],
    [
      'unmeasured',
      unmeasured,
      '? INCONCLUSIVE  4 benchmarks could not be compared, base did not build: make base build, or choose',
    ],
    ['quiet', quiet, '✓ PASS  No benchmark regressed: nothing to do'],
    [
      'rules',
      rulesChanged,
      '! PASS  No benchmark regressed and 1 could not be judged, but this change loosens 2 rules: look at',
    ],
  ] as const)('%s: the verdict and the action come first', (_, build, first) => {
    expect(text.render(build()).split('\n')[0]).toBe(first);
  });

  test('sections come in the order in which they matter', () => {
    const rendered = text.render(failing());
    const titles = ['Needs action', 'Improved', 'All rows', 'Notes', 'Measure it yourself'];
    const places = titles.map((title) => rendered.indexOf(`\n${title}\n`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('colour says nothing that words do not', () => {
    for (const name of Object.keys(REPORTS)) {
      const report = REPORTS[name]?.();
      if (!report || name === 'huge') continue;
      const colored = text.render(report, { color: true });
      expect(colored).toMatch(SGR);
      expect(colored.replace(SGR, '')).toBe(text.render(report));
    }
  });

  test('what a program wrote last is shown line by line', () => {
    expect(text.render(unmeasured())).toContain('    | store/file.go:41:9: undefined: fsyncDir\n');
  });

  test.each(['fail', 'noisy', 'missing', 'only-new', 'rules-changed', 'quiet'])('%s fits 100 columns', (name) => {
    const report = REPORTS[name]?.();
    if (!report) throw new Error(name);
    const tables = text.render(report).split('\nMeasure it yourself')[0] ?? '';
    for (const line of tables.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(100);
  });

  test('1,000 names: no escape sequence, no control character, no line of theirs', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 10, maxLength: 10 }), (names) => {
        expect(text.render(hostile(names)).replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 100 },
    );
  });

  test('a limit of bytes is kept at the end of a line, with what is left out counted', () => {
    const whole = text.render(huge(60));
    const cut = text.render(huge(60), { maxBytes: 5000 });
    expect(new TextEncoder().encode(cut).length).toBeLessThanOrEqual(5000);
    const [, left] = /… and (\d+) more lines\n$/.exec(cut) ?? [];
    const kept = cut.split('\n').slice(0, -2);
    expect(whole.startsWith(kept.join('\n'))).toBe(true);
    expect(kept.length + Number(left)).toBe(whole.split('\n').length - 1);
    expect(text.render(huge(60), { maxBytes: 10_000_000 })).toBe(whole);
  });
});

describe('columns', () => {
  const titles = [
    { title: 'name', align: 'left' as const },
    { title: 'n', align: 'right' as const },
  ];

  test('aligns, also beside wide characters and combining marks', () => {
    const rows = [
      ['a', '1'],
      ['日本', '23'],
      ['é', '4'],
    ].map((row) => row.map((t) => ({ text: t })));
    expect(columns(titles, rows, 80)).toEqual(['  name   n', '  a      1', '  日本  23', '  é      4']);
  });

  test('clips names where the table is too wide, down to twenty columns', () => {
    const rows = [[{ text: 'x'.repeat(60) }, { text: '1' }]];
    expect(columns(titles, rows, 40).map(widthOf)).toEqual([40, 40]);
    expect(columns(titles, rows, 10).map(widthOf)).toEqual([25, 25]);
  });

  test('paint does not change the width', () => {
    const paint = (t: string) => `<${t}>`;
    expect(
      columns(
        titles,
        [
          [
            { text: 'a', paint },
            { text: '1', paint },
          ],
        ],
        80,
      )[1],
    ).toBe('  <a>     <1>');
  });

  test('wrapped lines keep to the width where words allow, and lose none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 16, max: 60 }),
        (words, width) => {
          const lines = wrapped(words.join(' '), width, '> ', '  ');
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          expect(lines.map((l) => l.slice(2)).join(' ')).toBe(words.join(' '));
        },
      ),
    );
  });
});
