// Package index finds records of the log by event ID and by time.
package index

import (
	"errors"
	"fmt"
	"sort"
)

// Entry says where a record is.
type Entry struct {
	Time   int64  // nanoseconds since the Unix epoch
	Seq    uint64 // position in the log
	Offset uint32 // where the record begins in its segment
}

// ErrDuplicate says that an event ID is in the index already.
var ErrDuplicate = errors.New("index: duplicate event ID")

// Index holds the entries of one segment in the order of their time. It is
// not safe for concurrent use; the store's lock guards it.
type Index struct {
	entries []Entry
	byID    map[string]uint32
}

// New returns an index with room for n entries.
func New(n int) *Index {
	return &Index{
		entries: make([]Entry, 0, n),
		byID:    make(map[string]uint32, n),
	}
}

// Len returns the number of entries.
func (x *Index) Len() int { return len(x.entries) }

// Reset empties the index and keeps its memory.
func (x *Index) Reset() {
	x.entries = x.entries[:0]
	clear(x.byID)
}

// Add puts an entry into the index. A log is written in the order of time, so
// an earlier time than the last one's is raised to it. An empty ID is allowed
// and cannot be looked up.
func (x *Index) Add(id string, e Entry) error {
	if id != "" {
		if _, ok := x.byID[id]; ok {
			return fmt.Errorf("%w: %q", ErrDuplicate, id)
		}
		x.byID[id] = uint32(len(x.entries))
	}
	if n := len(x.entries); n > 0 && e.Time < x.entries[n-1].Time {
		e.Time = x.entries[n-1].Time
	}
	x.entries = append(x.entries, e)
	return nil
}

// Lookup returns the entry of an event ID.
func (x *Index) Lookup(id string) (Entry, bool) {
	i, ok := x.byID[id]
	if !ok {
		return Entry{}, false
	}
	return x.entries[i], true
}

// At returns the i-th entry in the order of time.
func (x *Index) At(i int) (Entry, bool) {
	if i < 0 || i >= len(x.entries) {
		return Entry{}, false
	}
	return x.entries[i], true
}

// after returns the position of the first entry at or after t.
func (x *Index) after(t int64) int {
	return sort.Search(len(x.entries), func(i int) bool { return x.entries[i].Time >= t })
}
