// Package latecache: a cache that fills up to a bound, late
//
// want: no leak
package latecache

import "testing"

var (
	cache = map[int][]byte{}
	next  int
	sink  []byte
)

func get(i int) []byte {
	if value, ok := cache[i%100000]; ok {
		return value
	}
	value := make([]byte, 100)
	cache[i%100000] = value
	return value
}

func BenchmarkGet(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%10 == 0 {
			next++
			get(next)
		}
	}
}
