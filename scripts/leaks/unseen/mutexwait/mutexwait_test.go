// Package mutexwait: goroutines that wait for a lock whose holder returned early
//
// want: leak
package mutexwait

import (
	"sync"
	"testing"
)

type account struct {
	mu      sync.Mutex
	balance int
}

var sink []byte

func (a *account) withdraw(n int) bool {
	a.mu.Lock()
	if a.balance < n {
		return false
	}
	a.balance -= n
	a.mu.Unlock()
	return true
}

func transfer() {
	a := &account{balance: 1}
	a.withdraw(2)
	go a.withdraw(1) // CREATED
}

func BenchmarkTransfer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 2048)
		if i%4000 == 0 {
			transfer()
		}
	}
}
