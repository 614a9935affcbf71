// Package burst: one large table, built once in the middle
//
// want: no leak
package burst

import "testing"

var (
	calls int
	table [][]byte
	sink  []byte
)

func serve() {
	calls++
	sink = make([]byte, 64)
	if calls == 700000 {
		for i := 0; i < 10000; i++ {
			table = append(table, make([]byte, 512))
		}
	}
}

func BenchmarkServe(b *testing.B) {
	for i := 0; i < b.N; i++ {
		serve()
	}
}
