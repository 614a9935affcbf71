package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

func text[T int64 | uint64](v T) string { return fmt.Sprint(v) }

// The form of TraceSummary in src/model/trace.ts.
type summary struct {
	Version     string                  `json:"version"`
	Events      int64                   `json:"events"`
	Generations int64                   `json:"generations"`
	Duration    int64                   `json:"duration"`
	Lost        *lost                   `json:"lost"`
	Clock       clock                   `json:"clock"`
	Goroutines  goroutinesJSON          `json:"goroutines"`
	Latency     map[string]distribution `json:"latency"`
	Processors  processorsJSON          `json:"processors"`
	Threads     threadsJSON             `json:"threads"`
	STW         []kindJSON              `json:"stw"`
	GC          gcJSON                  `json:"gc"`
	Heap        heapJSON                `json:"heap"`
	Tasks       []annotatedJSON         `json:"tasks"`
	Regions     []annotatedJSON         `json:"regions"`
	CPUSamples  samplesJSON             `json:"cpuSamples"`
	Timeline    *timelineJSON           `json:"timeline,omitempty"`
}
type lost struct {
	Why string `json:"why"`
}
type clock struct {
	Start     string     `json:"start"`
	Snapshots []snapshot `json:"snapshots"`
}
type snapshot struct {
	Time int64  `json:"time"`
	Mono string `json:"mono"`
	Wall string `json:"wall"`
}
type goroutinesJSON struct {
	Created   int64           `json:"created"`
	Ended     int64           `json:"ended"`
	Before    int64           `json:"before"`
	Alive     int             `json:"alive"`
	Peak      int64           `json:"peak"`
	Groups    []groupJSON     `json:"groups"`
	Remaining []remainingJSON `json:"remaining"`
}
type groupJSON struct {
	Name     string       `json:"name"`
	System   bool         `json:"system"`
	Count    int64        `json:"count"`
	Created  int64        `json:"created"`
	Ended    int64        `json:"ended"`
	Time     timeJSON     `json:"time"`
	Waits    []waitJSON   `json:"waits"`
	Latency  distribution `json:"latency"`
	Syscalls distribution `json:"syscalls"`
	total    int64
}
type timeJSON struct {
	Undetermined   int64 `json:"undetermined"`
	Running        int64 `json:"running"`
	Runnable       int64 `json:"runnable"`
	Waiting        int64 `json:"waiting"`
	Syscall        int64 `json:"syscall"`
	SyscallBlocked int64 `json:"syscallBlocked"`
	Assist         int64 `json:"assist"`
}
type waitJSON struct {
	Reason string `json:"reason"`
	distribution
	Stacks []placeJSON `json:"stacks"`
}
type placeJSON struct {
	Stack []frameJSON `json:"stack"`
	Count int64       `json:"count"`
	Total int64       `json:"total"`
}
type frameJSON struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     uint64 `json:"line"`
}
type remainingJSON struct {
	Group     string      `json:"group"`
	CreatedAt []frameJSON `json:"createdAt"`
	State     string      `json:"state"`
	Reason    string      `json:"reason"`
	At        []frameJSON `json:"at"`
	Count     int64       `json:"count"`
	Longest   int64       `json:"longest"`
}
type processorsJSON struct {
	Gomaxprocs      int64      `json:"gomaxprocs"`
	Most            int64      `json:"most"`
	Capacity        int64      `json:"capacity"`
	Running         int64      `json:"running"`
	Queued          int64      `json:"queued"`
	IdleWhileQueued int64      `json:"idleWhileQueued"`
	PeakRunnable    int64      `json:"peakRunnable"`
	Each            []procJSON `json:"each"`
}
type procJSON struct {
	ID      int64 `json:"id"`
	Running int64 `json:"running"`
}
type threadsJSON struct {
	Seen int   `json:"seen"`
	Peak int64 `json:"peak"`
}
type kindJSON struct {
	Kind string `json:"kind"`
	distribution
}
type gcJSON struct {
	Cycles        []cycleJSON  `json:"cycles"`
	Assists       distribution `json:"assists"`
	AssistRunning int64        `json:"assistRunning"`
	Running       int64        `json:"running"`
	Workers       workersJSON  `json:"workers"`
	Sweeps        sweepsJSON   `json:"sweeps"`
}
type cycleJSON struct {
	Begin int64 `json:"begin"`
	End   int64 `json:"end"`
}
type workersJSON struct {
	Dedicated  int64 `json:"dedicated"`
	Fractional int64 `json:"fractional"`
	Idle       int64 `json:"idle"`
}
type sweepsJSON struct {
	distribution
	Swept     uint64 `json:"swept"`
	Reclaimed uint64 `json:"reclaimed"`
}
type heapJSON struct {
	Live *extentJSON `json:"live"`
	Goal *extentJSON `json:"goal"`
}
type extentJSON struct {
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
	Min   uint64 `json:"min"`
	Max   uint64 `json:"max"`
}
type annotatedJSON struct {
	Name string `json:"name"`
	distribution
	Seen int64 `json:"seen"`
}
type samplesJSON struct {
	Total int64        `json:"total"`
	By    []sampleJSON `json:"by"`
}
type sampleJSON struct {
	Group string `json:"group"`
	State string `json:"state"`
	Count int64  `json:"count"`
}

