package pool

import (
	"hash/crc32"
	"sync/atomic"
	"testing"
)

// BenchmarkAdd adds 256 items, which is one batch.
func BenchmarkAdd(b *testing.B) {
	batcher := NewBatcher(1, 256, func([]int) {})
	defer batcher.Close()
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j := 0; j < 256; j++ {
			if err := batcher.Add(j); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkFlush sends four batches of 16 blocks through two workers, which
// checksum them.
func BenchmarkFlush(b *testing.B) {
	block := make([]byte, 4<<10)
	table := crc32.MakeTable(crc32.IEEE)
	var items, flushes atomic.Int64
	batcher := NewBatcher(2, 16, func(batch [][]byte) {
		sum := uint32(0)
		for _, p := range batch {
			sum = crc32.Update(sum, table, p)
		}
		items.Add(int64(len(batch)))
		flushes.Add(1)
	})
	b.SetBytes(int64(64 * len(block)))
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j := 0; j < 64; j++ {
			if err := batcher.Add(block); err != nil {
				b.Fatal(err)
			}
		}
	}
	batcher.Close()
	b.ReportMetric(float64(items.Load())/float64(flushes.Load()), "items/flush")
}
