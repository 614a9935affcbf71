import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher, type Page } from 'playwright-core';
import { differenceGraph } from '../../../src/profile/exports/difference-graph.ts';
import { flameGraph } from '../../../src/profile/exports/flame-graph.ts';
import { handMade } from '../hand-made.ts';
import { dir, read, realProfiles } from './real.ts';

let browser: Browser;
let page: Page;
/** Dialogs, requests and messages of the page that is open. */
const tried: string[] = [];
const pictures: Record<string, string> = {};

/** Names as an attacker or another script of the world writes them. */
const NAMES = [
  '</title><script>document.title="acted"</script>',
  '"/><image href="https://example.com/x.png" onload="alert(1)"/>',
  '<a xlink:href="javascript:alert(1)">x</a>',
  '&#x3c;script>alert(1)&#x3c;/script>',
  '漢字の関数名はとても長いことがあります',
  '😀😀😀😀😀😀😀😀😀😀😀😀',
  'ﷺﷺﷺﷺﷺﷺﷺﷺ',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  'a\u0301\u0302\u0303\u0304\u0305\u202eright to left',
];

function hostile(scale: number) {
  const samples = NAMES.flatMap((_, i) => [
    { stack: `root;n${i}`, values: [scale * (i + 1)] },
    { stack: `root;n${i};n${(i + 1) % NAMES.length}`, values: [i + 1] },
  ]);
  const made = handMade({ samples });
  return { ...made, strings: made.strings.map((s) => (/^n\d$/.test(s) ? (NAMES[Number(s.slice(1))] ?? s) : s)) };
}

beforeAll(async () => {
  browser = await launcher.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
  page = await browser.newPage();
  page.on('dialog', (dialog) => {
    tried.push('dialog');
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) tried.push(request.url());
  });
  page.on('console', (message) => tried.push(message.text()));
  const [old, now] = [realProfiles(300), realProfiles(400)];
  const side = (path: string, operations: number) => ({ profile: read(path), type: 1, operations });
  pictures.cpu = flameGraph(read(old.cpu), 1, 'cpu');
  pictures.mem = flameGraph(read(old.mem), 1, 'mem');
  pictures.difference = differenceGraph(side(old.mem, 300), side(now.mem, 400), 'mem');
  pictures.hostile = flameGraph(hostile(10), 0, NAMES.join(' '));
  const made = (scale: number) => ({ profile: hostile(scale), type: 0, operations: 1 });
  pictures['hostile difference'] = differenceGraph(made(10), made(30), NAMES.join(' '));
});
afterAll(() => browser?.close());

/** Counts, in the page: elements, and those that stand outside of where they belong. */
interface Look {
  readonly title: string;
  readonly error: string;
  readonly active: number;
  readonly boxes: number;
  readonly clipped: number;
  readonly wide: number;
  readonly lines: number;
}

/** Runs in the page, whose types are none of ours. Names in other than Latin letters are cut off at their frame's edge. */
const LOOK = `(() => {
  const root = document.documentElement;
  const bounds = root.getBoundingClientRect();
  const boxes = [...root.querySelectorAll('svg')];
  const inside = (r, o) =>
    r.left >= o.left - 0.5 && r.right <= o.right + 0.5 && r.top >= o.top - 0.5 && r.bottom <= o.bottom + 0.5;
  const rectOf = (element) => element.querySelector('rect').getBoundingClientRect();
  const tooWide = (box) => {
    const text = box.querySelector('text');
    return text && /^[ -~…−]+$/.test(text.textContent) && !inside(text.getBoundingClientRect(), rectOf(box));
  };
  const lines = [...root.children].filter((e) => e.tagName === 'text');
  return {
    title: root.querySelector('title').textContent,
    error: root.querySelector('parsererror')?.textContent ?? '',
    active: root.querySelectorAll('script, a, image, foreignObject, style, use').length,
    boxes: boxes.length,
    clipped: boxes.filter((box) => !inside(rectOf(box), bounds)).length,
    wide: boxes.filter(tooWide).length,
    lines: lines.filter((e) => !inside(e.getBoundingClientRect(), bounds)).length,
  };
})()`;

/** What a person would see of a picture, and what it tried. */
async function seen(name: string): Promise<Look & { readonly tried: readonly string[] }> {
  const path = join(dir, `${name}.svg`);
  writeFileSync(path, pictures[name] ?? '');
  tried.length = 0;
  await page.goto(pathToFileURL(path).href);
  return { ...((await page.evaluate(LOOK)) as Look), tried: [...tried] };
}

describe('in a browser', () => {
  test.each(['cpu', 'mem', 'difference'])('%s: every frame and every word is where it can be read', async (name) => {
    const { boxes, clipped, wide, lines, error, tried } = await seen(name);
    expect(boxes).toBeGreaterThan(10);
    expect({ clipped, wide, lines, error, tried }).toEqual({ clipped: 0, wide: 0, lines: 0, error: '', tried: [] });
  });

  test.each(['hostile', 'hostile difference'])(
    '%s: names are text, nothing acts and nothing is asked for',
    async (name) => {
      const { title, active, boxes, clipped, wide, error, tried } = await seen(name);
      expect(title).toContain(NAMES[0]);
      expect(boxes).toBeGreaterThan(10);
      expect({ active, clipped, wide, error, tried }).toEqual({ active: 0, clipped: 0, wide: 0, error: '', tried: [] });
    },
  );

  test('what must not be would be seen', async () => {
    pictures.bad = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>t</title><script>console.log('acted')</script>
      <svg width="10" height="10"><rect width="100%" height="100%"/><text>wider than its frame</text></svg>
      <svg x="85" width="10" height="10"><rect width="100%" height="100%"/></svg><text x="80">beyond</text></svg>`;
    expect(await seen('bad')).toMatchObject({ active: 1, clipped: 1, wide: 1, lines: 1, tried: ['acted'] });
  });
});
