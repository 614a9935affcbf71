package store

import (
	"math/rand"
	"sync"
	"testing"

	"example.com/eventlog/codec"
)

// payload returns size bytes, always the same.
func payload(size int) []byte {
	p := make([]byte, size)
	rand.New(rand.NewSource(1)).Read(p)
	return p
}

// filled returns a store of n records and their sequence numbers 0 to n-1.
func filled(b *testing.B, n, size, cacheSize int) *Store {
	s := New(Options{SegmentSize: 2 * n * (size + 256), Records: n, CacheSize: cacheSize})
	w := s.NewWriter()
	p := payload(size)
	for i := 0; i < n; i++ {
		r := codec.Record{Time: int64(i) * 1000, Source: "billing", Kind: "order.created", Payload: p}
		if _, err := w.Append("", &r); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkAppend has two goroutines append records of 8 KiB to one store.
func BenchmarkAppend(b *testing.B) {
	const writers = 2
	p := payload(8 << 10)
	s := New(Options{SegmentSize: 256 << 10, Records: 64, CacheSize: 1})
	var ready, start, done sync.WaitGroup
	start.Add(1)
	for g := 0; g < writers; g++ {
		n := b.N / writers
		if g < b.N%writers {
			n++
		}
		w := s.NewWriter()
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			r := codec.Record{Time: 1712345678901234567, Source: "billing", Kind: "order.created", Payload: p}
			write := func(n int) {
				for i := 0; i < n; i++ {
					if _, err := w.Append("", &r); err != nil {
						b.Error(err)
						return
					}
				}
			}
			write(64) // the runtime's threads and wait queues are there now
			ready.Done()
			start.Wait()
			write(n)
		}()
	}
	ready.Wait()
	b.ResetTimer()
	start.Done()
	done.Wait()
}

// BenchmarkLine reads 64 lines of 1 KiB, all of which are in the cache.
func BenchmarkLine(b *testing.B) {
	const n = 64
	s := filled(b, n, 1<<10, n)
	for seq := uint64(0); seq < n; seq++ {
		s.Line(seq)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for seq := uint64(0); seq < n; seq++ {
			if _, ok := s.Line(seq); !ok {
				b.Fatalf("line %d is not there", seq)
			}
		}
	}
}

// BenchmarkAppendLine copies 64 lines of 4 KiB out of the segment.
func BenchmarkAppendLine(b *testing.B) {
	const n = 64
	s := filled(b, n, 4<<10, 1)
	buf := make([]byte, 0, 8<<10)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for seq := uint64(0); seq < n; seq++ {
			var ok bool
			if buf, ok = s.AppendLine(buf[:0], seq); !ok {
				b.Fatalf("line %d is not there", seq)
			}
		}
	}
}

// BenchmarkChecksum sums a segment of 64 lines.
func BenchmarkChecksum(b *testing.B) {
	s := filled(b, 64, 512, 1)
	b.SetBytes(int64(len(s.segment)))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		s.Checksum()
	}
}
