package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// The benchmarks that no factor changes.

type record struct {
	ID    int               `json:"id"`
	Name  string            `json:"name"`
	Tags  []string          `json:"tags"`
	Attrs map[string]string `json:"attrs"`
}

// allocateMore makes the allocations that CORPUS_ALLOCS asks for, of 16 bytes.
func allocateMore() {
	for range extraAllocs {
		sinkBytes = make([]byte, 16)
	}
}

// BenchmarkAlloc: small objects that live for a while, and the garbage collector with them.
func BenchmarkAlloc(b *testing.B) {
	const objects, alive = 200, 1 << 12
	ring := make([]*[8]uint64, alive)
	at := 0
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for range objects {
			ring[at%alive] = new([8]uint64)
			at++
		}
		allocateMore()
	}
	sinkInt = len(ring)
}

// BenchmarkJSON: a record there and back.
func BenchmarkJSON(b *testing.B) {
	from := record{7, "a name of some length", []string{"one", "two", "three"}, map[string]string{"k": "v", "x": "y"}}
	for i := 0; i < b.N; i++ {
		text, err := json.Marshal(from)
		if err != nil {
			b.Fatal(err)
		}
		var to record
		if err := json.Unmarshal(text, &to); err != nil {
			b.Fatal(err)
		}
		allocateMore()
		sinkInt = to.ID
	}
}

// BenchmarkRegexp: a search through 4 KiB.
func BenchmarkRegexp(b *testing.B) {
	pattern := regexp.MustCompile(`(\w+)@(\w+)\.com`)
	text := strings.Repeat("no address in this line; ", 160) + "somebody@example.com"
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sinkInt = pattern.FindStringIndex(text)[0]
	}
}

// BenchmarkMutex: a lock that nobody else wants.
func BenchmarkMutex(b *testing.B) {
	const locks = 500
	var mu sync.Mutex
	for i := 0; i < b.N; i++ {
		for range locks {
			mu.Lock()
			sinkInt++
			mu.Unlock()
		}
	}
}

// BenchmarkCopy: 256 KiB of memory.
func BenchmarkCopy(b *testing.B) {
	from, to := make([]byte, 256<<10), make([]byte, 256<<10)
	b.SetBytes(int64(len(from)))
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sinkInt = copy(to, from)
	}
}

// BenchmarkFile: a small file on tmpfs, where there is one, written through a buffer and read again: system calls.
func BenchmarkFile(b *testing.B) {
	dir := "/dev/shm"
	if _, err := os.Stat(dir); err != nil {
		dir = ""
	}
	file, err := os.CreateTemp(dir, "corpus")
	if err != nil {
		b.Fatal(err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	line, text := bytes.Repeat([]byte("x"), 100), make([]byte, 16<<10)
	out := bufio.NewWriterSize(file, 4096)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := file.Seek(0, 0); err != nil {
			b.Fatal(err)
		}
		for range 160 {
			if _, err := out.Write(line); err != nil {
				b.Fatal(err)
			}
		}
		if err := out.Flush(); err != nil {
			b.Fatal(err)
		}
		if sinkInt, err = file.ReadAt(text[:16000], 0); err != nil {
			b.Fatal(err)
		}
	}
}
