package openloop

import (
	"math"
	"sort"
	"sync"
	"time"
)

// Result is what a run of requests showed.
type Result struct {
	// Latencies of all requests, ascending: from the moment a request was due, not from when it was begun. A server that
	// falls behind makes those that wait look slow, which they are (no coordinated omission).
	Latencies []time.Duration
	// Rate is how many were answered each second, from when the first was due to the last answer.
	Rate float64
}

// Run sends n requests at a fixed rate (an open loop: the next is due whether or not the last is answered) and waits for
// all answers. Every request has a goroutine of its own, as with net/http.
func Run(n int, rate float64, request func(i int)) Result {
	latencies := make([]time.Duration, n)
	interval := time.Duration(float64(time.Second) / rate)
	var pending sync.WaitGroup
	pending.Add(n)
	start := time.Now()
	for i := 0; i < n; i++ {
		due := start.Add(time.Duration(i) * interval)
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		}
		go func(i int) {
			defer pending.Done()
			request(i)
			latencies[i] = time.Since(due)
		}(i)
	}
	pending.Wait()
	elapsed := time.Since(start)
	sort.Slice(latencies, func(a, b int) bool { return latencies[a] < latencies[b] })
	return Result{Latencies: latencies, Rate: float64(n) / elapsed.Seconds()}
}

// Percentile is the nearest-rank p-th percentile, 0 < p <= 100.
func (r Result) Percentile(p float64) time.Duration {
	if len(r.Latencies) == 0 {
		return 0
	}
	rank := int(math.Ceil(float64(len(r.Latencies))*p/100)) - 1
	if rank < 0 {
		rank = 0
	}
	if rank >= len(r.Latencies) {
		rank = len(r.Latencies) - 1
	}
	return r.Latencies[rank]
}
