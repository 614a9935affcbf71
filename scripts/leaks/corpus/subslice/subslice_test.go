// Package subslice: sixteen bytes of each message are kept, and with them the whole message
//
// want: leak
package subslice

import "testing"

var (
	keys [][]byte
	sink []byte
)

func read() []byte {
	return make([]byte, 16<<10) // LEAK
}

func BenchmarkRead(b *testing.B) {
	for i := 0; i < b.N; i++ {
		message := read()
		sink = message
		if i%2000 == 0 {
			keys = append(keys, message[:16]) // LEAK
		}
	}
}
