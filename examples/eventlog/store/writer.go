package store

import (
	"errors"

	"example.com/eventlog/codec"
	"example.com/eventlog/index"
)

// ErrTooLarge says that a record does not fit into a segment.
var ErrTooLarge = errors.New("store: record larger than a segment")

// Writer appends records to a store. Each goroutine takes its own.
type Writer struct {
	store *Store
	line  []byte
}

// NewWriter returns a writer that appends to s.
func (s *Store) NewWriter() *Writer {
	return &Writer{store: s, line: make([]byte, 0, 4<<10)}
}

// Append adds r to the log and returns its sequence number, which is also set
// in r. The line is made before the lock is taken, so that writers only wait
// for each other's copy into the segment.
func (w *Writer) Append(id string, r *codec.Record) (uint64, error) {
	if err := r.Validate(); err != nil {
		return 0, err
	}
	w.line = append(codec.AppendJSON(w.line[:0], r), '\n')

	s := w.store
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(id, r, w.line)
}

// add puts a line into the segment. The lock must be held.
func (s *Store) add(id string, r *codec.Record, line []byte) (uint64, error) {
	if len(line) > cap(s.segment) {
		return 0, ErrTooLarge
	}
	if len(line) > cap(s.segment)-len(s.segment) {
		s.segment, s.first = s.segment[:0], s.next
		s.index.Reset()
	}
	seq := s.next
	e := index.Entry{Time: r.Time, Seq: seq, Offset: uint32(len(s.segment)), Length: uint32(len(line))}
	if err := s.index.Add(id, e); err != nil {
		return 0, err
	}
	s.segment = append(s.segment, line...)
	s.next++
	r.Seq = seq
	return seq, nil
}
