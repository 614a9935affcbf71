package goperfgateruntime

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

var (
	scalars    []metrics.Sample
	histograms []metrics.Sample
	cumulative []bool
	// written is what was last written of each histogram: one that has not changed is left out.
	written [][]uint64
	gcs     = debug.GCStats{Pause: make([]time.Duration, 0, 2*256+3)}
)

// discover takes what this release offers: all numbers but counts of GODEBUG settings, and the histograms of times.
func discover() {
	all := metrics.All()
	known := map[string]bool{}
	for _, d := range all {
		known[d.Name] = true
	}
	for _, d := range all {
		switch d.Kind {
		case metrics.KindUint64, metrics.KindFloat64:
			if !strings.HasPrefix(d.Name, "/godebug/") {
				scalars = append(scalars, metrics.Sample{Name: d.Name})
				cumulative = append(cumulative, d.Cumulative)
			}
		case metrics.KindFloat64Histogram:
			// The old name of the other.
			old := d.Name == "/gc/pauses:seconds" && known["/sched/pauses/total/gc:seconds"]
			if strings.HasSuffix(d.Name, ":seconds") && !old {
				histograms = append(histograms, metrics.Sample{Name: d.Name})
			}
		}
	}
	metrics.Read(scalars)
	metrics.Read(histograms)
	for i := range histograms {
		written = append(written, make([]uint64, len(histograms[i].Value.Float64Histogram().Counts)))
	}
}

func writeHeader(period time.Duration) {
	begin(`{"schema":"go-perf-gate/runtime@1","go":`)
	line = strconv.AppendQuoteToASCII(line, runtime.Version())
	text(`,"goos":"` + runtime.GOOS + `","goarch":"` + runtime.GOARCH + `"`)
	number(`,"pid":`, int64(os.Getpid()))
	number(`,"cpus":`, int64(runtime.NumCPU()))
	number(`,"gomaxprocs":`, int64(runtime.GOMAXPROCS(0)))
	// Beyond 2^53, so as text.
	number(`,"start":"`, started.UnixNano())
	if mono := nanotime(); mono != 0 {
		number(`","mono":"`, mono-int64(time.Since(started)))
	}
	text(`"`)
	number(`,"period":`, int64(period))
	text(`,"metrics":[`)
	for i := range scalars {
		separate(i)
		text(`{"name":"` + scalars[i].Name + `","cumulative":` + strconv.FormatBool(cumulative[i]) + `}`)
	}
	text(`],"histograms":[`)
	for i := range histograms {
		separate(i)
		text(`{"name":"` + histograms[i].Name + `","bounds":[`)
		for j, bound := range histograms[i].Value.Float64Histogram().Buckets {
			separate(j)
			float(bound)
		}
		text(`]}`)
	}
	text(`]}`)
	write()
}

// writeSample reads all metrics and writes them; cost is that of the sample before.
func writeSample(at, cost time.Duration) {
	metrics.Read(scalars)
	metrics.Read(histograms)
	// Takes the heap's lock for a moment and does not stop the world.
	debug.ReadGCStats(&gcs)
	begin(`{"at":`)
	line = strconv.AppendInt(line, int64(at), 10)
	number(`,"cost":`, int64(cost))
	number(`,"pauseTotal":`, int64(gcs.PauseTotal))
	if gcs.NumGC > 0 {
		number(`,"lastGC":`, gcs.LastGC.UnixNano()-started.UnixNano())
	}
	text(`,"values":[`)
	for i := range scalars {
		separate(i)
		if value := scalars[i].Value; value.Kind() == metrics.KindUint64 {
			line = strconv.AppendUint(line, value.Uint64(), 10)
		} else if value.Kind() == metrics.KindFloat64 {
			float(value.Float64())
		} else {
			text(`null`)
		}
	}
	text(`]`)
	writeHistograms()
	text(`}`)
	write()
}

// writeHistograms gives the buckets that are not empty, as index and count, of each histogram that has changed.
func writeHistograms() {
	text(`,"histograms":{`)
	n := 0
	for i := range histograms {
		counts := histograms[i].Value.Float64Histogram().Counts
		if !changed(counts, written[i]) {
			continue
		}
		separate(n)
		n++
		text(`"`)
		line = strconv.AppendInt(line, int64(i), 10)
		text(`":[`)
		m := 0
		for j, count := range counts {
			if count == 0 {
				continue
			}
			separate(m)
			m++
			line = strconv.AppendInt(line, int64(j), 10)
			text(`,`)
			line = strconv.AppendUint(line, count, 10)
		}
		text(`]`)
	}
	text(`}`)
}

func changed(counts, before []uint64) bool {
	differ := false
	for i := range counts {
		if counts[i] != before[i] {
			differ = true
			before[i] = counts[i]
		}
	}
	return differ
}

func writeMemStats(when string) {
	m := &memory
	begin(`{"at":`)
	line = strconv.AppendInt(line, int64(time.Since(started)), 10)
	text(`,"memstats":"`)
	text(when)
	text(`"`)
	unsigned(`,"mallocs":`, m.Mallocs)
	unsigned(`,"frees":`, m.Frees)
	unsigned(`,"totalAlloc":`, m.TotalAlloc)
	unsigned(`,"heapAlloc":`, m.HeapAlloc)
	unsigned(`,"heapObjects":`, m.HeapObjects)
	unsigned(`,"heapInuse":`, m.HeapInuse)
	unsigned(`,"heapIdle":`, m.HeapIdle)
	unsigned(`,"heapReleased":`, m.HeapReleased)
	unsigned(`,"heapSys":`, m.HeapSys)
	unsigned(`,"stackInuse":`, m.StackInuse)
	unsigned(`,"stackSys":`, m.StackSys)
	unsigned(`,"sys":`, m.Sys)
	unsigned(`,"nextGC":`, m.NextGC)
	if m.NumGC > 0 {
		number(`,"lastGC":`, int64(m.LastGC)-started.UnixNano())
	}
	unsigned(`,"pauseTotalNs":`, m.PauseTotalNs)
	unsigned(`,"numGC":`, uint64(m.NumGC))
	unsigned(`,"numForcedGC":`, uint64(m.NumForcedGC))
	text(`,"gcCPUFraction":`)
	float(m.GCCPUFraction)
	text(`}`)
	write()
}

func writeEnd() {
	begin(`{"at":`)
	line = strconv.AppendInt(line, int64(time.Since(started)), 10)
	number(`,"end":`, samples)
	number(`,"spent":`, int64(spent))
	text(`}`)
	write()
}

func begin(s string)                { line = append(line[:0], s...) }
func text(s string)                 { line = append(line, s...) }
func number(key string, n int64)    { line = strconv.AppendInt(append(line, key...), n, 10) }
func unsigned(key string, n uint64) { line = strconv.AppendUint(append(line, key...), n, 10) }

func separate(i int) {
	if i > 0 {
		line = append(line, ',')
	}
}

// float writes what JSON has no number for as text.
func float(x float64) {
	switch {
	case math.IsInf(x, 1):
		text(`"+Inf"`)
	case math.IsInf(x, -1):
		text(`"-Inf"`)
	case math.IsNaN(x):
		text(`null`)
	default:
		line = strconv.AppendFloat(line, x, 'g', -1, 64)
	}
}

// write appends the line to the file in one call.
func write() {
	line = append(line, '\n')
	if broken {
		return
	}
	if _, err := out.Write(line); err != nil {
		broken = true
	}
}
