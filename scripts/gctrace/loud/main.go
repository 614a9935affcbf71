// Workers that log to standard error all the time: lines of gctrace are torn apart.
package main

import (
	"log"
	"os"
	"sync"

	"example.com/gctrace/report"
)

func work(name string, done *sync.WaitGroup) {
	logger := log.New(os.Stderr, name+": ", 0)
	kept := make([][]byte, 64)
	for i := 0; i < 20000; i++ {
		kept[i%len(kept)] = make([]byte, 8<<10)
		if i%4 == 0 {
			logger.Printf("item of %d bytes", len(kept[i%len(kept)]))
		}
	}
	done.Done()
}

func main() {
	var done sync.WaitGroup
	for _, name := range []string{"first", "second", "third"} {
		done.Add(1)
		go work(name, &done)
	}
	done.Wait()
	report.Print()
}
