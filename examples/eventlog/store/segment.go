package store

import (
	"errors"

	"example.com/eventlog/codec"
	"example.com/eventlog/index"
)

// ErrTooLarge says that a record does not fit into a segment.
var ErrTooLarge = errors.New("store: record larger than a segment")

// seqSize is the room for the beginning of a line, which holds the sequence
// number.
const seqSize = 32

// reserve gives r its sequence number and its place in the index, and starts
// the segment again when there is no room for a line whose size, without the
// sequence number, is given. The lock must be held.
func (s *Store) reserve(id string, r *codec.Record, size int) error {
	size += seqSize
	if size > cap(s.segment) {
		return ErrTooLarge
	}
	if size > cap(s.segment)-len(s.segment) {
		s.segment, s.first = s.segment[:0], s.next
		s.index.Reset()
	}
	e := index.Entry{Time: r.Time, Seq: s.next, Offset: uint32(len(s.segment))}
	if err := s.index.Add(id, e); err != nil {
		return err
	}
	r.Seq = s.next
	s.next++
	return nil
}

// line returns the part of the segment that holds a record. The lock must be
// held, for reading at least.
func (s *Store) line(seq uint64) ([]byte, bool) {
	e, ok := s.index.At(int(seq - s.first))
	if !ok {
		return nil, false
	}
	end := uint32(len(s.segment))
	if after, ok := s.index.At(int(seq-s.first) + 1); ok {
		end = after.Offset
	}
	return s.segment[e.Offset:end], true
}
