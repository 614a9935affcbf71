import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Report } from '../../src/model/report.ts';
import { markdown } from '../../src/reporters/markdown/markdown.ts';
import { cellCounts, githubFinds, html, proseOf, tags } from './gfm.ts';
import { hostileName } from './names.ts';
import {
  failing,
  HOSTILE_NAMES,
  hostile,
  huge,
  missing,
  noisy,
  quiet,
  REPORTS,
  report,
  rulesChanged,
  subject,
  timeRow,
  unmeasured,
} from './reports.ts';

/** What our own templates and the Markdown they use may give. Nothing else may come out of a comment. */
const OURS = new Set('h3 p sub details summary table thead tbody tr th td code pre strong em br ul li b'.split(' '));

const bytes = (text: string) => new TextEncoder().encode(text).length;
const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';

/** Every promise about the form of a comment, whatever the report. */
function expectSound(text: string, maxBytes = 60_000): void {
  expect(bytes(text)).toBeLessThanOrEqual(maxBytes);
  expect(text).not.toMatch(/\p{Cs}/u);
  const rendered = html(text);
  const names = tags(rendered);
  expect(names.filter((name) => !OURS.has(name))).toEqual([]);
  for (const paired of ['details', 'summary', 'sub', 'table', 'code', 'pre']) {
    const opened = names.filter((name) => name === paired).length;
    expect([paired, rendered.split(`</${paired}>`).length - 1]).toEqual([paired, opened]);
  }
  for (const counts of cellCounts(rendered)) expect(new Set(counts).size).toBe(1);
  expect(githubFinds(proseOf(rendered))).toEqual([]);
}

describe('the headline alone tells what to do', () => {
  test.each([
    ['fail', failing, '### ❌ 3 benchmarks got slower: fix them, or accept them below'],
    ['missing', missing, '### ❌ 1 benchmark vanished: bring it back, or accept that below'],
    [
      'noisy',
      noisy,
      '### ❓ 3 of 8 benchmarks could not be judged, this runner is too noisy (it hides slowdowns below 21.8 %): run the job again',
    ],
    [
      'unmeasured',
      unmeasured,
      '### ❓ 4 benchmarks could not be compared, base did not build: make base build, or choose another base',
    ],
    [
      'rules',
      rulesChanged,
      '### ⚠️ No benchmark regressed and 1 could not be judged, but this change loosens 2 rules: look at the rules',
    ],
  ] as const)('%s', (_, build, expected) => {
    expect(firstLine(markdown.render(build()))).toBe(expected);
  });
});

