package codec

import (
	"encoding/binary"
	"hash/crc32"
)

// A frame is
//
//	length   uint32, little endian, of the body
//	body     seq, time, source, kind, attributes, payload
//	checksum uint32, little endian, CRC-32C of the body
//
// Numbers in the body are unsigned varints; strings and the payload are
// preceded by their length.
const (
	headerSize  = 4
	trailerSize = 4
)

// Checksum returns the CRC-32C of b, or of all that sum covers followed by b.
func Checksum(sum uint32, b []byte) uint32 {
	return crc32.Update(sum, castagnoli, b)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendRecord appends the frame of r to dst and returns the longer slice.
func AppendRecord(dst []byte, r *Record) ([]byte, error) {
	if err := r.Validate(); err != nil {
		return dst, err
	}
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = appendBody(dst, r)
	body := dst[start+headerSize:]
	binary.LittleEndian.PutUint32(dst[start:], uint32(len(body)))
	return binary.LittleEndian.AppendUint32(dst, Checksum(0, body)), nil
}

func appendBody(dst []byte, r *Record) []byte {
	return append(appendFields(dst, r), r.Payload...)
}

// appendFields appends all of the body but the payload itself.
func appendFields(dst []byte, r *Record) []byte {
	dst = binary.AppendUvarint(dst, r.Seq)
	dst = binary.AppendUvarint(dst, uint64(r.Time))
	dst = appendString(dst, r.Source)
	dst = appendString(dst, r.Kind)
	dst = binary.AppendUvarint(dst, uint64(len(r.Attrs)))
	for i := range r.Attrs {
		dst = appendString(dst, r.Attrs[i].Key)
		dst = appendString(dst, r.Attrs[i].Value)
	}
	return binary.AppendUvarint(dst, uint64(len(r.Payload)))
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}
