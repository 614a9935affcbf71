// Writes small execution traces of everything that a trace may hold, one to each file named; for fuzzing.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"time"
)

var kept [][]byte

func handOff() {
	c := make(chan int)
	go func() {
		for i := range 20 {
			c <- i
		}
		close(c)
	}()
	for range c {
	}
}

func convoy() {
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 3 {
				mu.Lock()
				runtime.Gosched()
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

func annotated() {
	ctx, task := trace.NewTask(context.Background(), "request")
	defer task.End()
	trace.WithRegion(ctx, "outer", func() {
		trace.WithRegion(ctx, "inner", func() { trace.Log(ctx, "key", "value") })
	})
}

func collected() {
	debug.SetGCPercent(10)
	for range 40 {
		kept = append(kept, make([]byte, 64<<10))
	}
	runtime.GC()
	kept = nil
	debug.SetGCPercent(100)
}

func pulled() {
	next, stop := iter.Pull(func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	})
	for range 5 {
		next()
	}
	stop()
}

func calls() {
	reader, writer, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	go func() {
		time.Sleep(200 * time.Microsecond)
		writer.Close()
	}()
	io.Copy(io.Discard, reader)
	os.ReadFile("/proc/self/stat")
}

func sampled() {
	pprof.StartCPUProfile(io.Discard)
	for begin := time.Now(); time.Since(begin) < 30*time.Millisecond; {
	}
	pprof.StopCPUProfile()
}

// Several generations: the runtime begins one each second.
func ticking() {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for range 150 {
		<-ticker.C
		handOff()
	}
}

func main() {
	works := []func(){handOff, convoy, annotated, collected, pulled, calls, sampled, ticking}
	for i, file := range os.Args[1:] {
		var out bytes.Buffer
		if err := trace.Start(&out); err != nil {
			panic(err)
		}
		works[i%len(works)]()
		trace.Stop()
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
