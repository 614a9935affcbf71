package main

import (
	"bufio"
	"strconv"

	"golang.org/x/exp/trace"
)

var goStates = [...]string{"undetermined", "notexist", "runnable", "running", "waiting", "syscall"}
var procStates = [...]string{"undetermined", "notexist", "running", "idle"}

// printerOf prints what changes, times relative to the first event.
func printerOf(out *bufio.Writer) func(*trace.Event) {
	start := trace.Time(-1)
	var line []byte
	return func(ev *trace.Event) {
		if start < 0 {
			start = ev.Time()
		}
		line = strconv.AppendInt(line[:0], int64(ev.Time()-start), 10)
		line = append(describe(append(line, ' '), ev), '\n')
		out.Write(line)
	}
}

func describe(line []byte, ev *trace.Event) []byte {
	switch ev.Kind() {
	case trace.EventStateTransition:
		return describeTransition(line, ev.StateTransition())
	case trace.EventRangeBegin, trace.EventRangeActive, trace.EventRangeEnd:
		r := ev.Range()
		line = append(append(line, ev.Kind().String()...), ' ')
		switch r.Scope.Kind {
		case trace.ResourceGoroutine:
			line = append(strconv.AppendInt(append(line, 'G'), int64(r.Scope.Goroutine()), 10), ' ')
		case trace.ResourceProc:
			line = append(strconv.AppendInt(append(line, 'P'), int64(r.Scope.Proc()), 10), ' ')
		}
		return append(line, r.Name...)
	case trace.EventMetric:
		m := ev.Metric()
		line = append(append(append(line, "Metric "...), m.Name...), ' ')
		return strconv.AppendUint(line, m.Value.Uint64(), 10)
	case trace.EventLabel:
		return append(append(line, "Label "...), ev.Label().Label...)
	default:
		return append(line, ev.Kind().String()...)
	}
}

func describeTransition(line []byte, st trace.StateTransition) []byte {
	if st.Resource.Kind == trace.ResourceProc {
		from, to := st.Proc()
		line = strconv.AppendInt(append(line, 'P', ' '), int64(st.Resource.Proc()), 10)
		return append(append(append(append(line, ' '), procStates[from]...), ' '), procStates[to]...)
	}
	from, to := st.Goroutine()
	line = strconv.AppendInt(append(line, 'G', ' '), int64(st.Resource.Goroutine()), 10)
	line = append(append(append(append(line, ' '), goStates[from]...), ' '), goStates[to]...)
	return append(append(line, ' '), st.Reason...)
}