const maxStacks, maxRemaining = 10, 100

func (f *fold) print(out *bufio.Writer, version string, err error, all bool) {
	f.finish()
	s := f.summary(all)
	s.Version = version
	if err != nil {
		s.Lost = &lost{err.Error()}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err)
	}
}

func (f *fold) summary(all bool) *summary {
	s := &summary{
		Events: f.events, Generations: f.generations, Duration: f.now,
		Clock:      clock{text(max(f.start, 0)), append([]snapshot{}, f.snapshots...)},
		Goroutines: goroutinesJSON{f.born, f.died, f.before, len(f.goroutines), f.before + f.mostAlive, f.groupsJSON(all), f.remaining(all)},
		Latency:    f.latencyJSON(),
		Processors: processorsJSON{f.gomaxprocs, f.mostProcs, f.capacity, 0, f.queued, f.idleQueue, f.mostRunnable, []procJSON{}},
		Threads:    threadsJSON{len(f.threads), f.mostExecuting},
		STW:        f.stwJSON(),
		GC:         f.gcJSON(),
		Heap:       heapJSON{(*extentJSON)(f.live), (*extentJSON)(f.goal)},
		Tasks:      f.annotatedJSON(f.taskTypes),
		Regions:    f.annotatedJSON(f.regionKind),
		CPUSamples: f.samplesJSON(),
		Timeline:   f.timeline(),
	}
	for _, id := range slices.Sorted(maps.Keys(f.procs)) {
		s.Processors.Each = append(s.Processors.Each, procJSON{int64(id), f.procs[id].running})
		s.Processors.Running += f.procs[id].running
	}
	return s
}

func (f *fold) groupsJSON(all bool) []groupJSON {
	waits := f.waitsJSON(all)
	out := []groupJSON{}
	for id, g := range f.groups {
		if g == nil {
			continue
		}
		t := g.time
		name := f.stacks.texts.of[id]
		out = append(out, groupJSON{
			name, isSystem(name), g.count, g.created, g.ended,
			timeJSON{t[undetermined], t[running], t[runnable], t[waiting], t[syscall], g.blocked, g.assist},
			append([]waitJSON{}, waits[int32(id)]...), g.latency.distribution(), g.syscalls.distribution(),
			t[undetermined] + t[running] + t[runnable] + t[waiting] + t[syscall],
		})
	}
	slices.SortFunc(out, func(a, b groupJSON) int {
		return cmp.Or(cmp.Compare(b.total, a.total), strings.Compare(a.Name, b.Name))
	})
	return out
}

func isSystem(name string) bool {
	return name == "" || strings.HasPrefix(name, "runtime/trace.") || strings.HasPrefix(name, "runtime.") && name != "runtime.main"
}

func (f *fold) waitsJSON(all bool) map[int32][]waitJSON {
	places := map[waitKey][]placeJSON{}
	for key, at := range f.places {
		places[key.waitKey] = append(places[key.waitKey], placeJSON{f.frames(key.stack), at.count, at.total})
	}
	out := map[int32][]waitJSON{}
	for key, d := range f.waits {
		at := places[key]
		slices.SortFunc(at, func(a, b placeJSON) int {
			return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Count, a.Count), compareStacks(a.Stack, b.Stack))
		})
		if !all {
			at = at[:min(len(at), maxStacks)]
		}
		out[key.group] = append(out[key.group], waitJSON{f.stacks.texts.of[key.reason], d.distribution(), at})
	}
	for _, waits := range out {
		slices.SortFunc(waits, func(a, b waitJSON) int {
			return cmp.Or(cmp.Compare(b.Total, a.Total), strings.Compare(a.Reason, b.Reason))
		})
	}
	return out
}

