// A server that works with labels, allocates, contends for locks and waits, so that each of its profiles has something to
// say. It prints the address of its /debug/pprof.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
	"time"
)

var (
	mu   sync.Mutex
	kept = map[string][][]byte{}
	sink any
)

type entry struct {
	Name  string
	Parts []string
	Inner *entry
}

func nested(depth int) *entry {
	if depth == 0 {
		return nil
	}
	return &entry{Name: strings.Repeat("x", depth), Parts: []string{"a", "b"}, Inner: nested(depth - 1)}
}

func encode(depth int) {
	data, _ := json.Marshal(nested(depth))
	var out entry
	_ = json.Unmarshal(data, &out)
	sink = out
}

func keep(who string, size int) {
	mu.Lock()
	defer mu.Unlock()
	kept[who] = append(kept[who], make([]byte, size))
	if len(kept[who]) > 100 {
		kept[who] = kept[who][50:]
	}
	time.Sleep(time.Microsecond)
}

func order(n int) {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprint((i * 7919) % n)
	}
	sort.Strings(words)
	sink = words
}

func worker(id int, jobs <-chan int) {
	labels := pprof.Labels("worker", fmt.Sprint(id%3), "path", fmt.Sprintf("/v1/item=%d", id), "long", strings.Repeat("é", id))
	pprof.Do(context.Background(), labels, func(context.Context) {
		for job := range jobs {
			switch job % 3 {
			case 0:
				encode(job % 13)
			case 1:
				keep(fmt.Sprint(id), 1<<(job%14))
			default:
				order(job % 700)
			}
		}
	})
}

func main() {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	runtime.MemProfileRate = 4096
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	jobs := make(chan int)
	for id := range 6 {
		go worker(id, jobs)
	}
	go func() {
		for job := 0; ; job++ {
			jobs <- job
		}
	}()
	fmt.Printf("http://%s/debug/pprof\n", listener.Addr())
	panic(http.Serve(listener, nil))
}
