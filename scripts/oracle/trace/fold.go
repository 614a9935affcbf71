package main

import (
	"strings"

	"golang.org/x/exp/trace"
)

const undetermined, notExist, runnable, running, waiting, syscall = 0, 1, 2, 3, 4, 5

// goroutine is one that is alive. Times are relative to the first event; −1: not so.
type goroutine struct {
	state, from          uint8
	assist, assistBegan  bool
	label                int8
	reason, stack, group int32
	since, created       int64
	creation             int32
	proc                 *proc // that it is in a system call with
	assistSince          int64
	assistTime           int64 // of this interval, in assists that have ended
	blockedSince         int64
	labelSince           int64
	stwSince             int64
	stwKind              int32
	regions              []region
}

type region struct {
	name  int32
	since int64
}

type proc struct {
	state     trace.ProcState
	since     int64
	thread    trace.ThreadID
	goroutine *goroutine // in a system call
	running   int64
	sweep     int64
	steps     []int64
}

type group struct {
	count, created, ended int64
	time                  [6]int64
	blocked, assist       int64
	latency, syscalls     durations
	steps                 [2][]int64 // running, runnable
}

type waitKey struct{ group, reason int32 }
type placeKey struct {
	waitKey
	stack int32
}
type place struct {
	wait         *durations
	count, total int64
}

const created, unblocked, preempted, yielded, fromSyscall = 0, 1, 2, 3, 4

type annotated struct {
	durations
	seen int64
}
type sampleKey struct {
	group int32
	state uint8
}
type extent struct{ First, Last, Min, Max uint64 }

// fold is all that is known so far.
type fold struct {
	exact bool
	step  int64

	events, generations int64
	start, now          int64
	snapshots           []snapshot
	stacks              stacks
	goroutines          map[trace.GoID]*goroutine
	free                []*goroutine
	groups              []*group
	waits               map[waitKey]*durations
	places              map[placeKey]*place
	latency             [5]durations

	born, died, before, mostAlive int64
	states                        [6]int64
	mostRunnable, mostExecuting   int64
	threads                       map[trace.ThreadID]bool
	lastThread                    trace.ThreadID

	procs                       map[trace.ProcID]*proc
	procsRunning                int64
	gomaxprocs, mostProcs       int64
	integrated                  int64
	capacity, queued, idleQueue int64

	stw                   map[int32]*durations
	gcSince               int64
	gcBegan               bool
	cycles                [][2]int64
	assists               durations
	workers               [4]int64
	sweeps                durations
	swept, reclaimed      uint64
	live, goal            *extent
	tasks                 map[trace.TaskID]region
	taskTypes, regionKind map[int32]*annotated
	samples               map[sampleKey]int64
	line                  timeline
}

func newFold(exact bool, step int64) *fold {
	return &fold{
		exact: exact, step: step, start: -1, gcSince: -1, lastThread: trace.NoThread,
		stacks: newStacks(), procs: map[trace.ProcID]*proc{}, goroutines: map[trace.GoID]*goroutine{}, waits: map[waitKey]*durations{},
		places: map[placeKey]*place{}, threads: map[trace.ThreadID]bool{}, stw: map[int32]*durations{},
		tasks: map[trace.TaskID]region{}, taskTypes: map[int32]*annotated{}, regionKind: map[int32]*annotated{},
		samples: map[sampleKey]int64{},
	}
}

func (f *fold) event(ev *trace.Event) {
	f.events++
	if f.start < 0 {
		f.start = int64(ev.Time())
	}
	f.now = int64(ev.Time()) - f.start
	if thread := ev.Thread(); thread != f.lastThread && thread != trace.NoThread {
		f.threads[thread] = true
		f.lastThread = thread
	}
	switch ev.Kind() {
	case trace.EventStateTransition:
		st := ev.StateTransition()
		switch st.Resource.Kind {
		case trace.ResourceGoroutine:
			f.goroutine(ev, &st)
		case trace.ResourceProc:
			f.proc(ev, &st)
		}
	case trace.EventRangeBegin:
		f.rangeBegin(ev)
	case trace.EventRangeActive:
		f.rangeActive(ev)
	case trace.EventRangeEnd:
		f.rangeEnd(ev)
	case trace.EventMetric:
		f.metric(ev.Metric())
	case trace.EventLabel:
		f.label(ev.Label())
	case trace.EventTaskBegin:
		t := ev.Task()
		name := f.stacks.texts.id(t.Type)
		f.annotated(f.taskTypes, name).seen++
		f.tasks[t.ID] = region{name, f.now}
	case trace.EventTaskEnd:
		f.taskEnd(ev.Task().ID)
	case trace.EventRegionBegin:
		name := f.stacks.texts.id(ev.Region().Type)
		f.annotated(f.regionKind, name).seen++
		g := f.goroutines[ev.Goroutine()]
		g.regions = append(g.regions, region{name, f.now})
	case trace.EventRegionEnd:
		f.regionEnd(f.goroutines[ev.Goroutine()], ev.Region().Type)
	case trace.EventStackSample:
		key := sampleKey{}
		if g := f.goroutines[ev.Goroutine()]; g != nil {
			key = sampleKey{g.group, g.state}
		}
		f.samples[key]++
	case trace.EventSync:
		f.sync(ev.Sync())
	}
}

