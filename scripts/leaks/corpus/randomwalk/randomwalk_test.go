// Package randomwalk: a working set whose size wanders
//
// want: no leak
package randomwalk

import (
	"math/rand"
	"testing"
	"time"
)

var (
	working [][]byte
	rng     = rand.New(rand.NewSource(time.Now().UnixNano()))
	sink    []byte
)

func step() {
	if rng.Intn(2) == 0 || len(working) == 0 {
		working = append(working, make([]byte, 128))
	} else {
		working[len(working)-1] = nil
		working = working[:len(working)-1]
	}
}

func BenchmarkStep(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%200 == 0 {
			step()
		}
	}
}
