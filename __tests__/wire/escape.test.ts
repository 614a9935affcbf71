import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  clip,
  codeBlock,
  codeSpan,
  escapeCommandData,
  escapeCommandProperty,
  escapeLog,
  escapeMarkdown,
  visible,
} from '../../src/wire/escape.ts';
import { codeOf, githubFinds, html, proseOf, tags } from '../reporters/gfm.ts';
import { hostileName } from '../reporters/names.ts';
import { foreignCommands } from '../reporters/runner-commands.ts';

describe('visible', () => {
  test.each([
    ['plain/size=10 é 日本 🎉', 'plain/size=10 é 日本 🎉'],
    ['a\nb\r\nc\td', 'a\\nb\\r\\nc\\td'],
    ['\u202egnp', '\\u202egnp'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u001b[31m', '\\x1b[31m'],
    ['\u00a0\u3000', '\\xa0\\u3000'],
    ['\u2028', '\\u2028'],
    ['\ud800x', '\\ud800x'],
    ['\u{e0041}', '\\U000e0041'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('leaves nothing that cannot be seen, and changes nothing the second time', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const seen = visible(name);
        expect(seen).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(visible(seen)).toBe(seen);
      }),
    );
  });
});

describe('clip', () => {
  test('keeps what fits, and both ends of what does not', () => {
    expect(clip('Encode/large', 12)).toBe('Encode/large');
    expect(clip('abcdefghijklmnop', 10)).toBe('abcdef…nop');
    expect(clip('abc', 1)).toBe('…');
  });

  test('never exceeds its width and never halves a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const clipped = clip(text, max);
        expect(clipped.length).toBeLessThanOrEqual(Math.max(max, 1));
        expect(clipped).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('escapeMarkdown', () => {
  test.each([
    ['**bold** _it_ ~~gone~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~gone\\~\\~'],
    ['a|b', 'a&#124;b'],
    ['@octocat', '@&#8203;octocat'],
    ['#12', '\\#&#8203;12'],
    ['https://x.example', 'https:&#8203;//x.example'],
    ['12 → 1,012 allocations per op', '12 → 1,012 allocations per op'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['1.21 ms', '1.21 ms'],
    ['codec/encode.go:88 x', 'codec/encode.go:88 x'],
    [':tada', ':&#8203;tada'],
  ])('%j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  test('1,000 names: the parser gives back the text, no markup and nothing for GitHub to find', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const rendered = html(`x ${escapeMarkdown(name)} y`);
        expect(tags(rendered)).toEqual(['p']);
        const text = proseOf(rendered);
        expect(text.replaceAll('\u200b', '').trim()).toBe(`x ${visible(name)} y`);
        expect(githubFinds(text)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('means nothing at the start of a line or a list item either', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        expect(tags(html(escapeMarkdown(`${name}x`)))).toEqual(['p']);
        expect(tags(html(`- ${escapeMarkdown(`${name}x`)}`))).toEqual(['ul', 'li']);
      }),
      { numRuns: 300 },
    );
  });
});

describe('codeSpan', () => {
  test('1,000 names: one code element that holds the name', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const rendered = html(`x ${codeSpan(name)} y`);
        expect(tags(rendered)).toEqual(['p', 'code']);
        expect(codeOf(rendered)).toEqual([visible(name) || ' ']);
      }),
      { numRuns: 1000 },
    );
  });

  test('a name of nothing but blanks keeps them', () => {
    expect(html(codeSpan('  '))).toContain('<code>  </code>');
  });

  test('1,000 names in a cell: one cell, one code element', () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const rendered = html(`| a | b |\n|---|---|\n| ${codeSpan(name, { cell: true })} | y |\n`);
        const body = rendered.slice(rendered.indexOf('<tbody>'));
        expect(tags(body)).toEqual(['tbody', 'tr', 'td', 'code', 'td']);
        expect(body).toContain('<td>y</td>');
        expect(codeOf(body)[0]?.replaceAll('∣', '|')).toBe(visible(name) || ' ');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('codeBlock', () => {
  test('is one block that its content cannot close', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { maxLength: 4 }), (lines) => {
        const rendered = html(`before\n\n${codeBlock(lines.join('\n'), 'sh')}\n\nafter`);
        expect(tags(rendered)).toEqual(['p', 'pre', 'code', 'p']);
        expect(rendered.endsWith('<p>after</p>')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps lines and tabs', () => {
    expect(codeBlock('a\n\tb\r\nc', 'sh')).toBe('```sh\na\n\tb\nc\n```');
    expect(codeBlock('```\nx')).toBe('````\n```\nx\n````');
  });
});

describe('escapeLog', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]0;never ended\nnext line', '\nnext line'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['see ##[error]x', 'see ## [error]x'],
    ['##\u0000[error]x', '## [error]x'],
    ['  ::error::x', '  : :error::x'],
    ['\u001b[1m::error::x', ': :error::x'],
    ['\u3000::error::x', '\\u3000::error::x'],
    ['pkg::name stays', 'pkg::name stays'],
    ['\ttab stays', '\ttab stays'],
  ])('%j', (text, expected) => {
    expect(escapeLog(text)).toBe(expected);
  });

  test('10,000 lines: the runner finds no command', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 10, maxLength: 10 }), (lines) => {
        expect(foreignCommands(escapeLog(lines.join('\n')))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('the parser that judges them can find one', () => {
    expect(foreignCommands('  ::error::x\nfine\nsee ##[warning]y').map((c) => c.name)).toEqual(['error', 'warning']);
  });
});

test('workflow command escapes are the runner’s', () => {
  expect(escapeCommandData('50 %\r\na:b,c')).toBe('50 %25%0D%0Aa:b,c');
  expect(escapeCommandProperty('50 %\r\na:b,c')).toBe('50 %25%0D%0Aa%3Ab%2Cc');
});
