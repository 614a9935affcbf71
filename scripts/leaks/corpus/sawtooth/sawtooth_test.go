// Package sawtooth: a batch that is collected over many steps and then sent
//
// want: no leak
package sawtooth

import "testing"

var (
	batch [][]byte
	sent  int
	sink  []byte
)

func collect() {
	batch = append(batch, make([]byte, 256))
	if len(batch) == 4000 {
		batch = nil
		sent++
	}
}

func BenchmarkCollect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%100 == 0 {
			collect()
		}
	}
}