func (f *fold) sync(s trace.Sync) {
	clear(f.stacks.handles)
	if s.ExperimentalBatches == nil {
		return // The last one: no generation.
	}
	f.generations++
	if c := s.ClockSnapshot; c != nil {
		f.snapshots = append(f.snapshots, snapshot{int64(c.Trace) - f.start, text(c.Mono), text(c.Wall.UnixNano())})
	}
}

func (f *fold) groupOf(id int32) *group {
	for int(id) >= len(f.groups) {
		f.groups = append(f.groups, nil)
	}
	if f.groups[id] == nil {
		f.groups[id] = &group{}
	}
	return f.groups[id]
}

func (f *fold) newGoroutine() *goroutine {
	var g *goroutine
	if n := len(f.free); n > 0 {
		g = f.free[n-1]
		f.free = f.free[:n-1]
	} else {
		g = new(goroutine)
	}
	*g = goroutine{created: -1, blockedSince: -1, stwSince: -1, regions: g.regions[:0]}
	return g
}

func (f *fold) goroutine(ev *trace.Event, st *trace.StateTransition) {
	id := st.Resource.Goroutine()
	from, to := st.Goroutine()
	g := f.goroutines[id]
	stack := f.stacks.id(st.Stack)
	switch {
	case g != nil:
	case from == trace.GoNotExist:
		g = f.newGoroutine()
		g.state, g.since, g.created, g.creation = notExist, f.now, f.now, f.stacks.id(ev.Stack())
		f.goroutines[id] = g
		f.born++
		f.mostAlive = max(f.mostAlive, f.born-f.died)
	default:
		g = f.newGoroutine()
		f.goroutines[id] = g
		f.before++
	}
	if g.group == 0 && stack != 0 {
		g.group = f.stacks.root(stack)
	}
	if from == to {
		return
	}
	f.leave(g, true)
	f.integrate()
	f.states[g.state]--
	f.states[to]++
	f.mostRunnable = max(f.mostRunnable, f.states[runnable])
	f.mostExecuting = max(f.mostExecuting, f.states[running]+f.states[syscall])
	if to == trace.GoNotExist {
		f.end(g, 1)
		delete(f.goroutines, id)
		f.free = append(f.free, g)
		f.died++
		f.line.alive(f)
		return
	}
	g.from, g.state, g.since, g.reason, g.stack = entryOf(from, st), uint8(to), f.now, f.stacks.texts.id(st.Reason), stack
	if to == trace.GoSyscall {
		f.enterSyscall(g, ev)
	}
	f.line.alive(f)
}

// entryOf is how a goroutine became runnable; for other states, only whether the beginning was seen: not 255.
func entryOf(from trace.GoState, st *trace.StateTransition) uint8 {
	switch from {
	case trace.GoNotExist:
		return created
	case trace.GoWaiting:
		return unblocked
	case trace.GoSyscall:
		return fromSyscall
	case trace.GoUndetermined:
		return 255
	}
	if st.Reason == "preempted" {
		return preempted
	}
	return yielded
}

// enterSyscall: with the processor of its own thread, or without any.
func (f *fold) enterSyscall(g *goroutine, ev *trace.Event) {
	g.blockedSince, g.proc = f.now, nil
	p := f.procs[ev.Proc()]
	if p == nil || p.state != trace.ProcRunning || p.thread != ev.Thread() {
		return
	}
	g.blockedSince, g.proc = -1, p
	p.goroutine = g
}

