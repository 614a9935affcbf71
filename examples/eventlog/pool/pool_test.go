package pool

import (
	"errors"
	"sync/atomic"
	"testing"
)

func TestBatcher(t *testing.T) {
	var sum, flushes atomic.Int64
	b := NewBatcher(2, 10, func(batch []int) {
		flushes.Add(1)
		for _, v := range batch {
			sum.Add(int64(v))
		}
	})
	for i := 1; i <= 105; i++ {
		if err := b.Add(i); err != nil {
			t.Fatal(err)
		}
	}
	b.Close()
	b.Close() // does no harm
	if sum.Load() != 105*106/2 || flushes.Load() != 11 {
		t.Errorf("sum %d in %d flushes", sum.Load(), flushes.Load())
	}
	if err := b.Add(1); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
