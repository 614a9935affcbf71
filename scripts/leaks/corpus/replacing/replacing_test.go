// Package replacing: entries of one kind that are replaced, one by one, by another
//
// want: no leak
package replacing

import "testing"

const size = 1 << 20

var (
	entries [size][]byte
	at      int
	sink    []byte
)

func init() {
	for i := range entries {
		entries[i] = make([]byte, 64)
	}
}

func upgrade() {
	entries[at%size] = make([]byte, 64)
	at++
}

func BenchmarkUpgrade(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%100 == 0 {
			upgrade()
		}
	}
}
