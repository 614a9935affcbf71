// Package context: a context that is never cancelled keeps its goroutine
//
// want: leak
package context

import (
	"context"
	"testing"
)

var sink []byte

func watch(ctx context.Context, done chan struct{}) {
	select {
	case <-ctx.Done():
	case <-done:
	}
}

func request() {
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	go watch(ctx, make(chan struct{})) // CREATED
}

func BenchmarkRequest(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 4096)
		if i%5000 == 0 {
			request()
		}
	}
}
