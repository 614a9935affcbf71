// Allocates under as many different stacks as its first argument says, and writes the allocs profile to its second: a large
// profile of the runtime's own making.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
)

var sink []byte

//go:noinline
func even(bits uint64, depth int) {
	step(bits>>1, depth-1)
}

//go:noinline
func odd(bits uint64, depth int) {
	step(bits>>1, depth-1)
}

// step is inlined into both: the stacks have inlined frames.
func step(bits uint64, depth int) {
	if depth <= 0 {
		sink = make([]byte, 16+bits%512)
		return
	}
	if bits&1 == 0 {
		even(bits, depth)
	} else {
		odd(bits, depth)
	}
}

func main() {
	runtime.MemProfileRate = 1
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	for i := range n {
		// The last bits say which stack it is, the rest lengthens it.
		step(uint64(i)*0x9e3779b97f4a7c15, 40)
	}
	runtime.GC()
	runtime.GC()
	out, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("allocs").WriteTo(out, 0); err != nil {
		panic(err)
	}
	if err := out.Close(); err != nil {
		panic(err)
	}
}
