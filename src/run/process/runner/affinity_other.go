//go:build !linux

package main

// startOn starts a child; only Linux can be told on which CPUs.
func startOn(cpus []int, start func() error) (note string, err error) {
	if len(cpus) > 0 {
		note = "the CPU affinity is ignored: it can be set on Linux only"
	}
	return note, start()
}
