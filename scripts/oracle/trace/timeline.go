package main

import (
	"maps"
	"slices"
)

// timeline is everything on one axis of equal steps; without a step length it is left out.
type timeline struct {
	marking, stopped []int64
	heap, goal       []*uint64
	most             []int64
	before           int64
}

// span adds the time from since to now to the steps that it covers.
func (f *fold) span(steps *[]int64, since int64) {
	if f.step == 0 {
		return
	}
	for at := since; at < f.now; {
		i := int(at / f.step)
		to := min(f.now, int64(i+1)*f.step)
		for i >= len(*steps) {
			*steps = append(*steps, 0)
		}
		(*steps)[i] += to - at
		at = to
	}
}

func (t *timeline) runnable(f *fold, g *group, since int64) { f.span(&g.steps[1], since) }
func (t *timeline) ran(f *fold, g *group, since int64)      { f.span(&g.steps[0], since) }
func (t *timeline) procRan(f *fold, p *proc)                { f.span(&p.steps, p.since) }
func (t *timeline) stop(f *fold, since int64)               { f.span(&t.stopped, since) }
func (t *timeline) marked(f *fold) {
	if f.gcSince >= 0 {
		f.span(&t.marking, f.gcSince)
	}
}

// alive notes the most that were born in the trace and alive at once, in each step.
func (t *timeline) alive(f *fold) {
	if f.step == 0 {
		return
	}
	i := int(f.now / f.step)
	for i >= len(t.most) {
		t.most = append(t.most, t.before)
	}
	t.before = f.born - f.died
	t.most[i] = max(t.most[i], t.before)
}

func (t *timeline) metric(f *fold, of *[]*uint64, e *extent) {
	if f.step == 0 {
		return
	}
	i := int(f.now / f.step)
	for i >= len(*of) {
		var last *uint64
		if n := len(*of); n > 0 {
			last = (*of)[n-1]
		}
		*of = append(*of, last)
	}
	v := e.Last
	(*of)[i] = &v
}

type timelineJSON struct {
	Step       int64       `json:"step"`
	Steps      int         `json:"steps"`
	Running    []float64   `json:"running"`
	Runnable   []float64   `json:"runnable"`
	Goroutines []int64     `json:"goroutines"`
	Marking    []int64     `json:"marking"`
	Stopped    []int64     `json:"stopped"`
	Heap       []*uint64   `json:"heap"`
	Goal       []*uint64   `json:"goal"`
	Processors []laneJSON  `json:"processors"`
	Groups     []groupLane `json:"groups"`
}
type laneJSON struct {
	ID      int64   `json:"id"`
	Running []int64 `json:"running"`
}
type groupLane struct {
	Name     string  `json:"name"`
	Running  []int64 `json:"running"`
	Runnable []int64 `json:"runnable"`
}

func (f *fold) timeline() *timelineJSON {
	if f.step == 0 || f.start < 0 {
		return nil
	}
	t, n := &f.line, int((f.now+f.step-1)/f.step)
	padded := func(steps []int64) []int64 {
		return append(append([]int64{}, steps...), make([]int64, max(0, n-len(steps)))...)[:n]
	}
	out := &timelineJSON{
		Step: f.step, Steps: n, Running: make([]float64, n), Runnable: make([]float64, n),
		Marking: padded(t.marking), Stopped: padded(t.stopped), Heap: lasting(t.heap, n), Goal: lasting(t.goal, n),
		Goroutines: t.alivePerStep(f, n), Processors: []laneJSON{}, Groups: []groupLane{},
	}
	length := func(i int) float64 { return float64(min(f.step, f.now-int64(i)*f.step)) }
	for _, id := range slices.Sorted(maps.Keys(f.procs)) {
		lane := padded(f.procs[id].steps)
		out.Processors = append(out.Processors, laneJSON{int64(id), lane})
		for i, ns := range lane {
			out.Running[i] += float64(ns)
		}
	}
	for id, g := range f.groups {
		if g == nil {
			continue
		}
		lane := groupLane{f.stacks.texts.of[id], padded(g.steps[0]), padded(g.steps[1])}
		out.Groups = append(out.Groups, lane)
		for i, ns := range lane.Runnable {
			out.Runnable[i] += float64(ns)
		}
	}
	for i := range n {
		if l := length(i); l > 0 {
			out.Running[i] /= l
			out.Runnable[i] /= l
		}
	}
	return out
}

func (t *timeline) alivePerStep(f *fold, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		if i < len(t.most) {
			out[i] = f.before + t.most[i]
		} else {
			out[i] = f.before + t.before
		}
	}
	if n > 0 && len(t.most) > n { // At the very end of the last step.
		out[n-1] = max(out[n-1], f.before+t.most[n])
	}
	return out
}

func lasting(of []*uint64, n int) []*uint64 {
	for len(of) < n {
		var last *uint64
		if len(of) > 0 {
			last = of[len(of)-1]
		}
		of = append(of, last)
	}
	if n > 0 && len(of) > n {
		of[n-1] = of[n]
	}
	return append([]*uint64{}, of[:n]...)
}
