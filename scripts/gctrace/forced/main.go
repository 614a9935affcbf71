// Collections that the program asks for, among those it does not.
package main

import (
	"runtime"
	"runtime/debug"

	"example.com/gctrace/report"
)

var sink [][]byte

func main() {
	for i := 0; i < 60; i++ {
		sink = nil
		for j := 0; j < 300; j++ {
			sink = append(sink, make([]byte, 32<<10))
		}
		if i%3 == 0 {
			runtime.GC()
		}
		if i%20 == 0 {
			debug.FreeOSMemory()
		}
	}
	report.Print()
}
