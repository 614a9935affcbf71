// Package report prints what MemStats say of a process, for scripts/compare-gctrace.mjs.
package report

import (
	"encoding/json"
	"os"
	"runtime"
	"time"
)

// Print waits until no collection is under way and writes one line of JSON to standard output.
func Print() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for {
		time.Sleep(20 * time.Millisecond)
		runtime.ReadMemStats(&after)
		if after.NumGC == before.NumGC {
			break
		}
		before = after
	}
	json.NewEncoder(os.Stdout).Encode(map[string]interface{}{
		"go":         runtime.Version(),
		"numGC":      after.NumGC,
		"numForced":  after.NumForcedGC,
		"pauseTotal": after.PauseTotalNs,
		"pauses":     after.PauseNs,
		"totalAlloc": after.TotalAlloc,
		"cpu":        after.GCCPUFraction,
	})
}
