package store

import "example.com/eventlog/codec"

// Writer appends records to a store. Each goroutine takes its own.
type Writer struct {
	store *Store
	line  []byte
}

// NewWriter returns a writer that appends to s.
func (s *Store) NewWriter() *Writer {
	return &Writer{store: s, line: make([]byte, 0, 16<<10)}
}

// Append adds r to the log and returns its sequence number, which is also set
// in r. An ID that is not empty must be new in the segment.
//
// All but the number is made before the lock is taken, so that writers wait
// only for each other's copy into the segment.
func (w *Writer) Append(id string, r *codec.Record) (uint64, error) {
	if err := r.Validate(); err != nil {
		return 0, err
	}
	w.line = append(codec.AppendFields(w.line[:0], r), '\n')

	s := w.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.reserve(id, r, len(w.line)); err != nil {
		return 0, err
	}
	s.segment = codec.AppendSeq(s.segment, r.Seq)
	s.segment = append(s.segment, w.line...)
	return r.Seq, nil
}
