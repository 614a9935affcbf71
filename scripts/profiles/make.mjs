// Real profiles of many kinds, made by running Go: benchmarks of the standard library, a program with every profile of
// runtime/pprof, merged and subtracted ones.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const KINDS = ['cpu', 'mem', 'block', 'mutex'];
/** The standard library is the input: a module file around here must not change what its packages are. */
const go = (args, options = {}) =>
  execFileSync('go', args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28, ...options });

export function rawOf(path) {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** Profiles of all kinds of one package's benchmarks. @returns paths by kind */
export function benchmarkProfiles(work, pkg, { bench = '.', benchtime = '20ms', toolchain = '', flags = [] } = {}) {
  const dir = join(work, `${toolchain}${pkg.replaceAll('/', '-')}`);
  mkdirSync(dir, { recursive: true });
  const paths = Object.fromEntries(KINDS.map((kind) => [kind, join(dir, `${kind}.pb.gz`)]));
  const profiles = KINDS.map((kind) => `-${kind}profile=${paths[kind]}`);
  const env = { ...process.env, ...(toolchain && { GOTOOLCHAIN: toolchain }) };
  go(
    [
      'test',
      '-vet=off',
      '-run=^$',
      `-bench=${bench}`,
      `-benchtime=${benchtime}`,
      '-o',
      join(dir, 'test.bin'),
      ...profiles,
      ...flags,
      pkg,
    ],
    { cwd: work, env },
  );
  return paths;
}

const PROGRAM = `package main

import (
	"context"
	"os"
	"path"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"
)

var mu sync.Mutex
var kept [][]byte
var custom = pprof.NewProfile("example.com/custom")

func work(n int) (sum int) {
	mu.Lock()
	for i := range n {
		sum += i * i % 7
	}
	kept = append(kept, make([]byte, n%4096+1))
	mu.Unlock()
	return sum
}

func main() {
	runtime.MemProfileRate = 1
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(3)
	cpu, _ := os.Create(os.Args[1] + "/cpu.pb.gz")
	pprof.StartCPUProfile(cpu)
	var wg sync.WaitGroup
	stop := make(chan bool)
	for g := range 8 {
		custom.Add(new(int), 0)
		wg.Add(1)
		go pprof.Do(context.Background(), pprof.Labels("worker", strconv.Itoa(g), "größe", "∞\\tx"), func(context.Context) {
			for i := range 400 {
				work(i * 500)
			}
			wg.Done()
			<-stop
		})
	}
	wg.Wait()
	time.Sleep(time.Millisecond)
	pprof.StopCPUProfile()
	cpu.Close()
	for _, p := range pprof.Profiles() {
		for debug := range 2 {
			f, _ := os.Create(os.Args[1] + "/" + path.Base(p.Name()) + "." + strconv.Itoa(debug))
			p.WriteTo(f, debug)
			f.Close()
		}
	}
}
`;

/** Every profile of runtime/pprof. @returns paths by kind, and those of the same profiles as text */
export function programProfiles(work, toolchain = '') {
  const dir = join(work, `program${toolchain}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'go.mod'), 'module example.com/program\n\ngo 1.22\n');
  writeFileSync(join(dir, 'main.go'), PROGRAM);
  go(['run', '.', dir], { cwd: dir, env: { ...process.env, ...(toolchain && { GOTOOLCHAIN: toolchain }) } });
  const written = (debug, name) => join(dir, `${basename(name)}.${debug}`);
  const names = ['goroutine', 'heap', 'allocs', 'threadcreate', 'block', 'mutex', 'example.com/custom'];
  return {
    binary: { cpu: join(dir, 'cpu.pb.gz'), ...Object.fromEntries(names.map((name) => [name, written(0, name)])) },
    text: Object.fromEntries(names.map((name) => [name, written(1, name)])),
  };
}

/** What `go tool pprof -proto` makes of profiles: merged ones, or with -diff_base negative values and labels. */
export function pprofProto(out, args) {
  go(['tool', 'pprof', '-symbolize=none', '-proto', `-output=${out}`, ...args]);
  return out;
}