describe('what is shown', () => {
  test('counts come right after the headline', () => {
    expect(markdown.render(failing()).split('\n')[2]).toMatch(
      /^12 benchmarks: \*\*3 regressed\*\* · 1 improved · 8 unchanged/,
    );
  });

  test('the table holds only the rows that need action, one benchmark together, the worst first', () => {
    const table = markdown
      .render(failing())
      .split('\n')
      .filter((line) => line.startsWith('| ❌ |'));
    expect(
      table.map((line) =>
        [...line.matchAll(/`([^`]+)`/g)]
          .map((m) => m[1])
          .slice(0, 3)
          .join(' '),
      ),
    ).toEqual([
      'codec Encode/size=large sec/op',
      'codec Encode/size=large B/op',
      'codec Encode/size=large allocs/op',
      'pool Submit sec/op',
      'index Lookup sec/op',
    ]);
    expect(table[0]).toContain(
      '| 1.21 ms ± 2 % → 1.43 ms ± 1 % | **+18.2 %** (+16.8 … +19.7 %) | < 0.001 | 5 % | \\+1,000 allocations and +64.0 KiB per op; ',
    );
    expect(table[1]).toContain('| same cause |');
  });

  test('a quiet run is one line that opens to everything', () => {
    const text = markdown.render(quiet());
    expect(firstLine(text)).toBe(
      '<details><summary>✅ <b>No benchmark regressed</b>: nothing to do · 11 benchmarks: 8 unchanged · 3 identical code, not run</summary>',
    );
    expect(text.match(/<details/g)).toHaveLength(1);
    expect(text.trimEnd().endsWith('</details>')).toBe(true);
  });

  test('a run of nothing is one line', () => {
    const reason = 'Nothing that this change can reach has a benchmark, so nothing was run.';
    expect(markdown.render(report({ reason }))).toBe(`✅ <b>${reason.slice(0, -1)}</b>: nothing to do\n`);
  });

  test('one warning of the diagnostics is enough to open the comment', () => {
    const text = markdown.render({
      ...quiet(),
      diagnostics: [{ level: 'warning', text: 'GOMAXPROCS above the usable CPUs' }],
    });
    expect(text).toContain('### ✅ No benchmark regressed: nothing to do');
    expect(text).toContain('- ⚠️ GOMAXPROCS above the usable CPUs');
  });

  test('a place in the code is a link where it is shown on GitHub, and text elsewhere', () => {
    const build = (): Report => {
      const base = failing();
      const [first] = base.findings;
      if (!first) throw new Error('no finding');
      const at = {
        function: 'example.com/eventlog/codec.(*Encoder).grow',
        file: 'codec/en code(1).go',
        line: 88,
        kind: 'allocation',
        share: 0.83,
        witnesses: ['cpu', 'heap'],
        text: 'one more allocation',
      };
      return { ...base, findings: [{ ...first, causes: [at] }] };
    };
    const place = '`codec/en code(1).go:88`';
    const told = 'one more allocation: `codec.(*Encoder).grow` ';
    expect(markdown.render(build())).toContain(`${told}${place} · explains 83 % · cpu + heap agree`);
    const linked = markdown.render(build(), { blobUrl: 'https://github.com/o/r/blob/abc' });
    expect(linked).toContain(`${told}[${place}](https://github.com/o/r/blob/abc/codec/en%20code%281%29.go#L88)`);
    expect(html(linked).match(/<a /g)).toHaveLength(1);
  });

  test('the run is linked where it is known', () => {
    const runUrl = 'https://github.com/o/r/actions/runs/1';
    expect(markdown.render(failing(), { runUrl })).toContain(`[the job and its log](${runUrl})`);
  });
});

describe('the YAML to paste', () => {
  const waivers = (r: Report) => {
    const block = /```yaml\n([\s\S]*?)\n```/.exec(markdown.render(r))?.[1] ?? '';
    return (parse(block) as { waivers: Record<string, string>[] }).waivers;
  };

  test('names check, package, benchmark, ceiling, expiry, owner and reason', () => {
    expect(waivers(failing())[0]).toEqual({
      check: 'bench/time',
      pkg: 'example.com/eventlog/codec',
      benchmark: 'Encode/size=large',
      ceiling: '20%',
      until: '2027-02-21',
      owner: '@your-team',
      reason: 'why this is worth it',
    });
  });

  test('has no ceiling where there is no ratio, and asks for a date where the time is not known', () => {
    const { now: _, ...timeless } = missing();
    expect(waivers(timeless)).toEqual([
      {
        check: 'bench/missing',
        pkg: 'example.com/eventlog/index',
        benchmark: 'Lookup/cold',
        until: 'YYYY-MM-DD',
        owner: '@your-team',
        reason: 'why this is worth it',
      },
    ]);
  });

  test('a throughput that fell is worse by the inverse', () => {
    const row = timeRow(subject('codec', 'Encode'), 1e8, 0.8, 'regressed', {
      metric: 'B/s',
      unit: 'B/s',
      ratioLo: 0.75,
      ratioHi: 0.85,
    });
    const [waiver] = waivers({
      ...failing(),
      comparisons: [row],
      findings: [{ ...(failing().findings[0] as Report['findings'][number]), subject: row.subject, metric: 'B/s' }],
    });
    expect(waiver?.ceiling).toBe('34%');
  });

  test('names of any kind are read back as globs that match themselves', () => {
    const names = HOSTILE_NAMES.filter((name) => name.length < 200);
    const read = waivers(hostile(names)).map((w) => w.benchmark?.replace(/\\([*?[\]{}()\\!])/g, '$1'));
    expect(read).toEqual(names.map((name) => name.replaceAll('\u0000', '\0')));
  });
});

describe('foreign text', () => {
  test.each(Object.keys(REPORTS))('the comment of %s is sound', (name) => {
    const build = REPORTS[name];
    if (build) expectSound(markdown.render(build()));
  });

  test('1,000 names, in every place of a report', () => {
    fc.assert(
      fc.property(fc.array(hostileName, { minLength: 20, maxLength: 20 }), (names) => {
        expectSound(markdown.render(hostile(names), { maxBytes: 900_000 }), 900_000);
      }),
      { numRuns: 50 },
    );
  });

  test('1,000 names in the one line of a run of nothing', () => {
    fc.assert(
      fc.property(hostileName, (reason) => expectSound(markdown.render(report({ reason })))),
      { numRuns: 1000 },
    );
  });

  test('the judge of soundness can say no', () => {
    expect(() => expectSound('<img src=x>')).toThrow();
    expect(() => expectSound('see #1')).toThrow();
    expect(() => expectSound('<details>')).toThrow();
    expect(() => expectSound('x'.repeat(70_000))).toThrow();
  });
});

describe('size', () => {
  test('10,000 regressions with names of 5 kB: fits, is sound, says how many more, keeps what to do', () => {
    const text = markdown.render(huge());
    expectSound(text);
    expect(text).toContain('### ❌ 10,000 benchmarks got slower');
    const shown = text.match(/^\| ❌ \|/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(text).toContain(`| … and ${(10_000 - shown).toLocaleString('en-US')} more |`);
    expect(text).toContain('Measure it yourself');
  });

  test('any limit is kept, and what does not fit is named', () => {
    const reports = [failing(), hostile(), huge(100), unmeasured()].map(
      (r) => (maxBytes: number) => markdown.render(r, { maxBytes }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 80_000 }), fc.nat({ max: reports.length - 1 }), (maxBytes, i) => {
        expectSound(reports[i]?.(maxBytes) ?? '', maxBytes);
      }),
      { numRuns: 30 },
    );
    const tight = markdown.render(failing(), { maxBytes: 4000 });
    expect(tight).toMatch(/_Left out to fit: .*all rows/);
    expect(tight).toContain('### ❌ 3 benchmarks got slower');
  });
});
