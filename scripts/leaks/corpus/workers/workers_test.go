// Package workers: a pool of workers that grows to its bound and stays
//
// want: no leak
package workers

import "testing"

var (
	jobs  = make(chan int)
	count int
	calls int
	sink  []byte
)

func worker() {
	for range jobs {
	}
}

func submit() {
	calls++
	if count < 64 && calls%100 == 0 {
		count++
		go worker()
	}
	if count > 0 {
		jobs <- calls
	}
}

func BenchmarkSubmit(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = make([]byte, 64)
		submit()
	}
}