// leave counts the interval that ends now, or is open at the end of the trace.
func (f *fold) leave(g *goroutine, ended bool) {
	if g.state == notExist {
		return
	}
	time := f.now - g.since
	group := f.groupOf(g.group)
	group.time[g.state] += time
	began := g.from != 255
	switch g.state {
	case runnable:
		if ended && began {
			f.latency[g.from].add(time, f.exact)
			group.latency.add(time, f.exact)
		}
		f.line.runnable(f, group, g.since)
	case running:
		if g.label > 0 {
			f.workers[g.label] += f.now - max(g.since, g.labelSince)
		}
		if g.assist {
			g.assistTime += f.now - max(g.since, g.assistSince)
		}
		group.assist += g.assistTime
		g.assistTime = 0
		f.line.ran(f, group, g.since)
	case waiting:
		f.wait(g, time)
	case syscall:
		if g.blockedSince >= 0 {
			group.blocked += f.now - g.blockedSince
		}
		if ended && began {
			group.syscalls.add(time, f.exact)
		}
		if g.proc != nil {
			g.proc.goroutine, g.proc = nil, nil
		}
	}
}

func (f *fold) wait(g *goroutine, time int64) {
	key := placeKey{waitKey{g.group, g.reason}, g.stack}
	at := f.places[key]
	if at == nil {
		wait := f.waits[key.waitKey]
		if wait == nil {
			wait = &durations{}
			f.waits[key.waitKey] = wait
		}
		at = &place{wait: wait}
		f.places[key] = at
	}
	at.count++
	at.total += time
	at.wait.add(time, f.exact)
}

// end counts a goroutine by the name it has in the end.
func (f *fold) end(g *goroutine, ended int64) {
	group := f.groupOf(g.group)
	group.count++
	group.ended += ended
	if g.created >= 0 {
		group.created++
	}
}

func (f *fold) procOf(id trace.ProcID) *proc {
	p := f.procs[id]
	if p == nil {
		p = &proc{sweep: -1}
		f.procs[id] = p
	}
	return p
}

func (f *fold) proc(ev *trace.Event, st *trace.StateTransition) {
	p := f.procOf(st.Resource.Proc())
	from, to := st.Proc()
	if to == trace.ProcRunning {
		p.thread = ev.Thread()
	}
	if from == to {
		return
	}
	f.integrate()
	if p.state == trace.ProcRunning {
		f.stopProc(p)
		f.procsRunning--
	}
	if to == trace.ProcRunning {
		f.procsRunning++
	}
	p.state, p.since = to, f.now
	if g := p.goroutine; g != nil && to == trace.ProcIdle {
		g.blockedSince, g.proc, p.goroutine = f.now, nil, nil
	}
}

func (f *fold) stopProc(p *proc) {
	p.running += f.now - p.since
	f.line.procRan(f, p)
}

// integrate adds up what has been so since the last change of anything that it depends on.
func (f *fold) integrate() {
	time := f.now - f.integrated
	f.integrated = f.now
	f.capacity += time * f.gomaxprocs
	if f.states[runnable] > 0 {
		f.queued += time
		if f.procsRunning < f.gomaxprocs {
			f.idleQueue += time
		}
	}
}

func (f *fold) metric(m trace.Metric) {
	switch m.Name {
	case "/sched/gomaxprocs:threads":
		f.integrate()
		f.gomaxprocs = int64(m.Value.Uint64())
		f.mostProcs = max(f.mostProcs, f.gomaxprocs)
	case "/memory/classes/heap/objects:bytes":
		f.live = f.live.with(m.Value.Uint64())
		f.line.metric(f, &f.line.heap, f.live)
	case "/gc/heap/goal:bytes":
		f.goal = f.goal.with(m.Value.Uint64())
		f.line.metric(f, &f.line.goal, f.goal)
	}
}

func (e *extent) with(v uint64) *extent {
	if e == nil {
		return &extent{v, v, v, v}
	}
	e.Last, e.Min, e.Max = v, min(e.Min, v), max(e.Max, v)
	return e
}

func (f *fold) label(l trace.Label) {
	g := f.goroutines[l.Resource.Goroutine()]
	if g.label > 0 && g.state == running {
		f.workers[g.label] += f.now - max(g.since, g.labelSince)
	}
	g.labelSince = f.now
	switch l.Label {
	case "GC (dedicated)":
		g.label = 1
	case "GC (fractional)":
		g.label = 2
	case "GC (idle)":
		g.label = 3
	default:
		g.label = 0
	}
}

