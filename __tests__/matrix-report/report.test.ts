import { describe, expect, test } from '@jest/globals';
import { judgeMatrix } from '../../src/matrix/judge.ts';
import type { MatrixReport } from '../../src/matrix/report.ts';
import { tradeOffPicture } from '../../src/matrix-report/chart.ts';
import { matrixHtml } from '../../src/matrix-report/html.ts';
import { matrixJson } from '../../src/matrix-report/json.ts';
import { matrixMarkdown } from '../../src/matrix-report/markdown.ts';
import { tradeOffChart } from '../../src/matrix-report/mermaid.ts';
import { matrixText } from '../../src/matrix-report/text.ts';
import { experimentOf, MIB, rowOf, setting } from '../matrix/make.ts';
import { parseXml } from '../profile/exports/xml.ts';

const CELLS = [setting(50), setting(100), setting(200), setting(100, 64 * MIB), setting(null, 64 * MIB)];

function sample(name = 'Encode/large', reason = 'was killed by SIGKILL'): MatrixReport {
  const truth = (ops: number, rss: number, share: number) => ({
    'op/s': ops,
    p99: 20 / ops,
    rate: 500,
    'cpu-sec/op': 1 / ops,
    'gc-cpu': share,
    'gc-cycles': 40,
    'stw-max': 0.0003,
    'peak-heap': rss * MIB * 0.8,
    'max-rss': rss * MIB,
  });
  const row = rowOf([truth(900, 80, 0.2), truth(1000, 100, 0.1), truth(1200, 150, 0.05), truth(400, 101, 0.46), null], {
    name,
  });
  const cells = row.cells.map((cell, i) => (i === 4 ? { samples: [], failures: [{ round: 0, reason }] } : cell));
  return judgeMatrix(experimentOf(CELLS, 1, [{ ...row, units: { p99: 'p99-sec/op', rate: 'req/s' }, cells }]));
}

const report = sample();
const [benchmark] = report.benchmarks;
const throughput = benchmark?.objectives[0];
if (!benchmark || !throughput) throw new Error('there is no benchmark');

describe('text', () => {
  const text = matrixText(report, { width: 140 });

  test('says what to set first, and why', () => {
    expect(text.split('\n')[0]).toBe('Set GOGC=200');
    expect(text).toContain('✓ GOGC=200: ');
    expect(text).toMatch(/each doubling of memory has to\s+buy 5 %/);
  });

  test('has a line for every setting, what failed with its reason', () => {
    expect(text).toMatch(
      /^ {2}GOGC\s+GOMEMLIMIT\s+op\/s\s+Δ\s+p99\s+Δ\s+req\/s\s+CPU\/op\s+Δ\s+GC CPU\s+GCs\s+longest stop\s+peak heap\s+peak RSS\s+Δ\s+front$/m,
    );
    for (const start of [
      /^ {2}50 +off +\d/m,
      /^ {2}100 \(default\) +off +\d/m,
      /^ {2}200 +off +1\.\d\dk/m,
      /^ {2}100 +64MiB +\d/m,
      /^ {2}off +64MiB$/m,
    ])
      expect(text).toMatch(start);
    expect(text).toContain('GOGC=off GOMEMLIMIT=64MiB: failed: was killed by SIGKILL');
    expect(text).toContain('GOGC=100 GOMEMLIMIT=64MiB: thrashing: the collector takes 46 % of the CPU');
    expect(text).toContain('GOGC=100 GOMEMLIMIT=64MiB: GOGC=100 and 1 more is better at no cost');
  });

  test("a unit of the benchmark's own shows none either", () => {
    const hostile = matrixText({ ...report, benchmarks: [{ ...benchmark, units: { rate: 'x\x1b[31m/s' } }] });
    expect(hostile).not.toContain('\x1b');
    expect(hostile).toContain('x\\x1b[31m/s');
  });

  test('shows no control characters of others, and colour only where it is asked for', () => {
    const hostile = matrixText(sample('X\x1b[31m', 'ended with status 2: panic: \x1b]0;title\x07'), { color: false });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
    expect(hostile).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(matrixText(report, { color: true })).toContain('\x1b[32m');
  });
});

