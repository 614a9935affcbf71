// Package ring: a queue on a ring that doubles until the longest burst fits
//
// want: no leak
package ring

import (
	"math/rand"
	"testing"
)

type queue struct {
	ring       [][]byte
	head, size int
}

var (
	q   = queue{ring: make([][]byte, 2)}
	rng = rand.New(rand.NewSource(5))
)

func (q *queue) push(v []byte) {
	if q.size == len(q.ring) {
		larger := make([][]byte, 2*len(q.ring))
		for i := range q.ring {
			larger[i] = q.ring[(q.head+i)%len(q.ring)]
		}
		q.ring, q.head = larger, 0
	}
	q.ring[(q.head+q.size)%len(q.ring)] = v
	q.size++
}

func (q *queue) pop() []byte {
	v := q.ring[q.head]
	q.head = (q.head + 1) % len(q.ring)
	q.size--
	return v
}

func BenchmarkQueue(b *testing.B) {
	for i := 0; i < b.N; i++ {
		n := int(rng.ExpFloat64() * 100)
		for j := 0; j < n; j++ {
			q.push(make([]byte, 100))
		}
		for j := 0; j < n; j++ {
			q.pop()
		}
	}
}
