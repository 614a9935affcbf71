// Package sessions: a map of sessions that nobody deletes from
//
// want: leak
package sessions

import "testing"

type session struct {
	id   uint64
	data [120]byte
}

var (
	sessions = map[uint64]*session{}
	next     uint64
	sink     []byte
)

func login() *session {
	next++
	s := &session{id: next} // LEAK
	sessions[next] = s      // LEAK
	return s
}

func BenchmarkLogin(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%200 == 0 {
			login()
		}
	}
}
