// Minimum mutator utilisation at 1, 10, 100 ms and 1 s, by internal/trace itself and by the same
// repaired (see scripts/traces/std.mjs): {"internalTrace": [4 numbers], "repaired": [4 numbers]}, null where it cannot say. scripts/traces/std.mjs makes
// the module goroot out of GOROOT/src/internal/trace.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"time"

	"goroot/trace"
)

const flags = trace.UtilSTW | trace.UtilBackground | trace.UtilAssist | trace.UtilSweep

var windows = []time.Duration{time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	events := read(bufio.NewReaderSize(file, 1<<20))
	json.NewEncoder(os.Stdout).Encode(map[string][]float64{
		"internalTrace": minima(events, trace.MutatorUtilizationV2),
		"repaired":      minima(events, trace.MutatorUtilizationRepaired),
	})
}

// read is all events up to the first error.
func read(in io.Reader) (events []trace.Event) {
	defer func() { recover() }()
	reader, err := trace.NewReader(in)
	if err != nil {
		return nil
	}
	for {
		ev, err := reader.ReadEvent()
		if err != nil {
			return events
		}
		events = append(events, ev)
	}
}

func minima(events []trace.Event, of func([]trace.Event, trace.UtilFlags) [][]trace.MutatorUtil) (out []float64) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	utils := of(events, flags)
	if len(utils) == 0 || len(utils[0]) == 0 {
		return nil
	}
	curve := trace.NewMMUCurve(utils)
	for _, window := range windows {
		out = append(out, curve.MMU(window))
	}
	return out
}
