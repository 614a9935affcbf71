// Package static: a large heap that stays as it is
//
// want: no leak
package static

import "testing"

var (
	data = load()
	sink []byte
)

func load() []*[64]byte {
	all := make([]*[64]byte, 500000)
	for i := range all {
		all[i] = new([64]byte)
	}
	return all
}

func BenchmarkLookup(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, int(data[i%len(data)][0])+64)
	}
}
