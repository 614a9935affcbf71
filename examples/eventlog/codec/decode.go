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

// Decoder reads frames. It keeps every name it has seen, because a log names
// the same few sources, kinds and attributes again and again. The zero value
// is ready for use; a Decoder must not be shared between goroutines.
type Decoder struct {
	names map[string]string
}

// maxNames bounds the memory a Decoder keeps for names.
const maxNames = 4096

// Decode reads the first frame of src into r and returns the rest of src. The
// record's Attrs and Payload are reused; the payload is a copy.
func (d *Decoder) Decode(src []byte, r *Record) (rest []byte, err error) {
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
	if !d.body(body, r) {
		return src, ErrCorrupt
	}
	return src[headerSize+size+trailerSize:], nil
}

func (d *Decoder) body(b []byte, r *Record) bool {
	in := reader{buf: b, ok: true}
	r.Seq = in.uvarint()
	r.Time = int64(in.uvarint())
	r.Source = d.name(in.bytes(MaxName))
	r.Kind = d.name(in.bytes(MaxName))
	n := in.uvarint()
	if n > MaxAttrs {
		return false
	}
	r.Attrs = r.Attrs[:0]
	for i := uint64(0); i < n && in.ok; i++ {
		key := d.name(in.bytes(MaxName))
		r.Attrs = append(r.Attrs, Attr{Key: key, Value: d.name(in.bytes(MaxPayload))})
	}
	r.Payload = append(r.Payload[:0], in.bytes(MaxPayload)...)
	return in.ok && len(in.buf) == 0
}

// name returns b as a string, the same one for equal bytes.
func (d *Decoder) name(b []byte) string {
	if s, ok := d.names[string(b)]; ok {
		return s
	}
	s := string(b)
	if d.names == nil {
		d.names = make(map[string]string)
	}
	if len(d.names) < maxNames {
		d.names[s] = s
	}
	return s
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
