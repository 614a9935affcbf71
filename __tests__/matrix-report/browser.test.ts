import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher, type Page } from 'playwright-core';
import { judgeMatrix } from '../../src/matrix/judge.ts';
import { matrixHtml } from '../../src/matrix-report/html.ts';
import { experimentOf, MIB, rowOf, setting } from '../matrix/make.ts';

const dir = mkdtempSync(join(tmpdir(), 'matrix-browser-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let browser: Browser;
let page: Page;
const tried: string[] = [];

beforeAll(async () => {
  browser = await launcher.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
  page = await browser.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) tried.push(request.url());
  });
  page.on('console', (message) => tried.push(message.text()));
});
afterAll(() => browser?.close());

/** Twelve settings, several of which lie on one another. */
function pageOf(name: string): string {
  const gogc = [10, 25, 50, 100, 200, 400];
  const cells = [null, 64 * MIB].flatMap((limit) => gogc.map((g) => setting(g, limit)));
  const truths = cells.map((_, i) => ({
    'op/s': 1000 * (1 + (i % 6) / 10),
    p99: 0.01 / (1 + (i % 6)),
    'max-rss': (50 + 20 * (i % 6)) * MIB,
  }));
  return matrixHtml(judgeMatrix(experimentOf(cells, 3, [rowOf(truths, { name, noise: 0.05 })])));
}

/** Runs in the page: words that leave their picture, and names that lie on one another. */
const LOOK = `(() => {
  const boxes = [...document.querySelectorAll('svg')].map((svg) => ({
    frame: svg.getBoundingClientRect(),
    names: [...svg.querySelectorAll('text[paint-order]')].map((t) => t.getBoundingClientRect()),
    all: [...svg.querySelectorAll('text')].map((t) => t.getBoundingClientRect()),
  }));
  const outside = ({ frame, all }) => all.filter((r) => r.left < frame.left - 0.5 || r.right > frame.right + 0.5 || r.top < frame.top - 0.5 || r.bottom > frame.bottom + 0.5).length;
  const covered = ({ names }) => names.filter((a, i) => names.some((b, j) => j > i && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)).length;
  const sum = (of) => boxes.reduce((n, box) => n + of(box), 0);
  return { pictures: boxes.length, names: sum((b) => b.names.length), outside: sum(outside), covered: sum(covered), active: document.querySelectorAll('script, a, img, iframe, foreignObject').length };
})()`;

test.each(['Encode/large', '</svg><script>console.log("acted")</script><img src="https://example.com/x.png">'])(
  'the page of %s: every word is in its picture, names can be read, nothing acts',
  async (name) => {
    const path = join(dir, 'page.html');
    writeFileSync(path, pageOf(name));
    tried.length = 0;
    await page.goto(pathToFileURL(path).href);
    expect(await page.evaluate(LOOK)).toEqual({ pictures: 2, names: 24, outside: 0, covered: 0, active: 0 });
    expect(tried).toEqual([]);
  },
);
