module example.com/go-perf-gate/oracle/trace

go 1.26.0

// Reads traces of Go 1.22 to 1.26 (headers 1.22, 1.23, 1.25, 1.26).
require golang.org/x/exp v0.0.0-20261113113407-e3970619a1a4
