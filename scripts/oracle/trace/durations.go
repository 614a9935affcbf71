package main

import (
	"math/bits"
	"slices"
)

// durations are non-negative: counted in a log-linear histogram of 64 buckets an octave, or all kept.
type durations struct {
	count, total, max int64
	buckets           []uint32
	values            []int64
}

func (d *durations) add(ns int64, exact bool) {
	d.count++
	d.total += ns
	d.max = max(d.max, ns)
	if exact {
		d.values = append(d.values, ns)
		return
	}
	shift := max(0, bits.Len64(uint64(ns))-7)
	at := shift<<6 + int(ns>>shift)
	if at >= len(d.buckets) {
		d.buckets = append(d.buckets, make([]uint32, at+1-len(d.buckets))...)
	}
	d.buckets[at]++
}

func (d *durations) merge(e *durations) {
	d.count += e.count
	d.total += e.total
	d.max = max(d.max, e.max)
	d.values = append(d.values, e.values...)
	if len(e.buckets) > len(d.buckets) {
		d.buckets = append(d.buckets, make([]uint32, len(e.buckets)-len(d.buckets))...)
	}
	for i, n := range e.buckets {
		d.buckets[i] += n
	}
}

type distribution struct {
	Count int64 `json:"count"`
	Total int64 `json:"total"`
	P50   int64 `json:"p50"`
	P90   int64 `json:"p90"`
	P99   int64 `json:"p99"`
	Max   int64 `json:"max"`
}

func (d *durations) distribution() distribution {
	slices.Sort(d.values)
	return distribution{d.count, d.total, d.percentile(50), d.percentile(90), d.percentile(99), d.max}
}

// percentile by nearest rank.
func (d *durations) percentile(p int64) int64 {
	rank := (p*d.count + 99) / 100
	if rank == 0 {
		return 0
	}
	if d.values != nil {
		return d.values[rank-1]
	}
	for at, n := range d.buckets {
		if rank -= int64(n); rank <= 0 {
			if at < 128 {
				return int64(at)
			}
			shift := at>>6 - 1
			low := int64(at-shift<<6) << shift
			return min(d.max, low+(1<<shift)/2)
		}
	}
	return d.max
}
