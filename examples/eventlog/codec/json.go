package codec

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"
)

// AppendJSON appends r as one JSON object, without a newline. The payload is
// base64, as encoding/json has it.
func AppendJSON(dst []byte, r *Record) []byte {
	dst = AppendSeq(dst, r.Seq)
	return AppendFields(dst, r)
}

// AppendSeq appends the beginning of a record's object: its sequence number.
func AppendSeq(dst []byte, seq uint64) []byte {
	dst = append(dst, `{"seq":`...)
	return strconv.AppendUint(dst, seq, 10)
}

// AppendFields appends the rest of a record's object: all but the sequence
// number, for a caller that learns the number later.
func AppendFields(dst []byte, r *Record) []byte {
	dst = append(dst, `,"time":"`...)
	dst = time.Unix(0, r.Time).UTC().AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","source":`...)
	dst = appendQuoted(dst, r.Source)
	dst = append(dst, `,"kind":`...)
	dst = appendQuoted(dst, r.Kind)
	dst = append(dst, `,"attrs":{`...)
	for i := range r.Attrs {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendQuoted(dst, r.Attrs[i].Key)
		dst = append(dst, ':')
		dst = appendQuoted(dst, r.Attrs[i].Value)
	}
	dst = append(dst, `},"payload":"`...)
	dst = base64.StdEncoding.AppendEncode(dst, r.Payload)
	return append(dst, `"}`...)
}

// appendQuoted appends s as a JSON string. Names are nearly always plain
// ASCII; anything else goes the long way.
func appendQuoted(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			q, _ := json.Marshal(s) // a string never fails
			return append(dst, q...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}
