// Package shortlived: goroutines that end by themselves, after the step that began them
//
// want: no leak
package shortlived

import (
	"testing"
	"time"
)

var sink []byte

func later() {
	go func() {
		time.Sleep(30 * time.Millisecond)
	}()
}

func BenchmarkLater(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 4096)
		if i%1000 == 0 {
			later()
		}
	}
}
