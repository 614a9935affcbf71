// Package goperfgateleaks looks at the heap and the goroutines of a test binary at the end of each run of a benchmark.
// go-perf-gate adds it with `go test -c -overlay`, beside a testing package that calls it there; it does nothing unless
// GO_PERF_GATE_LEAKS names a folder. Standard library only, toolchain of Go 1.19 or later, language of Go 1.12.
package goperfgateleaks

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"strconv"
	"testing"
	"time"
)

const (
	liveMetric = "/gc/heap/live:bytes"
	// Of the goroutines' dump, bytes: the creating calls are wanted, not each goroutine.
	mostDump = 8 << 20
)

var (
	dir string
	// A run with fewer iterations is the testing package's attempt with one.
	asked    int
	steps    int
	deadline time.Time
	started  time.Time
	out      *os.File
	taken    int
	// A process that holds so many bytes or goroutines more than at its first step has no more steps.
	mostBytes      int
	mostGoroutines int
	firstBytes     uint64
	firstCount     int
	full           bool
	ended          bool
	live           = []metrics.Sample{{Name: liveMetric}}
)

func init() {
	dir = take("GO_PERF_GATE_LEAKS")
	asked = number("GO_PERF_GATE_LEAKS_ITERATIONS", 1)
	steps = number("GO_PERF_GATE_LEAKS_STEPS", 1)
	seconds := number("GO_PERF_GATE_LEAKS_SECONDS", 60)
	mostBytes = number("GO_PERF_GATE_LEAKS_BYTES", 1<<30)
	mostGoroutines = number("GO_PERF_GATE_LEAKS_GOROUTINES", 100000)
	if dir == "" {
		return
	}
	// Every allocation, so that a site that holds one object more is told.
	runtime.MemProfileRate = 1
	if steps < 1 {
		// A process that only shows how long the benchmarks take when every allocation is recorded.
		return
	}
	file, err := os.OpenFile(filepath.Join(dir, "steps.jsonl"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0600)
	if os.IsExist(err) {
		// Our parent's.
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-perf-gate: nothing can be said of leaks:", err)
		return
	}
	out = file
	started = time.Now()
	deadline = started.Add(time.Duration(seconds) * time.Second)
	testing.GoPerfGateStep = step
	testing.GoPerfGateDone = end
}

// end tells whether no more steps are wanted, and leaves behind what is left but once: time may run out between the last
// step and the run that would have been the next.
func end() bool {
	if !done() {
		return false
	}
	if !ended && taken > 0 {
		ended = true
		writeDump(filepath.Join(dir, "goroutines.txt"))
		writeProfile("heap", filepath.Join(dir, "heap-last.pb.gz"))
		writeProfile("goroutineleak", filepath.Join(dir, "goroutineleak"))
	}
	return true
}

func done() bool { return full || taken >= steps || time.Now().After(deadline) }

// take reads a variable of ours and removes it: the program and its children must not see it.
func take(name string) string {
	value := os.Getenv(name)
	os.Unsetenv(name)
	return value
}

func number(name string, otherwise int) int {
	n, err := strconv.Atoi(take(name))
	if err != nil {
		return otherwise
	}
	return n
}

// step is called when a run has ended, after its cleanups: what it held by itself is garbage now.
func step(n int) {
	if n < asked || full || taken >= steps {
		return
	}
	worked := time.Since(started)
	settle()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	metrics.Read(live)
	marked := m.HeapAlloc
	if live[0].Value.Kind() == metrics.KindUint64 {
		marked = live[0].Value.Uint64()
	}
	goroutines := runtime.NumGoroutine()
	name := fmt.Sprintf("%04d", taken)
	writeHeap(filepath.Join(dir, "sites-"+name))
	writeProfile("goroutine", filepath.Join(dir, "goroutine-"+name))
	if taken == 0 {
		firstBytes, firstCount = m.HeapAlloc, goroutines
	}
	full = m.HeapAlloc > firstBytes+uint64(mostBytes) || goroutines > firstCount+mostGoroutines
	taken++
	if taken == 1+warmUp() {
		writeProfile("heap", filepath.Join(dir, "heap-first.pb.gz"))
	}
	end()
	// The line comes last: a step that has it is whole.
	fmt.Fprintf(out, `{"step":%d,"worked":%d,"at":%d,"n":%d,"live":%d,"heapAlloc":%d,"heapObjects":%d,`+
		`"mallocs":%d,"frees":%d,"stackInuse":%d,"goroutines":%d,"numGC":%d}`+"\n",
		taken-1, worked, time.Since(started), n, marked, m.HeapAlloc, m.HeapObjects,
		m.Mallocs, m.Frees, m.StackInuse, goroutines, m.NumGC)
}

// settle lets goroutines come to their end, and collects until nothing more is given back: what a finalizer or a
// sync.Pool holds outlives one collection, and what those hold another.
func settle() {
	before, same := runtime.NumGoroutine(), 0
	for i := 0; i < 50 && same < 5; i++ {
		time.Sleep(time.Millisecond)
		now := runtime.NumGoroutine()
		if now == before {
			same++
		} else {
			before, same = now, 0
		}
	}
	var m runtime.MemStats
	least := ^uint64(0)
	for i := 0; i < 8; i++ {
		runtime.GC()
		// For the finalizers.
		time.Sleep(time.Millisecond)
		runtime.ReadMemStats(&m)
		if i >= 2 && m.HeapObjects >= least {
			return
		}
		if m.HeapObjects < least {
			least = m.HeapObjects
		}
	}
}

// warmUp is as many steps as are not looked at.
func warmUp() int {
	if steps/8 > 2 {
		return steps / 8
	}
	return 2
}

// writeHeap writes what is in use by the stack that allocated it, a line each: bytes, objects, then each frame as
// function, file and line, innermost first. Unlike a profile it has the runtime's own frames in front, which tell what the
// program allocates from what the runtime does for itself.
func writeHeap(path string) {
	n, _ := runtime.MemProfile(nil, false)
	var records []runtime.MemProfileRecord
	for ok := false; !ok; {
		records = make([]runtime.MemProfileRecord, n+50)
		n, ok = runtime.MemProfile(records, false)
	}
	file, err := os.Create(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-perf-gate: no heap profile:", err)
		return
	}
	w := bufio.NewWriter(file)
	for i := range records[:n] {
		r := &records[i]
		fmt.Fprintf(w, "%d\t%d", r.InUseBytes(), r.InUseObjects())
		for frames, more := runtime.CallersFrames(r.Stack()), true; more; {
			var frame runtime.Frame
			frame, more = frames.Next()
			fmt.Fprintf(w, "\t%s\t%s\t%d", frame.Function, frame.File, frame.Line)
		}
		w.WriteByte('\n')
	}
	w.Flush()
	file.Close()
}

func writeProfile(kind, path string) {
	profile := pprof.Lookup(kind)
	if profile == nil {
		return
	}
	file, err := os.Create(path)
	if err == nil {
		err = profile.WriteTo(file, 0)
		file.Close()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "go-perf-gate: no profile %s: %v\n", kind, err)
	}
}

func writeDump(path string) {
	for size := 64 << 10; ; size *= 2 {
		text := make([]byte, size)
		n := runtime.Stack(text, true)
		if n < size || size >= mostDump {
			os.WriteFile(path, text[:n], 0600)
			return
		}
	}
}
