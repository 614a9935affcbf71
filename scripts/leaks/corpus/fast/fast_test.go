// Package fast: every iteration keeps a kilobyte
//
// want: leak
package fast

import "testing"

var kept [][]byte

func handle() {
	kept = append(kept, make([]byte, 1024)) // LEAK
	if len(kept) == 1<<21 {
		kept = nil
	}
}

func BenchmarkWork(b *testing.B) {
	for i := 0; i < b.N; i++ {
		for j := 0; j < 100; j++ {
			work(j)
		}
		handle()
	}
}

var sink any

func work(j int) { sink = make([]int, j) }
