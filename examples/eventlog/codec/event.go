// Package codec turns event records into bytes and back.
//
// Two encodings are offered: a compact binary frame for storage and
// replication (AppendRecord, AppendBatch, Decode) and one JSON line per
// record for people and other tools (AppendJSON). All append functions write
// into a buffer of the caller, so a caller that keeps its buffer allocates
// nothing.
package codec

import (
	"errors"
	"fmt"
)

// Limits of a single record. They keep a corrupt length from making a reader
// reserve memory without bound.
const (
	MaxName    = 255
	MaxAttrs   = 64
	MaxPayload = 1 << 20
)

// Attr is one key and value attached to a record.
type Attr struct {
	Key   string
	Value string
}

// Record is one event of the log.
type Record struct {
	Seq     uint64 // position in the log, assigned by the store
	Time    int64  // nanoseconds since the Unix epoch
	Source  string // the service that wrote the event
	Kind    string // what happened, such as "order.created"
	Attrs   []Attr
	Payload []byte
}

// ErrTooLarge says that a record exceeds one of the package's limits.
var ErrTooLarge = errors.New("codec: record too large")

// Validate reports whether the record can be encoded.
func (r *Record) Validate() error {
	if len(r.Source) > MaxName || len(r.Kind) > MaxName {
		return fmt.Errorf("%w: name of %d bytes", ErrTooLarge, max(len(r.Source), len(r.Kind)))
	}
	if len(r.Attrs) > MaxAttrs {
		return fmt.Errorf("%w: %d attributes", ErrTooLarge, len(r.Attrs))
	}
	if len(r.Payload) > MaxPayload {
		return fmt.Errorf("%w: payload of %d bytes", ErrTooLarge, len(r.Payload))
	}
	return nil
}
