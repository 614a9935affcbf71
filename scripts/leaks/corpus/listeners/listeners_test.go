// Package listeners: listeners that are added for every connection and removed for none
//
// want: leak
package listeners

import "testing"

type bus struct{ listeners []func(int) }

var (
	events bus
	sink   int
)

func (b *bus) subscribe(f func(int)) {
	b.listeners = append(b.listeners, f) // LEAK
}

func connect(id int) {
	state := new([80]byte)                                    // LEAK
	events.subscribe(func(n int) { state[0] = byte(n + id) }) // LEAK
}

func BenchmarkConnect(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink += len(make([]byte, i%512))
		if i%1000 == 0 {
			connect(i)
		}
	}
}