describe('markdown', () => {
  const markdown = matrixMarkdown(report);

  test('has the table, the reasons and a chart of each objective', () => {
    expect(markdown).toContain('### Set GOGC=200');
    expect(markdown).toContain('| **`200`** |');
    expect(markdown.match(/```mermaid\nxychart-beta/g)).toHaveLength(3);
    expect(markdown).toContain('`GOGC=off GOMEMLIMIT=64MiB`: failed: was killed by SIGKILL');
  });

  test('every row of the table has as many cells as its head', () => {
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBe(2 + CELLS.length);
    expect(new Set(rows.map((row) => row.replace(/\\\|/g, '').split('|').length)).size).toBe(1);
  });

  test('foreign text is no markup', () => {
    const hostile = matrixMarkdown(sample('A|B/@user#1', 'ended with status 2: <img src=x> @team ``` | #12'));
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toMatch(/(?<!`[^`\n]*)@team/);
    expect(hostile.match(/```/g)).toHaveLength(6);
  });
});

describe('the Mermaid chart', () => {
  test('orders the settings by memory, and its line is the best so far', () => {
    const chart = tradeOffChart(benchmark, throughput).split('\n');
    expect(chart[0]).toBe('xychart-beta horizontal');
    expect(chart[1]).toBe('    title "Encode/large: throughput by peak RSS"');
    expect(chart[2]).toMatch(/^ {4}x-axis \["50: .*MiB", "100: .*MiB", "100\/64MiB: .*MiB", "200: .*MiB"\]$/);
    const numbers = (line = '') => JSON.parse(line.replace(/^ *\w+ /, '')) as number[];
    const [bar, line] = [numbers(chart[4]), numbers(chart[5])];
    expect(bar).toHaveLength(4);
    expect(line).toEqual(bar.map((_, i) => Math.max(...bar.slice(0, i + 1))));
  });

  test('of what is better lower the line falls', () => {
    const p99 = benchmark.objectives[1];
    const chart = p99 ? tradeOffChart(benchmark, p99) : '';
    expect(chart).toContain('y-axis "p99, ms" 0 --> ');
    const [, bar = '', line = ''] = /bar (\[.*\])\n {4}line (\[.*\])/.exec(chart) ?? [];
    const values = JSON.parse(bar) as number[];
    expect(JSON.parse(line)).toEqual(values.map((_, i) => Math.min(...values.slice(0, i + 1))));
  });

  test('no name can end a string or the block', () => {
    const hostile = sample('X"]\n```%%{init}%% <b>;#quot;');
    const [one] = hostile.benchmarks;
    const chart = one?.objectives[0] ? tradeOffChart(one, one.objectives[0]) : '';
    for (const line of chart.split('\n'))
      expect(line).toMatch(
        /^(?:xychart-beta horizontal|\s+(?:title|x-axis|bar|line) [^`;#<>{}]+|\s+y-axis "[^"`;#<>{}]+" 0 --> [\d.]+)$/,
      );
    expect((chart.match(/"/g) ?? []).length % 2).toBe(0);
  });

  test('there is none of a single setting', () => {
    const alone = judgeMatrix(experimentOf([setting(100)], 0, [rowOf([{ 'op/s': 5, 'max-rss': MIB }])]));
    const [one] = alone.benchmarks;
    expect(one?.objectives[0] && tradeOffChart(one, one.objectives[0])).toBe('');
  });
});

describe('pictures and the page', () => {
  const svg = tradeOffPicture(benchmark, throughput) ?? '';

  test('the picture is well-formed, tells every setting in words, and acts on nothing', () => {
    expect(() => parseXml(svg)).not.toThrow();
    for (const label of ['GOGC=50', 'GOGC=200', 'GOGC=100 GOMEMLIMIT=64MiB']) expect(svg).toContain(label);
    expect(svg).not.toMatch(/<(script|a|image|foreignObject|style)\b|href|url\(/);
    expect((svg.match(/<circle[^>]*><title>/g) ?? []).length).toBe(3);
  });

  test('the same report gives the same bytes', () => {
    expect(tradeOffPicture(benchmark, throughput)).toBe(svg);
    expect(matrixHtml(sample())).toBe(matrixHtml(report));
  });

  test('foreign names are text', () => {
    const hostile = sample('</title><script>alert(1)</script>', '<script>alert(2)</script>');
    const [one] = hostile.benchmarks;
    expect(() => parseXml((one?.objectives[0] && tradeOffPicture(one, one.objectives[0])) ?? '')).not.toThrow();
    expect(matrixHtml(hostile)).not.toContain('<script');
  });

  test('the page has every part, and identifiers only once', () => {
    const html = matrixHtml(report);
    expect(html).toContain('<h1>Set GOGC=200</h1>');
    expect(html.match(/<svg /g)).toHaveLength(3);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('json', () => {
  test('is the report, without what is no number', () => {
    const parsed = JSON.parse(matrixJson({ ...report, alpha: Number.NaN }));
    expect(parsed.alpha).toBeNull();
    expect({ ...parsed, alpha: report.alpha }).toEqual(JSON.parse(JSON.stringify(report)));
  });
});
