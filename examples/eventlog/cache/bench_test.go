package cache

import "testing"

// BenchmarkGet gets 64 keys that are there.
func BenchmarkGet(b *testing.B) {
	c := New[uint64, int](256)
	for k := uint64(0); k < 256; k++ {
		c.Put(k, int(k))
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for k := uint64(0); k < 64; k++ {
			if _, ok := c.Get(k * 37 % 256); !ok {
				b.Fatal("missing")
			}
		}
	}
}

// BenchmarkPut puts 64 new keys, each of which drops the oldest.
func BenchmarkPut(b *testing.B) {
	c := New[uint64, int](256)
	key := uint64(0)
	for ; key < 512; key++ {
		c.Put(key, 0)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j := 0; j < 64; j++ {
			c.Put(key, j)
			key++
		}
	}
}
