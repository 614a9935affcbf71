import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher, type Page } from 'playwright-core';
import { bytesSource } from '../../src/model/byte-source.ts';
import { MAX_LANES, MAX_STEPS, type TraceSummary } from '../../src/model/trace.ts';
import { readTrace } from '../../src/sources/trace/read.ts';
import { timelinePage } from '../../src/timeline/page.ts';
import { call } from '../cli/call.ts';
import { SyntheticTrace } from '../wire/trace/writer.ts';

const MODULE = {
  'go.mod': 'module example.com/shop\n\ngo 1.22\n',
  'shop_test.go': `package shop

import (
	"context"
	"runtime/trace"
	"sync"
	"testing"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

var sink *node

func pack(ctx context.Context, orders chan int, done *sync.WaitGroup) {
	defer done.Done()
	for range orders {
		trace.WithRegion(ctx, "pack", func() { sink = tree(10) })
	}
}

func BenchmarkOrders(b *testing.B) {
	ctx, task := trace.NewTask(context.Background(), "order")
	defer task.End()
	orders := make(chan int)
	var done sync.WaitGroup
	for i := 0; i < 4; i++ {
		done.Add(1)
		go pack(ctx, orders, &done)
	}
	for i := 0; i < b.N; i++ {
		orders <- i
	}
	close(orders)
	done.Wait()
}
`,
};

/** Names as an attacker or another script of the world writes them. */
const NAMES = [
  '</title><script>document.title="acted"</script>',
  '"/><image href="https://example.com/x.png" onload="alert(1)"/>',
  '<a href="javascript:alert(1)">x</a>',
  '漢字の関数名はとても長いことがあります漢字の関数名はとても長いことがあります',
  'a\u0301\u0302\u0303\u202eright to left',
  'example.com/very/long/path/to/a.(*Type[example.com/other/path.Thing]).Method.func1.2.gowrap3',
];

const dir = mkdtempSync(join(tmpdir(), 'timeline-'));
let browser: Browser;
let page: Page;
/** Dialogs, requests and messages of the page that is open. */
const tried: string[] = [];
let real: TraceSummary;

function benchmarkTrace(): string {
  for (const [name, text] of Object.entries(MODULE)) writeFileSync(join(dir, name), text);
  const args = [
    'test',
    '-run',
    '^$',
    '-bench',
    '.',
    '-benchtime',
    '2000x',
    '-trace',
    'trace.out',
    '-cpuprofile',
    'cpu.out',
  ];
  execFileSync('go', args, { cwd: dir, stdio: 'pipe' });
  return join(dir, 'trace.out');
}

function hostile(): TraceSummary {
  const trace = new SyntheticTrace();
  const g = trace.generation();
  const thread = g.thread(1, 1000).event('ProcStatus', 0, 0, 1).event('GoStatus', 5, 1, 1, 2);
  thread.event('ProcsChange', 5, 1, 0);
  for (const [i, name] of NAMES.entries())
    thread
      .event('GoCreate', 500, i + 2, g.stack(name), 0)
      .event('STWBegin', 5, g.text(name), 0)
      .event('STWEnd', 5);
  return readTrace(bytesSource(trace.bytes()), 'hostile').summary as TraceSummary;
}

