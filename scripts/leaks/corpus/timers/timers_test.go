// Package timers: timers of an hour that nobody stops hold what they close over
//
// want: leak
package timers

import (
	"testing"
	"time"
)

type request struct{ body [256]byte }

var sink []byte

func watch() {
	r := &request{}                                   // LEAK
	time.AfterFunc(time.Hour, func() { r.body[0]++ }) // LEAK
}

func BenchmarkWatch(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%500 == 0 {
			watch()
		}
	}
}
