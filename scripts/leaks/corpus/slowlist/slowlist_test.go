// Package slowlist: a list that grows by a node of 64 bytes in 10,000 iterations: about a KiB in a step
//
// want: leak
package slowlist

import "testing"

type node struct {
	next *node
	text [56]byte
}

var (
	head *node
	sink []byte
)

func remember() {
	head = &node{next: head} // LEAK
}

func BenchmarkWork(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 128)
		if i%10000 == 0 {
			remember()
		}
	}
}
