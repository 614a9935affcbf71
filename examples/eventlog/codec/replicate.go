package codec

import (
	"encoding/binary"
)

// AppendBatch appends a batch to dst: the number of records as a uint32, then
// one frame for each. Nothing is appended when a record is invalid.
func AppendBatch(dst []byte, recs []Record) ([]byte, error) {
	out := binary.LittleEndian.AppendUint32(dst, uint32(len(recs)))
	for i := range recs {
		r := &recs[i]
		if err := r.Validate(); err != nil {
			return dst, err
		}
		start := len(out)
		out = append(out, 0, 0, 0, 0)
		out = appendBody(out, r)
		body := out[start+headerSize:]
		binary.LittleEndian.PutUint32(out[start:], uint32(len(body)))
		out = binary.LittleEndian.AppendUint32(out, Checksum(0, body))
	}
	return out, nil
}