func (f *fold) frames(stack int32) []frameJSON {
	out := []frameJSON{}
	for _, at := range f.stacks.of[stack] {
		out = append(out, frameJSON{f.stacks.texts.of[at.function], f.stacks.texts.of[at.file], at.line})
	}
	return out
}

func compareStacks(a, b []frameJSON) int {
	return slices.CompareFunc(a, b, func(a, b frameJSON) int {
		return cmp.Or(strings.Compare(a.Function, b.Function), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}

type standing struct {
	group, creation int32
	state           uint8
	reason, stack   int32
}

func (f *fold) remaining(all bool) []remainingJSON {
	type sum struct{ count, longest int64 }
	by := map[standing]sum{}
	for _, g := range f.goroutines {
		if g.created < 0 || isSystem(f.stacks.texts.of[g.group]) {
			continue
		}
		key := standing{g.group, g.creation, g.state, g.reason, g.stack}
		by[key] = sum{by[key].count + 1, max(by[key].longest, f.now-g.since)}
	}
	out := []remainingJSON{}
	for key, s := range by {
		out = append(out, remainingJSON{
			f.stacks.texts.of[key.group], f.frames(key.creation), goStates[key.state], f.stacks.texts.of[key.reason],
			f.frames(key.stack), s.count, s.longest,
		})
	}
	slices.SortFunc(out, func(a, b remainingJSON) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Longest, a.Longest), strings.Compare(a.Group, b.Group),
			strings.Compare(a.Reason, b.Reason), compareStacks(a.At, b.At), compareStacks(a.CreatedAt, b.CreatedAt))
	})
	if !all {
		out = out[:min(len(out), maxRemaining)]
	}
	return out
}

func (f *fold) latencyJSON() map[string]distribution {
	var all durations
	out := map[string]distribution{}
	for entry, name := range []string{"created", "unblocked", "preempted", "yielded", "syscall"} {
		all.merge(&f.latency[entry])
		out[name] = f.latency[entry].distribution()
	}
	out["all"] = all.distribution()
	return out
}

func (f *fold) stwJSON() []kindJSON {
	out := []kindJSON{}
	for kind, d := range f.stw {
		out = append(out, kindJSON{f.stacks.texts.of[kind], d.distribution()})
	}
	slices.SortFunc(out, func(a, b kindJSON) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), strings.Compare(a.Kind, b.Kind))
	})
	return out
}

func (f *fold) gcJSON() gcJSON {
	out := gcJSON{
		Cycles: []cycleJSON{}, Assists: f.assists.distribution(),
		Workers: workersJSON{f.workers[1], f.workers[2], f.workers[3]},
		Sweeps:  sweepsJSON{f.sweeps.distribution(), f.swept, f.reclaimed},
	}
	for _, c := range f.cycles {
		out.Cycles = append(out.Cycles, cycleJSON{c[0], c[1]})
	}
	for _, g := range f.groups {
		if g != nil {
			out.AssistRunning += g.assist
			out.Running += g.time[running]
		}
	}
	return out
}

func (f *fold) annotatedJSON(of map[int32]*annotated) []annotatedJSON {
	out := []annotatedJSON{}
	for name := range maps.Keys(of) {
		out = append(out, annotatedJSON{f.stacks.texts.of[name], of[name].distribution(), of[name].seen})
	}
	slices.SortFunc(out, func(a, b annotatedJSON) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (f *fold) samplesJSON() samplesJSON {
	out := samplesJSON{By: []sampleJSON{}}
	for key, n := range f.samples {
		out.Total += n
		out.By = append(out.By, sampleJSON{f.stacks.texts.of[key.group], goStates[key.state], n})
	}
	slices.SortFunc(out.By, func(a, b sampleJSON) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Group, b.Group), strings.Compare(a.State, b.State))
	})
	return out
}
