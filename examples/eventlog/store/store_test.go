package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"example.com/eventlog/codec"
	"example.com/eventlog/index"
)

func event(i int) codec.Record {
	return codec.Record{
		Time:    int64(i) * 1000,
		Source:  "billing",
		Kind:    "order.created",
		Payload: []byte(fmt.Sprint("event ", i)),
	}
}

func TestAppendAndLine(t *testing.T) {
	s := New(Options{SegmentSize: 1 << 16, CacheSize: 4})
	w := s.NewWriter()
	for i := 0; i < 20; i++ {
		r := event(i)
		seq, err := w.Append(fmt.Sprint("id-", i), &r)
		if err != nil || seq != uint64(i) {
			t.Fatalf("event %d: %d, %v", i, seq, err)
		}
	}
	for _, seq := range []uint64{0, 7, 7, 19} {
		line, ok := s.Line(seq)
		var got codec.Record
		if !ok || json.Unmarshal(line[:len(line)-1], &struct {
			Seq     *uint64
			Payload *[]byte
		}{&got.Seq, &got.Payload}) != nil {
			t.Fatalf("line %d: %q, %v", seq, line, ok)
		}
		if got.Seq != seq || string(got.Payload) != fmt.Sprint("event ", seq) {
			t.Errorf("line %d: %s", seq, line)
		}
	}
	if _, ok := s.Line(20); ok {
		t.Error("line 20 is there")
	}
	if n := s.Between(5000, 9000); n != 4 {
		t.Errorf("%d records between, want 4", n)
	}
	r := event(3)
	if _, err := w.Append("id-3", &r); !errors.Is(err, index.ErrDuplicate) {
		t.Errorf("duplicate: %v", err)
	}
}

func TestWriters(t *testing.T) {
	s := New(Options{SegmentSize: 4 << 10, CacheSize: 4})
	var done sync.WaitGroup
	for g := 0; g < 4; g++ {
		done.Add(1)
		go func() {
			defer done.Done()
			w := s.NewWriter()
			for i := 0; i < 100; i++ {
				r := event(i)
				if _, err := w.Append("", &r); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	done.Wait()
	line, ok := s.Line(399)
	if !ok || !json.Valid(line) {
		t.Errorf("last line: %q, %v", line, ok)
	}
	if _, ok := s.Line(0); ok {
		t.Error("the first segment is still there")
	}
	big := codec.Record{Payload: make([]byte, 8<<10)}
	if _, err := s.NewWriter().Append("", &big); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}
