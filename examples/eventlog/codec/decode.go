package codec

import (
	"encoding/binary"
	"errors"
)

// Errors of Decode.
var (
	ErrShort    = errors.New("codec: frame is cut short")
	ErrChecksum = errors.New("codec: checksum does not match")
	ErrCorrupt  = errors.New("codec: frame is corrupt")
)

// Decode reads the first frame of src into r and returns the rest of src.
//
// What r holds already is used again: its memory for attributes and payload,
// and every name that is the same as before. A caller that reads a log into
// one record therefore allocates only when a name changes.
func Decode(src []byte, r *Record) (rest []byte, err error) {
	if len(src) < headerSize {
		return src, ErrShort
	}
	size := int(binary.LittleEndian.Uint32(src))
	if size < 0 || len(src)-headerSize-trailerSize < size {
		return src, ErrShort
	}
	body := src[headerSize : headerSize+size]
	if Checksum(0, body) != binary.LittleEndian.Uint32(src[headerSize+size:]) {
		return src, ErrChecksum
	}
	if !decodeBody(body, r) {
		return src, ErrCorrupt
	}
	return src[headerSize+size+trailerSize:], nil
}

func decodeBody(b []byte, r *Record) bool {
	in := reader{buf: b, ok: true}
	r.Seq = in.uvarint()
	r.Time = int64(in.uvarint())
	r.Source = keep(r.Source, in.bytes(MaxName))
	r.Kind = keep(r.Kind, in.bytes(MaxName))
	n := int(in.uvarint())
	if n < 0 || n > MaxAttrs {
		return false
	}
	for len(r.Attrs) < n {
		r.Attrs = append(r.Attrs, Attr{})
	}
	r.Attrs = r.Attrs[:n]
	for i := range r.Attrs {
		a := &r.Attrs[i]
		a.Key = keep(a.Key, in.bytes(MaxName))
		a.Value = keep(a.Value, in.bytes(MaxPayload))
	}
	r.Payload = append(r.Payload[:0], in.bytes(MaxPayload)...)
	return in.ok && len(in.buf) == 0
}

// keep returns b as a string: the old one if it is the same.
func keep(old string, b []byte) string {
	if old == string(b) {
		return old
	}
	return string(b)
}

// reader takes fields off the front of a body. After the first error all
// fields are empty.
type reader struct {
	buf []byte
	ok  bool
}

func (in *reader) uvarint() uint64 {
	v, n := binary.Uvarint(in.buf)
	if n <= 0 {
		in.ok, in.buf = false, nil
		return 0
	}
	in.buf = in.buf[n:]
	return v
}

func (in *reader) bytes(limit uint64) []byte {
	n := in.uvarint()
	if n > limit || n > uint64(len(in.buf)) {
		in.ok, in.buf = false, nil
		return nil
	}
	b := in.buf[:n]
	in.buf = in.buf[n:]
	return b
}
