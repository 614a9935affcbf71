package corpus

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The affected benchmarks: head does `factor` times the units of work. Data are made for the largest factor used, so
// that allocations and memory stay the same.

const largest = 2

// BenchmarkHash: FNV-1a by hand, a chain of multiplications.
func BenchmarkHash(b *testing.B) {
	const size = 8000
	data := make([]byte, largest*size)
	g := generator(1)
	for i := range data {
		data[i] = byte(g.next())
	}
	b.SetBytes(size)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		hash := uint64(14695981039346656037)
		for _, c := range data[:units(size)] {
			hash = (hash ^ uint64(c)) * 1099511628211
		}
		sinkUint = hash
	}
}

// BenchmarkSort: blocks of 16 integers, so that the work is linear in their number.
func BenchmarkSort(b *testing.B) {
	const blocks, block = 100, 16
	unsorted := make([]int, largest*blocks*block)
	g := generator(2)
	for i := range unsorted {
		unsorted[i] = g.below(1 << 30)
	}
	work := make([]int, block)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for at := 0; at < units(blocks)*block; at += block {
			copy(work, unsorted[at:at+block])
			slices.Sort(work)
		}
		sinkInt = work[0]
	}
}

// BenchmarkMap: look-ups of strings, half of them in vain.
func BenchmarkMap(b *testing.B) {
	const lookups, keys = 500, 1024
	m, names := map[string]int{}, make([]string, keys)
	for i := range names {
		names[i] = "key-" + strconv.Itoa(i)
		if i%2 == 0 {
			m[names[i]] = i
		}
	}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sum := 0
		for j, n := 0, units(lookups); j < n; j++ {
			sum += m[names[j*7%keys]]
		}
		sinkInt = sum
	}
}

// BenchmarkBuilder: one allocation, then formatted numbers.
func BenchmarkBuilder(b *testing.B) {
	const numbers, longest = 100, 8
	var number [longest]byte
	for i := 0; i < b.N; i++ {
		var s strings.Builder
		s.Grow(largest * numbers * longest)
		for j, n := 0, units(numbers); j < n; j++ {
			s.Write(strconv.AppendFloat(number[:0], float64(j%100)/7, 'f', 4, 64))
		}
		sinkInt = s.Len()
	}
}

// cycle is the numbers below n in random order, each the place of the next (S. Sattolo, 1986).
func cycle(n int) []uint32 {
	next := make([]uint32, n)
	for i := range next {
		next[i] = uint32(i)
	}
	g := generator(3)
	for i := n - 1; i > 0; i-- {
		j := g.below(i)
		next[i], next[j] = next[j], next[i]
	}
	return next
}

// The testing package runs a benchmark more than once; this is slow to make.
var chased = sync.OnceValue(func() []uint32 { return cycle(1 << 17) })

// BenchmarkChase: dependent loads all over 512 KiB.
func BenchmarkChase(b *testing.B) {
	const steps = 1000
	next, at := chased(), uint32(0)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j, n := 0, units(steps); j < n; j++ {
			at = next[at]
		}
	}
	sinkInt = int(at)
}

// BenchmarkSearch: binary searches of random values, branches that nothing can predict.
func BenchmarkSearch(b *testing.B) {
	const searches = 200
	for _, size := range []int{64, 4096} {
		b.Run(fmt.Sprintf("size=%d", size), func(b *testing.B) {
			sorted := make([]int, size)
			for i := range sorted {
				sorted[i] = 3 * i
			}
			g, wanted := generator(4), make([]int, largest*searches)
			for i := range wanted {
				wanted[i] = g.below(3 * size)
			}
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				sum := 0
				for _, value := range wanted[:units(searches)] {
					sum += sort.SearchInts(sorted, value)
				}
				sinkInt = sum
			}
		})
	}
}

// BenchmarkChannel: a value there and back between two goroutines; its custom unit has no known direction.
func BenchmarkChannel(b *testing.B) {
	const trips = 50
	there, back := make(chan int), make(chan int)
	go func() {
		for value := range there {
			back <- value + 1
		}
	}()
	defer close(there)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		value := 0
		for j, n := 0, units(trips); j < n; j++ {
			there <- value
			value = <-back
		}
		sinkInt = value
	}
	b.ReportMetric(float64(units(trips)*b.N)/b.Elapsed().Seconds(), "trips/s")
}
