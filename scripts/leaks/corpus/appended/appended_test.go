// Package appended: a slice of integers that is only ever appended to: one object that grows in jumps
//
// want: leak
package appended

import "testing"

var (
	seen []int
	sink []byte
)

func note(i int) {
	seen = append(seen, i) // LEAK
}

func BenchmarkNote(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%50 == 0 {
			note(i)
		}
	}
}
