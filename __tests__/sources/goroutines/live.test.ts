import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { groupGoroutines, readGoroutines } from '../../../src/sources/goroutines/index.ts';
import { plainLine, textLines } from '../../../src/wire/lines.ts';
import { seeded } from '../../stats/random.ts';

/** Hangs with goroutines in six states after it has written its own profiles; its own count is on standard output. */
const HANG = `package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

func worker(ch chan int) { <-ch }
func deep(n int, ch chan int) int {
	if n == 0 {
		return <-ch
	}
	return deep(n-1, ch) + 1
}

func main() {
	ch := make(chan int)
	for i := 0; i < 7; i++ {
		go worker(ch)
	}
	var mu sync.Mutex
	mu.Lock()
	for i := 0; i < 3; i++ {
		go func() { mu.Lock() }()
	}
	go deep(300, ch)
	go time.Sleep(time.Hour)
	go func() { runtime.LockOSThread(); select {} }()
	time.Sleep(200 * time.Millisecond)
	for _, debug := range []int{1, 2} {
		w, err := os.Create(fmt.Sprintf("debug%d.txt", debug))
		if err != nil {
			panic(err)
		}
		pprof.Lookup("goroutine").WriteTo(w, debug)
		w.Close()
	}
	fmt.Println(runtime.NumGoroutine())
	<-ch
}
`;

const dir = mkdtempSync(join(tmpdir(), 'gpg-goroutines-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const inDir = (name: string) => join(dir, name);
const dumps: Record<string, string> = {};
let counted = 0;

beforeAll(async () => {
  writeFileSync(inDir('main.go'), HANG);
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', GO111MODULE: 'off' };
  execFileSync('go', ['build', '-o', inDir('hang'), inDir('main.go')], { env, cwd: dir });
  const child = spawn(inDir('hang'), { cwd: dir, env: { ...env, GOTRACEBACK: 'system' } });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    counted = Number(chunk);
    child.kill('SIGQUIT');
  });
  await new Promise((resolve) => child.on('close', resolve));
  dumps.quit = stderr;
  for (const debug of [1, 2]) dumps[`debug${debug}`] = readFileSync(inDir(`debug${debug}.txt`), 'utf8');
});

describe('dumps of a program of the Go at hand', () => {
  test.each(['quit', 'debug1', 'debug2'])('%s: every goroutine is read, by its state and stack', (kind) => {
    const { goroutines, diagnostics } = readGoroutines(dumps[kind] ?? '', 'f');
    expect(diagnostics).toEqual([]);
    const own = groupGoroutines(goroutines).filter((g) => !g.system);
    expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(counted);
    const has = (name: string) => own.find(({ frames }) => frames.some((f) => f.function === name));
    expect(has('main.worker')?.count).toBe(7);
    expect(has('main.main.func1')?.count).toBe(3);
    const deep = has('main.deep');
    expect((deep?.frames.length ?? 0) + (deep?.elided ?? 0)).toBeGreaterThan(100);
    if (kind === 'debug1') return;
    expect(own[0]).toMatchObject({ state: 'chan receive', count: 7, createdBy: { function: 'main.main' } });
    expect(own.filter((g) => g.lockedToThread > 0).map(({ state }) => state)).toEqual(['select (no cases)']);
  });

  test('4,000 damaged dumps are read without an error, and nothing is made up', () => {
    const random = seeded(4);
    const pick = (n: number) => Math.floor(random() * n);
    const texts = Object.values(dumps);
    for (let i = 0; i < 4000; i++) {
      const text = damaged(texts[pick(texts.length)] ?? '', pick);
      const { goroutines, diagnostics } = readGoroutines(text, 'f');
      const lines = text.split('\n').length;
      expect(diagnostics.length).toBeLessThanOrEqual(22);
      for (const { at } of diagnostics) expect(at?.line ?? 1).toBeLessThanOrEqual(lines);
      const frames = groupGoroutines(goroutines).flatMap((group) => group.frames);
      expect(frames.length).toBeLessThanOrEqual(lines);
      const plain = [...textLines(text)].map((line) => plainLine(line.text)).join('\n');
      expect(frames.filter(({ function: name }) => !plain.includes(name))).toEqual([]);
    }
  });
});

/** One to four random changes: a cut, a byte, a line gone, doubled or moved, foreign text, all of it twice. */
function damaged(text: string, pick: (n: number) => number): string {
  let result = text;
  for (let n = 1 + pick(4); n > 0; n--) result = changed(result, pick);
  return result;
}

const FOREIGN = [
  'BenchmarkX-2 \t',
  'goroutine ',
  ']:',
  '\n\n',
  '\t',
  ' @ 0x1',
  '\x1b[31m',
  '(',
  'created by ',
  '\ud800',
];

function changed(text: string, pick: (n: number) => number): string {
  const at = pick(text.length + 1);
  const lines = text.split('\n');
  const line = pick(lines.length);
  switch (pick(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String.fromCharCode(pick(256)) + text.slice(at + 1);
    case 2:
      return lines.toSpliced(line, 1).join('\n');
    case 3:
      return lines.toSpliced(line, 0, lines[pick(lines.length)] ?? '').join('\n');
    case 4:
      return text.slice(0, at) + FOREIGN[pick(FOREIGN.length)] + text.slice(at);
    case 5:
      return text.slice(at, at + 500) + text;
    default:
      return lines.map((l, i) => (i === line ? l.slice(0, pick(l.length + 1)) : l)).join('\n');
  }
}
