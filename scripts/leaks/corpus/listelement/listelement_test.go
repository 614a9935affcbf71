// Package listelement: container/list allocates, the program keeps
//
// want: leak
package listelement

import (
	"container/list"
	"testing"
)

var (
	queue = list.New()
	sink  []byte
)

func enqueue(i int) {
	queue.PushBack(i) // LEAK
}

func BenchmarkEnqueue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%1000 == 0 {
			enqueue(i)
		}
	}
}
