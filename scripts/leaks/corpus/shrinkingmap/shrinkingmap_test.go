// Package shrinkingmap: a map that grows, is emptied key by key, and grows again
//
// want: no leak
package shrinkingmap

import "testing"

var (
	live    = map[int]*[64]byte{}
	at      int
	filling = true
	sink    []byte
)

func turn() {
	if filling {
		live[at] = new([64]byte)
		at++
		filling = at < 3000
	} else {
		at--
		delete(live, at)
		filling = at == 0
	}
}

func BenchmarkTurn(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%50 == 0 {
			turn()
		}
	}
}
