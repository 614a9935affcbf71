// Package finalizers: a cycle with a finalizer is never collected
//
// want: leak
package finalizers

import (
	"runtime"
	"testing"
)

type file struct {
	owner *owner
	buf   [200]byte
}

type owner struct{ file *file }

var sink []byte

func open() *owner {
	o := &owner{}                                                // LEAK
	o.file = &file{owner: o}                                     // LEAK
	runtime.SetFinalizer(o.file, func(f *file) { f.buf[0] = 1 }) // LEAK
	return o
}

func BenchmarkOpen(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		if i%500 == 0 {
			open()
		}
	}
}
