import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Launch, ProcessRecord } from '../../src/model/evidence.ts';
import { canRandomiseLayout } from '../../src/model/layout.ts';
import { spent } from '../../src/plan/budget.ts';
import { SILENT } from '../../src/run/options.ts';
import type { Workspace } from '../../src/run/workspace.ts';
import { GO_MOD, inWorkspace, launchOf, put, repository } from './sandbox.ts';

/** A benchmark that tells where its binary is and in which order some functions of the library stand in it. */
const TELLS = `package codec

import (
	"fmt"
	"os"
	"runtime/debug"
	"sort"
	"strings"
	"testing"
	"reflect"
)

var Version = "none"

//go:noinline
func one() int { return 1 }

//go:noinline
func two() int { return 2 }

func BenchmarkWhere(b *testing.B) {
	places := map[string]uintptr{}
	for name, f := range map[string]any{"sort": sort.Ints, "upper": strings.ToUpper, "one": one, "two": two,
		"print": fmt.Println, "open": os.Open, "stack": debug.Stack, "main": testing.Main, "title": strings.Title} {
		places[name] = reflect.ValueOf(f).Pointer()
	}
	names := make([]string, 0)
	for name := range places {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool { return places[names[i]] < places[names[j]] })
	fmt.Println("binary:", os.Args[0])
	fmt.Println("order:", strings.Join(names, " "))
	fmt.Println("version:", Version)
	fmt.Println("sum:", one()+two()+Size)
	for i := 0; i < b.N; i++ {
	}
}
`;

const PKG = 'example.com/m/codec';

/** Head differs from base in a variable. */
function module(): string {
  const size = (n: number) => `package codec\n\nvar Size = ${n}\n`;
  const dir = repository({ 'go.mod': GO_MOD, 'codec/codec.go': size(3), 'codec/codec_test.go': TELLS });
  put(dir, { 'codec/codec.go': size(4) });
  return dir;
}

const launch = (layout: number | undefined, side: Launch['side'] = 'head') =>
  launchOf({ pkg: PKG, side, ...(layout === undefined ? {} : { phase: 'layout', layout }) });

const said = (what: string, record: ProcessRecord | undefined) =>
  new RegExp(`^${what}: (.*)$`, 'm').exec(record?.stdout ?? '')?.[1] ?? '';

const run = ({ execute }: Workspace, ...launches: Launch[]) => execute(launches, SILENT);

const goVersion = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
const whereLayoutsAre = canRandomiseLayout({ goVersion }) ? describe : describe.skip;

