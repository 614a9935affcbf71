// Package ttlcache: entries that expire after two seconds
//
// want: no leak
package ttlcache

import (
	"testing"
	"time"
)

type entry struct {
	born time.Time
	data [300]byte
}

var (
	entries []*entry
	sink    []byte
)

func put() {
	now := time.Now()
	entries = append(entries, &entry{born: now})
	n := 0
	for n < len(entries) && now.Sub(entries[n].born) > 2*time.Second {
		n++
	}
	if n > 0 {
		entries = append([]*entry(nil), entries[n:]...)
	}
}

func BenchmarkPut(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 256)
		if i%1000 == 0 {
			put()
		}
	}
}
