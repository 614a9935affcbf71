// Two goroutines that hand each other a value over channels without a buffer, for a second and a half: about 50 MB of trace
// in one generation.
package main

import (
	"os"
	"runtime/trace"
	"time"
)

func main() {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	if err := trace.Start(os.Stdout); err != nil {
		panic(err)
	}
	for v, start := 0, time.Now(); time.Since(start) < 1500*time.Millisecond; v = <-pong {
		ping <- v
	}
	close(ping)
	trace.Stop()
}
