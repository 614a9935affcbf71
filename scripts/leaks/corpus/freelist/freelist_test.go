// Package freelist: a free list of its own that keeps as many as were ever in use at once
//
// want: no leak
package freelist

import (
	"math/rand"
	"testing"
)

type buffer struct {
	next *buffer
	data [1000]byte
}

var (
	free *buffer
	rng  = rand.New(rand.NewSource(2))
)

func get() *buffer {
	if b := free; b != nil {
		free = b.next
		return b
	}
	return &buffer{}
}

func serve(n int) {
	held := make([]*buffer, n)
	for i := range held {
		held[i] = get()
	}
	for _, b := range held {
		b.next, free = free, b
	}
}

func BenchmarkServe(b *testing.B) {
	for i := 0; i < b.N; i++ {
		serve(int(rng.ExpFloat64() * 20))
	}
}
