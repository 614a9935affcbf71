// Package corpus is what scripts/record-corpus.mjs records: benchmarks of different kinds whose work two variables of
// the environment change by a known amount, so that both sides run the same binary and no difference of layout is
// mistaken for the change.
package corpus

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

var (
	// factor multiplies the inner work of the affected benchmarks (CORPUS_FACTOR, 1 when unset).
	factor = fromEnv("CORPUS_FACTOR", 1)
	// extraAllocs is how many allocations more an operation of Alloc and JSON makes (CORPUS_ALLOCS, 0 when unset).
	extraAllocs = int(fromEnv("CORPUS_ALLOCS", 0))
)

func fromEnv(name string, unset float64) float64 {
	text := os.Getenv(name)
	if text == "" {
		return unset
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s=%s is no number\n", name, text)
		os.Exit(2)
	}
	return value
}

// units is the inner work of an affected benchmark: n units, times the factor.
func units(n int) int { return int(math.Round(float64(n) * factor)) }

// Sinks keep results alive.
var (
	sinkInt   int
	sinkUint  uint64
	sinkBytes []byte
)

// generator is xorshift64 (G. Marsaglia, Xorshift RNGs, 2003): the same data in every process.
type generator uint64

func (g *generator) next() uint64 {
	x := uint64(*g)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*g = generator(x)
	return x
}

func (g *generator) below(n int) int { return int(g.next() % uint64(n)) }
