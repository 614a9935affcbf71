// Package noise: 48 bytes in 5,000 iterations, beside a working set of some MiB that changes all the time
//
// want: leak
package noise

import (
	"math/rand"
	"testing"
)

type entry struct {
	next *entry
	_    [40]byte
}

var (
	working [512][]byte
	log     *entry
	rng     = rand.New(rand.NewSource(1))
)

func BenchmarkServe(b *testing.B) {
	for i := 0; i < b.N; i++ {
		working[rng.Intn(len(working))] = make([]byte, rng.Intn(16<<10))
		if i%5000 == 0 {
			log = &entry{next: log} // LEAK
		}
	}
}
