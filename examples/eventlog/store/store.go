// Package store is an append-only log of events in memory: JSON lines in one
// segment, an index of them, and a cache of the lines read most recently.
package store

import (
	"hash/crc64"
	"sync"

	"example.com/eventlog/cache"
	"example.com/eventlog/codec"
	"example.com/eventlog/index"
)

// Options of a store.
type Options struct {
	SegmentSize int // bytes; the segment starts again when it is full
	Records     int // records the index has room for
	CacheSize   int // lines
}

// Store is an append-only log. It is safe for concurrent use; writers each
// take a Writer of their own.
type Store struct {
	lines *cache.LRU[uint64, []byte]

	mu      sync.RWMutex
	first   uint64 // the sequence number of the segment's first record
	next    uint64
	segment []byte
	index   *index.Index
}

var ecma = crc64.MakeTable(crc64.ECMA)

// New returns an empty store.
func New(o Options) *Store {
	return &Store{
		lines:   cache.New[uint64, []byte](o.CacheSize),
		segment: make([]byte, 0, max(o.SegmentSize, 1<<10)),
		index:   index.New(o.Records),
	}
}

// Line returns a record as a JSON line, with its newline, and keeps it in the
// cache. The caller must not change it.
func (s *Store) Line(seq uint64) ([]byte, bool) {
	if line, ok := s.lines.Get(seq); ok {
		return line, true
	}
	line, ok := s.AppendLine(nil, seq)
	if ok {
		s.lines.Put(seq, line)
	}
	return line, ok
}

// AppendLine appends a record's JSON line to dst, past the cache: a reader of
// the whole log must not drive out what others read.
func (s *Store) AppendLine(dst []byte, seq uint64) ([]byte, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	line, ok := s.line(seq)
	return append(dst, line...), ok
}

// Between returns how many records there are with from <= Time < to.
func (s *Store) Between(from, to int64) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.index.Range(from, to))
}

// Ship appends all the given records to dst as a batch for a replica.
func (s *Store) Ship(dst []byte, recs []codec.Record) ([]byte, error) {
	return codec.AppendBatch(dst, recs)
}

// Checksum returns the CRC-64 of the present segment, which replicas compare.
func (s *Store) Checksum() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return crc64.Checksum(s.segment, ecma)
}
