// Package countmap: a map of numbers without a bound: no objects of its own, tables that double
//
// want: leak
package countmap

import "testing"

var (
	counts = map[uint64]uint32{}
	key    uint64
	sink   []byte
)

func count() {
	key += 0x9e3779b97f4a7c15
	counts[key]++ // LEAK
}

func BenchmarkCount(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%100 == 0 {
			count()
		}
	}
}
