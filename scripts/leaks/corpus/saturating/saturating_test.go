// Package saturating: random keys out of many: what is missing becomes ever rarer
//
// want: no leak
package saturating

import (
	"math/rand"
	"testing"
)

var (
	known = map[uint32]*[96]byte{}
	rng   = rand.New(rand.NewSource(3))
	sink  []byte
)

func lookup() *[96]byte {
	key := rng.Uint32() % 20000
	value := known[key]
	if value == nil {
		value = new([96]byte)
		known[key] = value
	}
	return value
}

func BenchmarkLookup(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%10 == 0 {
			lookup()
		}
	}
}
