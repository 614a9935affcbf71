package goperfgateruntime

import (
	"os"
	"runtime/pprof"
	"strings"
)

// Writes profiles when the process ends, those that this release has: GO_PERF_GATE_PROFILES holds lines `name=file`.
func init() {
	for _, entry := range strings.Split(take("GO_PERF_GATE_PROFILES"), "\n") {
		if at := strings.IndexByte(entry, '='); at > 0 {
			name, path := entry[:at], entry[at+1:]
			atEnd = append(atEnd, func() { writeProfile(name, path) })
		}
	}
}

func writeProfile(name, path string) {
	profile := pprof.Lookup(name)
	if profile == nil {
		return
	}
	file, err := os.Create(path)
	if err == nil {
		err = profile.WriteTo(file, 0)
		file.Close()
	}
	if err != nil {
		os.Stderr.WriteString("go-perf-gate: no profile " + name + ": " + err.Error() + "\n")
	}
}
