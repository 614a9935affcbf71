// Package pool collects items into batches and hands the batches to a fixed
// number of workers.
package pool

import (
	"errors"
	"sync"
)

// ErrClosed is returned by Add after Close.
var ErrClosed = errors.New("pool: closed")

// Batcher collects items and flushes them, a batch at a time, from its
// workers. It is safe for concurrent use.
type Batcher[T any] struct {
	flush func([]T)
	full  chan []T
	free  chan []T
	done  sync.WaitGroup

	mu     sync.Mutex
	batch  []T
	closed bool
}

// NewBatcher starts the workers. The function flush gets up to size items at
// a time and must not keep the slice. There are never more than two batches
// for each worker: Add waits when the workers do not keep up.
func NewBatcher[T any](workers, size int, flush func([]T)) *Batcher[T] {
	workers, size = max(workers, 1), max(size, 1)
	b := &Batcher[T]{
		flush: flush,
		full:  make(chan []T, 2*workers),
		free:  make(chan []T, 2*workers),
	}
	for i := 0; i < 2*workers; i++ {
		b.free <- make([]T, 0, size)
	}
	b.batch = <-b.free
	b.done.Add(workers)
	for i := 0; i < workers; i++ {
		go b.work()
	}
	return b
}

// Add puts an item into the present batch.
func (b *Batcher[T]) Add(item T) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return ErrClosed
	}
	b.batch = append(b.batch, item)
	if len(b.batch) == cap(b.batch) {
		b.full <- b.batch
		b.batch = <-b.free
	}
	return nil
}

// Close flushes what is left and waits for the workers.
func (b *Batcher[T]) Close() {
	b.mu.Lock()
	if !b.closed {
		b.closed = true
		if len(b.batch) > 0 {
			b.full <- b.batch
		}
		close(b.full)
	}
	b.mu.Unlock()
	b.done.Wait()
}

func (b *Batcher[T]) work() {
	defer b.done.Done()
	for batch := range b.full {
		b.flush(batch)
		clear(batch)
		b.free <- batch[:0]
	}
}