/** The real trace with as many lanes and steps as there can be, of values that never repeat. */
function crowded(): TraceSummary {
  const column = (seed: number) =>
    Array.from({ length: MAX_STEPS }, (_, i) => ((i * 7919 + seed * 104729) % 1000) * 100);
  const lanes = Array.from({ length: MAX_LANES }, (_, i) => i);
  const timeline = {
    ...{ step: 100_000, steps: MAX_STEPS, heap: column(1), goal: column(2), goroutines: column(3) },
    ...{ marking: column(4), stopped: column(5), running: column(6), runnable: column(7) },
    processors: lanes.map((id) => ({ id, running: column(id) })),
    groups: lanes.map((i) => ({ name: 'm'.repeat(400) + i, running: column(i), runnable: column(i + 50) })),
  };
  return { ...real, duration: 100_000 * MAX_STEPS, timeline };
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
  real = readTrace(bytesSource(readFileSync(benchmarkTrace())), 'trace.out').summary as TraceSummary;
});
afterAll(async () => {
  await browser?.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Look {
  readonly title: string;
  readonly active: number;
  readonly labels: readonly string[];
  readonly lanes: number;
  readonly told: number;
  readonly outside: number;
  readonly wide: number;
  readonly overlapping: number;
}

/** Runs in the page, whose types are none of ours. */
const LOOK = `(() => {
  const root = document.querySelector('svg.picture');
  const bounds = root.getBoundingClientRect();
  const inside = (r, o) =>
    r.left >= o.left - 0.5 && r.right <= o.right + 0.5 && r.top >= o.top - 0.5 && r.bottom <= o.bottom + 0.5;
  const frames = [...root.querySelectorAll('svg')];
  const lanes = [...root.querySelectorAll('rect.lane')].map((e) => e.getBoundingClientRect());
  const shapes = [...root.querySelectorAll('path:not(.grid), rect')].filter((e) => e.getBoundingClientRect().width > 0);
  const texts = [...root.querySelectorAll('text')].map((e) => e.getBoundingClientRect());
  const latin = (frame) => /^[ -~…–·µ]+$/.test(frame.textContent.replace(/^.*\\n/s, ''));
  const cut = (frame) => {
    const text = frame.querySelector('text');
    return latin(text) && text.getBoundingClientRect().width > frame.width.baseVal.value + 1;
  };
  return {
    title: document.title,
    active: document.querySelectorAll('script, a, image, img, foreignObject, use, link, iframe').length,
    labels: frames.map((e) => e.querySelector('text').textContent),
    lanes: lanes.length,
    told: root.querySelectorAll('.tell > title').length,
    outside: [...shapes.map((e) => e.getBoundingClientRect()), ...lanes].filter((r) => !inside(r, bounds)).length,
    wide: frames.filter(cut).length,
    overlapping: lanes.filter((a, i) => lanes.some((b, j) => j > i && a.bottom > b.top && b.bottom > a.top)).length,
  };
})()`;

/** What a person would see of a page, and what it tried. */
async function seen(html: string): Promise<Look & { readonly tried: readonly string[] }> {
  const path = join(dir, 'page.html');
  writeFileSync(path, html);
  tried.length = 0;
  await page.goto(pathToFileURL(path).href);
  return { ...((await page.evaluate(LOOK)) as Look), tried: [...tried] };
}

const CLEAN = { active: 0, outside: 0, wide: 0, overlapping: 0, tried: [] };

describe('in a browser', () => {
  test('a real trace: every lane is labelled and lies where it can be read', async () => {
    const { labels, lanes, told, ...rest } = await seen(timelinePage(real, 'trace.out'));
    expect(rest).toMatchObject(CLEAN);
    expect(rest.title).toBe('trace.out: timeline');
    expect(labels).toEqual(
      expect.arrayContaining([
        'processors running',
        'goroutines runnable',
        'GC marking',
        'world stopped',
        'P0',
        'shop.pack',
      ]),
    );
    expect(lanes).toBe(6 + real.timeline.processors.length + real.timeline.groups.length);
    expect(told).toBeGreaterThan(100);
  });

  test('names are text: nothing acts, nothing is asked for', async () => {
    const summary = hostile();
    expect(summary.timeline.groups.map(({ name }) => name)).toEqual(expect.arrayContaining(NAMES));
    const look = await seen(timelinePage(summary, NAMES.join(' ')));
    expect(look).toMatchObject(CLEAN);
    expect(look.title).toContain('</title><script>');
  });

  test('as much as there can be stays below 2 MB', async () => {
    const html = timelinePage(crowded(), 'crowded');
    expect(Buffer.byteLength(html)).toBeLessThan(2e6);
    expect(await seen(html)).toMatchObject({ ...CLEAN, lanes: 6 + 2 * MAX_LANES });
  });

  test('a trace in which no time passes says so', async () => {
    const timeline = { ...real.timeline, steps: 0, processors: [], groups: [] };
    const { labels, lanes } = await seen(timelinePage({ ...real, duration: 0, timeline }, 'empty'));
    expect(lanes).toBe(0);
    expect(labels).toContain('No time passes in this trace: there is nothing to draw.');
  });

  test('what must not be would be seen', async () => {
    const bad = `<!doctype html><title>t</title><script>console.log('acted')</script><svg class="picture" width="200" height="40">
      <rect class="lane" y="0" width="90" height="20"/><rect class="lane" y="10" width="90" height="10"/>
      <svg width="10" height="10"><text>wider than its frame</text></svg><path d="M190 0h50v10z"/></svg>`;
    expect(await seen(bad)).toMatchObject({ active: 1, overlapping: 1, wide: 1, outside: 1, tried: ['acted'] });
  });
});

describe('inspect', () => {
  const trace = () => join(dir, 'trace.out');

  test('--export timeline writes the page; the same trace gives the same bytes', async () => {
    const { status, out } = await call('inspect', '--export', 'timeline', trace());
    expect(status).toBe(0);
    expect(out).toBe(timelinePage(real, 'trace.out'));
  });

  test('--json has its numbers', async () => {
    const { out } = await call('inspect', '--json', trace());
    const { timeline } = JSON.parse(out).files[0];
    expect(timeline.steps).toBe(real.timeline.steps);
    expect(timeline.groups.map(({ name }: { name: string }) => name)).toEqual(
      real.timeline.groups.map(({ name }) => name),
    );
    expect(timeline.heap).toEqual(real.timeline.heap);
    expect(timeline.step).toBeCloseTo(real.timeline.step / 1e9, 12);
    expect(out.split('\n').find((line) => line.includes('"marking"'))?.length).toBeGreaterThan(1000);
  });

  test('what is no trace, and options of profiles, are refused', async () => {
    const none = await call('inspect', '--export', 'timeline', join(dir, 'shop_test.go'));
    expect([none.status, none.err]).toEqual([2, expect.stringContaining('--export timeline needs an execution trace')]);
    const cum = await call('inspect', '--export', 'timeline', '--cum', trace());
    expect([cum.status, cum.err]).toEqual([2, expect.stringContaining('--cum is for profiles')]);
    const two = await call('inspect', '--export', 'timeline', trace(), trace());
    expect([two.status, two.err]).toEqual([2, expect.stringContaining('--export takes one trace, not 2')]);
  });
});
