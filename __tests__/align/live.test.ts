import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { alignGcTrace } from '../../src/align/gctrace.ts';
import { alignMemStats, type MemStatsSample } from '../../src/align/mem-stats.ts';
import { bytesSource } from '../../src/model/byte-source.ts';
import type { GcCycle } from '../../src/model/gctrace.ts';
import type { TraceSummary } from '../../src/model/trace.ts';
import { readGcTrace } from '../../src/sources/gctrace/index.ts';
import { readTrace } from '../../src/sources/trace/read.ts';

/** Collects twice, then traces itself over some thirty cycles at odd times, and says after each ten what MemStats say. */
const PROGRAM = `package main

import (
	"encoding/json"
	"os"
	"runtime"
	"runtime/trace"
	"time"
)

type sample struct {
	NumGC  uint32 \`json:"numGC"\`
	LastGC uint64 \`json:"lastGC,string"\`
}

var sink [][]byte

func main() {
	runtime.GC()
	runtime.GC()
	file, _ := os.Create(os.Args[1])
	trace.Start(file)
	samples := []sample{}
	for i := 0; i < 30; i++ {
		sink = nil
		for j := 0; j < 100; j++ {
			sink = append(sink, make([]byte, 64<<10))
		}
		time.Sleep(time.Duration(1+i*i%17) * time.Millisecond)
		if i%4 == 0 {
			runtime.GC()
		}
		if i%10 == 9 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			samples = append(samples, sample{m.NumGC, m.LastGC})
		}
	}
	trace.Stop()
	file.Close()
	runtime.GC()
	json.NewEncoder(os.Stdout).Encode(samples)
}
`;

let folder = '';
let trace: TraceSummary;
let cycles: readonly GcCycle[];
let samples: readonly MemStatsSample[];

function run(): void {
  const env = { ...process.env, GODEBUG: 'gctrace=1' };
  const { stdout, stderr } = spawnSync(join(folder, 'program'), [join(folder, 'trace.out')], { env });
  cycles = readGcTrace(stderr.toString(), 'stderr').trace.processes[0]?.cycles ?? [];
  samples = JSON.parse(stdout.toString());
  trace = readTrace(bytesSource(readFileSync(join(folder, 'trace.out'))), 'trace.out').summary as TraceSummary;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'align-'));
  writeFileSync(join(folder, 'main.go'), PROGRAM);
  execFileSync('go', ['build', '-o', 'program', 'main.go'], { cwd: folder });
  run();
  // On a busy machine a thread may lose its processor between the event and the reading of the clock for gctrace.
  for (let more = 0; more < 4 && 'problem' in alignGcTrace(trace.gc.cycles, cycles); more++) run();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the cycles of a real trace are those of gctrace: the two before it and what is behind it left out', () => {
  const aligned = alignGcTrace(trace.gc.cycles, cycles);
  expect(aligned).toMatchObject({ firstNumber: 3, matched: trace.gc.cycles.length });
  // One more where a cycle was under way when the trace ended, one fewer where the program ended before the last line.
  expect([2, 3, 4]).toContain(cycles.length - trace.gc.cycles.length);
  expect('residual' in aligned && aligned.residual).toBeLessThan(1e6);
});

test('MemStats of the same process are among them, by the wall clock where the trace has one', () => {
  const aligned = alignMemStats(trace, samples, 3);
  expect(aligned).toMatchObject({ firstNumber: 3, matched: 3 });
  if (trace.clock.snapshots.length > 0) expect(alignMemStats(trace, samples)).toEqual(aligned);
});