whereLayoutsAre('launches of binaries under other layouts', () => {
  test('seeds give other orders of the functions and equal results, each linked once', async () => {
    await inWorkspace(module(), {}, async (workspace) => {
      expect(canRandomiseLayout(workspace.evidence.environment.head)).toBe(true);
      const records = await run(workspace, launch(undefined), launch(1), launch(2), launch(1), launch(1, 'base'));
      const [first, one, two, again, base] = records;
      expect(records.map((r) => r.ending)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
      expect(records.map((r) => said('sum', r))).toEqual(['7', '7', '7', '7', '6']);
      expect(new Set([first, one, two].map((r) => said('order', r))).size).toBe(3);
      expect(said('order', again)).toBe(said('order', one));
      expect(records.map((r) => r.link !== undefined)).toEqual([false, true, true, false, true]);
      expect(one).toMatchObject({ phase: 'layout', layout: 1, link: expect.any(Number) });
      const places = [one, two, base].map((r) => said('binary', r).length);
      expect(new Set(places).size).toBe(1);
    });
  });

  test('linking is done before anything of the batch runs, and its seconds sum to the elapsed time and count as spent', async () => {
    await inWorkspace(module(), {}, async (workspace) => {
      const started = Date.now() / 1000;
      const records = await run(workspace, launch(5), launch(6, 'base'), launch(7));
      const linked = records.reduce((sum, r) => sum + (r.link ?? 0), 0);
      expect(linked).toBeGreaterThan(0);
      expect(started + linked).toBeLessThanOrEqual((records[0]?.start ?? 0) + 0.05);
      const walls = records.reduce((sum, r) => sum + r.wall, 0);
      expect(spent({ ...workspace.evidence, processes: records })).toBeCloseTo(
        workspace.evidence.cost.build + walls + linked,
        9,
      );
    });
  });

  test('a binary stays for the next batch that asks for it, and no longer', async () => {
    await inWorkspace(module(), {}, async (workspace) => {
      const [one] = await run(workspace, launch(1), launch(2));
      const bin = said('binary', one);
      const [again] = await run(workspace, launch(1));
      expect(again?.link).toBeUndefined();
      expect(said('binary', again)).toBe(bin);
      expect(existsSync(bin)).toBe(true);
      await run(workspace, launch(undefined));
      expect(existsSync(bin)).toBe(false);
      const [relinked] = await run(workspace, launch(1));
      expect(relinked).toMatchObject({ ending: 'ok', link: expect.any(Number) });
      expect(said('order', relinked)).toBe(said('order', one));
    });
  });

  test('the flags of the user are kept', async () => {
    const buildFlags = ['-ldflags=-s -w -X=example.com/m/codec.Version=v9 -randlayout=3'];
    await inWorkspace(module(), { buildFlags }, async (workspace) => {
      const [first, one, own] = await run(workspace, launch(undefined), launch(1), launch(3));
      expect([first, one, own].map((r) => said('version', r))).toEqual(['v9', 'v9', 'v9']);
      expect(said('order', own)).toBe(said('order', first));
      expect(said('order', one)).not.toBe(said('order', first));
      const symbols = (record: ProcessRecord | undefined) => {
        try {
          return execFileSync('go', ['tool', 'nm', said('binary', record)], { encoding: 'utf8', stdio: 'pipe' });
        } catch (error) {
          return String((error as { stderr: string }).stderr);
        }
      };
      expect(symbols(one)).toMatch(/no symbol/);
    });
  });

  test('a binary that cannot be linked is not started, with the linker’s words', async () => {
    await inWorkspace(module(), {}, async (workspace) => {
      const [bad, good] = await run(workspace, launch(1.5), launch(1));
      expect(bad).toMatchObject({
        ending: 'not-started',
        exit: -1,
        wall: 0,
        layout: 1.5,
        link: expect.any(Number),
        stderr: expect.stringMatching(/^cannot be linked with -randlayout=1\.5: .*\n[\s\S]*invalid value "1\.5"/),
      });
      expect(good?.ending).toBe('ok');
    });
  });

  test('what the budget leaves no time to link is not started', async () => {
    await inWorkspace(module(), { budget: 60 }, async (workspace) => {
      const now = performance.now;
      const [before] = await run(workspace, launch(1));
      expect(before?.ending).toBe('ok');
      performance.now = () => now.call(performance) + 61_000;
      try {
        const [late] = await run(workspace, launch(2));
        expect(late).toMatchObject({ ending: 'not-started', stderr: expect.stringMatching(/budget was spent/) });
      } finally {
        performance.now = now;
      }
    });
  });

  test('sources that were changed meanwhile are not linked in place of those that were measured', async () => {
    const dir = module();
    await inWorkspace(dir, {}, async (workspace) => {
      put(dir, { 'codec/codec.go': 'package codec\n\nvar Size = 5\n' });
      const [head, base] = await run(workspace, launch(1), launch(1, 'base'));
      expect(head).toMatchObject({
        ending: 'not-started',
        stderr: 'codec/codec.go was changed since the benchmarks were built',
      });
      expect(base?.ending).toBe('ok');
    });
  });

  test('a package that was not built has no layouts', async () => {
    await inWorkspace(module(), {}, async (workspace) => {
      const [none] = await run(workspace, launchOf({ pkg: 'example.com/m/none', layout: 1 }));
      expect(none).toMatchObject({ ending: 'not-started', stderr: 'there is no test binary for it' });
      expect(none?.link).toBeUndefined();
    });
  });

  test('a package that needs its paths keeps them', async () => {
    const reads = `package paths

import (
	"os"
	"runtime"
	"testing"
)

func BenchmarkX(b *testing.B) {
	_, file, _, _ := runtime.Caller(0)
	if _, err := os.Stat(file); err != nil {
		b.Fatal(err)
	}
}
`;
    const dir = repository({ 'go.mod': GO_MOD, 'paths/x_test.go': reads });
    put(dir, { 'paths/x_test.go': `${reads}// more\n` });
    await inWorkspace(dir, {}, async (workspace) => {
      const both = (['base', 'head'] as const).map((side) =>
        launchOf({ pkg: 'example.com/m/paths', side, phase: 'layout', layout: 8 }),
      );
      expect((await run(workspace, ...both)).map((r) => r.ending)).toEqual(['ok', 'ok']);
    });
  });
});
