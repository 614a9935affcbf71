//go:build go1.20 && !go1.23

package goperfgateruntime

import (
	"time"
	_ "unsafe" // for linkname
)

// What the runtime keeps to itself, named by linkname: the hooks that os.Exit and the
// return of main run, the clock of execution traces, and a name that makes our goroutine one of the runtime's own, which
// runtime.NumGoroutine, goroutine profiles and leak detectors of tests do not count.

//go:linkname addExitHook runtime.addExitHook
func addExitHook(f func(), runOnNonZeroExit bool)

func atExit(f func()) { addExitHook(f, true) }

//go:linkname nanotime runtime.nanotime
func nanotime() int64

var askedPeriod time.Duration

func start(period time.Duration) {
	askedPeriod = period
	go sample()
}

//go:linkname sample runtime.goPerfGateSample
func sample() { loop(askedPeriod) }
