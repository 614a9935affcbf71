// Command runner runs test binaries for go-perf-gate: one JSON launch a line on standard input, one JSON answer a line
// on standard output. It exists because Node cannot put a child in a process group with its own file descriptors and ask
// the kernel what it cost. Built with the user's toolchain, Go 1.18 or later, standard library only.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
)

// Launch is a process to run.
type Launch struct {
	ID  int      `json:"id"`
	Bin string   `json:"bin"`
	Arg []string `json:"args"`
	Dir string   `json:"dir"`
	Env []string `json:"env"`
	// Stdout and Stderr are files to append to.
	Stdout string `json:"stdout"`
	Stderr string `json:"stderr"`
	// Timeout and Grace are seconds: SIGQUIT after Timeout, SIGKILL to the group after Grace more.
	Timeout float64 `json:"timeout"`
	Grace   float64 `json:"grace"`
	// MaxOutput is the most a stream may have, bytes.
	MaxOutput int64 `json:"maxOutput"`
	// Affinity lists the CPUs that the process may run on; empty is all.
	Affinity []int `json:"affinity"`
}

// Range is a part of a file, in bytes.
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Answer says how a process ended.
type Answer struct {
	ID int `json:"id"`
	// Ending is ok, exit, signal, timeout, output or not-started.
	Ending string `json:"ending"`
	Exit   int    `json:"exit"`
	Signal string `json:"signal,omitempty"`
	Error  string `json:"error,omitempty"`
	// Note says what was asked for and not done.
	Note string `json:"note,omitempty"`
	// Start is Unix time; Wall, User and System are durations; all in seconds.
	Start  float64 `json:"start"`
	Wall   float64 `json:"wall"`
	User   float64 `json:"user"`
	System float64 `json:"system"`
	// MaxRSS is in bytes.
	MaxRSS int64 `json:"maxRss"`
	Stdout Range `json:"stdout"`
	Stderr Range `json:"stderr"`
}

// group is the process group that is running, to be killed when the runner has to go.
type group struct {
	sync.Mutex
	pid  int
	gone bool
}

func (g *group) set(pid int) {
	g.Lock()
	defer g.Unlock()
	g.pid = pid
	if g.gone && pid > 0 {
		killGroup(pid)
	}
}

// abandon kills what runs and ends the runner.
func (g *group) abandon(status int) {
	g.Lock()
	g.gone = true
	if g.pid > 0 {
		killGroup(g.pid)
	}
	killOrphans()
	os.Exit(status)
}

func main() {
	// The kernel sends a parent-death signal when the thread that started the child ends, and the child inherits that
	// thread's CPU affinity: stay on this one.
	runtime.LockOSThread()
	adoptOrphans()
	var running group
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		running.abandon(1)
	}()
	launches := make(chan Launch)
	go read(os.Stdin, launches, &running)
	answers := json.NewEncoder(os.Stdout)
	for launch := range launches {
		answer := run(launch, &running)
		if err := answers.Encode(answer); err != nil {
			running.abandon(1)
		}
	}
}

// read hands on launches; when standard input ends, whoever asked is gone.
func read(from io.Reader, launches chan<- Launch, running *group) {
	decoder := json.NewDecoder(bufio.NewReader(from))
	for {
		var launch Launch
		err := decoder.Decode(&launch)
		if err == io.EOF {
			running.abandon(0)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "runner:", err)
			running.abandon(2)
		}
		launches <- launch
	}
}
