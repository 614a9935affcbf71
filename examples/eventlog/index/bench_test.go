package index

import (
	"fmt"
	"math/rand"
	"testing"
)

// step is the time between two entries of the benchmarks' index.
const step = 1000

func ids(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("evt-%08x", uint32(i)*2654435761)
	}
	return out
}

func filled(names []string) *Index {
	x := New(len(names))
	for i, id := range names {
		if err := x.Add(id, Entry{Time: int64(i) * step, Seq: uint64(i)}); err != nil {
			panic(err)
		}
	}
	return x
}

// BenchmarkAdd fills a kept index with 256 entries.
func BenchmarkAdd(b *testing.B) {
	names := ids(256)
	x := filled(names)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		x.Reset()
		for j, id := range names {
			if err := x.Add(id, Entry{Time: int64(j) * step, Seq: uint64(j)}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkLookup looks up 64 event IDs among 4096.
func BenchmarkLookup(b *testing.B) {
	names := ids(4096)
	x := filled(names)
	rng := rand.New(rand.NewSource(1))
	wanted := make([]string, 64)
	for i := range wanted {
		wanted[i] = names[rng.Intn(len(names))]
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for _, id := range wanted {
			if _, ok := x.Lookup(id); !ok {
				b.Fatalf("%s is not there", id)
			}
		}
	}
}

// BenchmarkRange asks for 32 windows of 24 to 71 entries among 4096.
func BenchmarkRange(b *testing.B) {
	x := filled(ids(4096))
	rng := rand.New(rand.NewSource(1))
	type window struct{ from, to int64 }
	windows := make([]window, 32)
	for i := range windows {
		from := rng.Int63n(4000 * step)
		windows[i] = window{from, from + (24+rng.Int63n(48))*step}
	}
	entries := 0
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		entries = 0
		for _, w := range windows {
			entries += len(x.Range(w.from, w.to))
		}
	}
	b.ReportMetric(float64(entries), "entries/op")
}
