import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll } from '@jest/globals';
import type { Profile } from '../../../src/model/profile.ts';
import { decodeProfile } from '../../../src/wire/pprof/decode.ts';
import { encodeProfile } from '../../../src/wire/pprof/encode.ts';

/** A module with closures, generics, inlining, recursion, labels and contention; its profiles are made by the real Go. */
const MODULE = {
  'go.mod': 'module example.com/shop\n\ngo 1.20\n',
  'cart/cart.go': `package cart

import (
	"context"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
)

type Set[K comparable] struct{ m map[K]int }

func (s *Set[K]) Add(k K) { s.m[k]++ }

func Fib(n int) int {
	if n < 2 {
		return n
	}
	return Fib(n-1) + Fib(n-2)
}

func square(x int) int { return x * x }

func Sum(n int) (t int) {
	for i := 0; i < n; i++ {
		t += square(i)
	}
	return t
}

func Words(n int) string {
	s := Set[string]{map[string]int{}}
	var b strings.Builder
	words := []string{}
	for i := 0; i < n; i++ {
		w := strings.Repeat("w", i%37)
		s.Add(w)
		words = append(words, w)
	}
	sort.Slice(words, func(i, j int) bool { return words[i] < words[j] })
	pprof.Do(context.Background(), pprof.Labels("part", "build"), func(context.Context) {
		for _, w := range words {
			b.WriteString(w)
		}
	})
	return b.String()
}

func Contend(n int) (total int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for g := 0; g < 4; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < n; i++ {
				mu.Lock()
				total += Sum(200)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return total
}
`,
  'cart/cart_test.go': `package cart

import "testing"

func BenchmarkAll(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Fib(22)
		Sum(100000)
		Words(3000)
		Contend(300)
	}
}
`,
};

/** A temporary folder, removed after the test file. */
export const dir = mkdtempSync(join(tmpdir(), 'gpg-exports-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ENV = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };

/** Runs the module's benchmark `iterations` times under all of Go's profilers. @returns where each profile is */
export function realProfiles(iterations: number): Record<'cpu' | 'mem' | 'mutex' | 'block', string> {
  const module = join(dir, 'shop');
  for (const [path, text] of Object.entries(MODULE)) {
    mkdirSync(join(module, path, '..'), { recursive: true });
    writeFileSync(join(module, path), text);
  }
  const path = (kind: string) => join(dir, `${kind}-${iterations}.pb.gz`);
  const paths = { cpu: path('cpu'), mem: path('mem'), mutex: path('mutex'), block: path('block') };
  const flags = Object.entries(paths).map(([kind, file]) => `-${kind}profile=${file}`);
  const args = ['test', '-run=^$', '-bench=.', `-benchtime=${iterations}x`, '-memprofilerate=512', ...flags, './cart'];
  execFileSync('go', args, { cwd: module, env: ENV, stdio: 'pipe' });
  return paths;
}

/** The profile of a file. */
export function read(path: string): Profile {
  const { profile, problems } = decodeProfile(gunzipSync(readFileSync(path)));
  if (!profile || problems.length > 0) throw new Error(`${path}: ${JSON.stringify(problems)}`);
  return profile;
}

/** Writes a profile as a file that `go tool pprof` takes. @returns its path */
export function written(name: string, profile: Profile): string {
  const path = join(dir, name);
  writeFileSync(path, gzipSync(encodeProfile(profile)));
  return path;
}

/** Every row of `go tool pprof -top` of a profile or of the sum of several, without the header lines that name the file. */
export function goTop(paths: string | readonly string[], ...flags: string[]): string {
  const args = [
    'tool',
    'pprof',
    '-symbolize=none',
    ...flags,
    '-top',
    '-nodecount=0',
    '-nodefraction=0',
    ...[paths].flat(),
  ];
  const out = execFileSync('go', args, { env: { ...ENV, PPROF_TMPDIR: dir }, encoding: 'utf8', stdio: 'pipe' });
  return out.slice(out.indexOf('Showing nodes'));
}
