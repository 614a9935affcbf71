// Package blockedsend: the caller gives up, and the goroutine sends to nobody
//
// want: leak
package blockedsend

import "testing"

var sink []byte

func fetch() int {
	result := make(chan int)
	go func() { result <- 1 }() // CREATED
	select {
	case n := <-result:
		return n
	default:
		return 0
	}
}

func BenchmarkFetch(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 4096)
		if i%2000 == 0 {
			fetch()
		}
	}
}
