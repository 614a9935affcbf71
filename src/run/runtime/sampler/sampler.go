// Package goperfgateruntime samples runtime/metrics of the process it is linked into. go-perf-gate adds it to a test
// binary with `go test -c -overlay`; it does nothing unless GO_PERF_GATE_RUNTIME names a file. Standard library only,
// toolchain of Go 1.19 or later, language of Go 1.12: the user's go.mod decides it. In steady state a sample allocates
// nothing, so that B/op and allocs/op stay what they are.
package goperfgateruntime

import (
	"os"
	"runtime"
	"sync"
	"time"
)

const (
	defaultPeriod = 10 * time.Millisecond
	// A sample may cost one part in maxShare of the time between two.
	maxShare = 100
	// To get there a pause is at most so many times as long as it would be.
	maxStretch = 4
	// After so many samples the period doubles: an hour gives five times as many, not forty times.
	doubleAfter = 8192
)

// One write each, without a buffer: nothing can flush on SIGKILL.
var (
	mu      sync.Mutex
	out     *os.File
	line    = make([]byte, 0, 1<<16)
	started time.Time
	samples int64
	costs   = recent{}
	spent   time.Duration
	ended   bool
	// A line could not be written: the samples end, the program does not.
	broken bool
	memory runtime.MemStats
	// atEnd is what else is written when the process ends, after the samples.
	atEnd []func()
)

// Runs after the init of profiles.go: the go command hands over a package's files by name.
func init() {
	path, period := take("GO_PERF_GATE_RUNTIME"), take("GO_PERF_GATE_RUNTIME_PERIOD")
	if path != "" {
		open(path, period)
	}
	if path != "" || len(atEnd) > 0 {
		atExit(finish)
	}
}

// take reads a variable of ours and removes it: the program and its children must not see it.
func take(name string) string {
	value := os.Getenv(name)
	os.Unsetenv(name)
	return value
}

func open(path, asked string) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0600)
	if os.IsExist(err) {
		// Our parent's: it read its variables before we removed ours.
		return
	}
	if err != nil {
		os.Stderr.WriteString("go-perf-gate: no runtime metrics: " + err.Error() + "\n")
		return
	}
	period, err := time.ParseDuration(asked)
	if err != nil || period < time.Microsecond {
		period = defaultPeriod
	}
	out = file
	discover()
	started = time.Now()
	writeHeader(period)
	runtime.ReadMemStats(&memory)
	writeMemStats("before")
	takeSample()
	start(period)
}

// loop samples until the process ends.
func loop(period time.Duration) {
	for next := period; next > 0; {
		time.Sleep(next)
		next = again(&period)
	}
}

// again takes a sample unless the process is ending; it gives the time to the next one, or 0.
func again(period *time.Duration) time.Duration {
	mu.Lock()
	defer mu.Unlock()
	if ended || broken {
		return 0
	}
	takeSample()
	if samples%doubleAfter == 0 {
		*period *= 2
	}
	return pause(*period)
}

// pause is the time to the next sample: the period, or longer where samples cost more than their share of it. What some took
// that were interrupted is saved again at the next ones, without a long gap.
func pause(period time.Duration) time.Duration {
	next := period
	if needed := costs.median() * maxShare; needed > next {
		next = needed
	}
	debt := spent*maxShare - time.Since(started)
	if debt > maxStretch*next {
		return maxStretch * next
	}
	if debt > next {
		return debt
	}
	return next
}

func takeSample() {
	begin := time.Now()
	writeSample(begin.Sub(started), costs.last)
	cost := time.Since(begin)
	samples++
	spent += cost
	costs.add(cost)
}

// finish writes what the process has come to. Called by whoever calls os.Exit, or when main returns.
func finish() {
	mu.Lock()
	defer mu.Unlock()
	if ended {
		return
	}
	ended = true
	if out != nil && !broken {
		takeSample()
		runtime.ReadMemStats(&memory)
		writeMemStats("after")
		writeEnd()
		out.Close()
	}
	for _, write := range atEnd {
		write()
	}
}

// recent holds what the last samples cost: the median is not misled by one that was interrupted.
type recent struct {
	ring [9]time.Duration
	n    int
	last time.Duration
}

func (r *recent) add(cost time.Duration) {
	r.ring[r.n%len(r.ring)] = cost
	r.n++
	r.last = cost
}

func (r *recent) median() time.Duration {
	sorted := r.ring
	for i := range sorted {
		for j := i; j > 0 && sorted[j-1] > sorted[j]; j-- {
			sorted[j-1], sorted[j] = sorted[j], sorted[j-1]
		}
	}
	return sorted[len(sorted)/2]
}