func (f *fold) rangeBegin(ev *trace.Event) {
	r := ev.Range()
	switch r.Name {
	case "GC mark assist":
		g := f.goroutines[r.Scope.Goroutine()]
		g.assist, g.assistBegan, g.assistSince = true, true, f.now
	case "GC incremental sweep":
		f.procOf(r.Scope.Proc()).sweep = f.now
	case "GC concurrent mark phase":
		f.gcSince, f.gcBegan = f.now, true
	default:
		g := f.goroutines[r.Scope.Goroutine()]
		g.stwSince, g.stwKind = f.now, f.stacks.texts.id(kindOf(r.Name))
	}
}

func kindOf(name string) string {
	return strings.TrimSuffix(strings.TrimPrefix(name, "stop-the-world ("), ")")
}

// rangeActive: the beginning was not seen, or this is known.
func (f *fold) rangeActive(ev *trace.Event) {
	r := ev.Range()
	switch r.Name {
	case "GC mark assist":
		if g := f.goroutines[r.Scope.Goroutine()]; !g.assist {
			g.assist, g.assistBegan, g.assistSince = true, false, f.now
		}
	case "GC concurrent mark phase":
		if f.gcSince < 0 {
			f.gcSince, f.gcBegan = 0, false // Since the beginning of the trace.
		}
	}
}

func (f *fold) rangeEnd(ev *trace.Event) {
	r := ev.Range()
	switch r.Name {
	case "GC mark assist":
		f.assistEnd(f.goroutines[r.Scope.Goroutine()])
	case "GC incremental sweep":
		f.sweepEnd(f.procOf(r.Scope.Proc()), ev.RangeAttributes())
	case "GC concurrent mark phase":
		if f.gcSince >= 0 && f.gcBegan {
			f.cycles = append(f.cycles, [2]int64{f.gcSince, f.now})
		}
		f.line.marked(f)
		f.gcSince = -1
	default:
		f.stwEnd(f.goroutines[r.Scope.Goroutine()])
	}
}

func (f *fold) assistEnd(g *goroutine) {
	if g.assistBegan {
		f.assists.add(f.now-g.assistSince, f.exact)
	}
	if g.assist && g.state == running {
		g.assistTime += f.now - max(g.since, g.assistSince)
	}
	g.assist, g.assistBegan = false, false
}

func (f *fold) sweepEnd(p *proc, attributes []trace.RangeAttribute) {
	if p.sweep < 0 {
		return
	}
	f.sweeps.add(f.now-p.sweep, f.exact)
	p.sweep = -1
	for _, a := range attributes {
		switch a.Name {
		case "bytes swept":
			f.swept += a.Value.Uint64()
		case "bytes reclaimed":
			f.reclaimed += a.Value.Uint64()
		}
	}
}

func (f *fold) stwEnd(g *goroutine) {
	if g.stwSince < 0 {
		return
	}
	d := f.stw[g.stwKind]
	if d == nil {
		d = &durations{}
		f.stw[g.stwKind] = d
	}
	d.add(f.now-g.stwSince, f.exact)
	f.line.stop(f, g.stwSince)
	g.stwSince = -1
}

func (f *fold) annotated(of map[int32]*annotated, name int32) *annotated {
	a := of[name]
	if a == nil {
		a = &annotated{}
		of[name] = a
	}
	return a
}

func (f *fold) taskEnd(id trace.TaskID) {
	task, ok := f.tasks[id]
	if !ok {
		f.annotated(f.taskTypes, 0).seen++
		return
	}
	f.annotated(f.taskTypes, task.name).add(f.now-task.since, f.exact)
	delete(f.tasks, id)
}

func (f *fold) regionEnd(g *goroutine, name string) {
	n := len(g.regions)
	if n == 0 {
		f.annotated(f.regionKind, f.stacks.texts.id(name)).seen++
		return
	}
	began := g.regions[n-1]
	f.annotated(f.regionKind, began.name).add(f.now-began.since, f.exact)
	g.regions = g.regions[:n-1]
}

// finish closes what is open at the time of the last event.
func (f *fold) finish() {
	f.integrate()
	for _, g := range f.goroutines {
		f.leave(g, false)
		f.end(g, 0)
		if g.stwSince >= 0 {
			f.line.stop(f, g.stwSince)
		}
	}
	for _, p := range f.procs {
		if p.state == trace.ProcRunning {
			f.stopProc(p)
		}
	}
	f.line.marked(f)
}
