// Package ticker: a goroutine that ticks until a channel is closed that nobody closes
//
// want: leak
package ticker

import (
	"testing"
	"time"
)

var sink []byte

type poller struct {
	stop chan struct{}
	n    int
}

func (p *poller) run() {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			p.n++
		case <-p.stop:
			return
		}
	}
}

func poll() *poller {
	p := &poller{stop: make(chan struct{})}
	go p.run() // CREATED
	return p
}

func BenchmarkPoll(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 4096)
		if i%5000 == 0 {
			poll()
		}
	}
}
