// Package pool: a sync.Pool that is filled ever deeper, and given back by the collector
//
// want: no leak
package pool

import (
	"sync"
	"testing"
)

var (
	buffers = sync.Pool{New: func() any { return new([8192]byte) }}
	depth   int
)

func burst(n int) {
	var held []any
	for i := 0; i < n; i++ {
		held = append(held, buffers.Get())
	}
	for _, b := range held {
		buffers.Put(b)
	}
}

func BenchmarkBurst(b *testing.B) {
	for i := 0; i < b.N; i++ {
		if i%100 == 0 {
			depth++
		}
		burst(depth % 200)
	}
}
