package codec

import (
	"math/rand"
	"testing"
)

// records returns n records with payloads of the given size, always the same.
func records(n, payload int) []Record {
	rng := rand.New(rand.NewSource(1))
	recs := make([]Record, n)
	for i := range recs {
		body := make([]byte, payload)
		rng.Read(body)
		recs[i] = Record{
			Seq:    uint64(1000 + i),
			Time:   1712345678901234567 + int64(i)*1_000_003,
			Source: "billing",
			Kind:   "order.created",
			Attrs: []Attr{
				{Key: "region", Value: "eu-west-1"},
				{Key: "tenant", Value: "tenant-0042"},
			},
			Payload: body,
		}
	}
	return recs
}

var sizes = []struct {
	name    string
	payload int
}{
	{"small", 128},
	{"large", 8 << 10},
}

// benchRecords is how many records one operation handles.
const benchRecords = 16

// BenchmarkEncode encodes 16 records one by one into a kept buffer.
func BenchmarkEncode(b *testing.B) {
	for _, size := range sizes {
		b.Run("size="+size.name, func(b *testing.B) {
			recs := records(benchRecords, size.payload)
			buf := make([]byte, 0, benchRecords*(size.payload+256))
			b.SetBytes(int64(benchRecords * size.payload))
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				buf = buf[:0]
				for j := range recs {
					var err error
					if buf, err = AppendRecord(buf, &recs[j]); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkEncodeBatch encodes 64 records as one batch into a kept buffer.
func BenchmarkEncodeBatch(b *testing.B) {
	recs := records(64, 1<<10)
	buf := make([]byte, 0, 64*(1<<10+256))
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		var err error
		if buf, err = AppendBatch(buf[:0], recs); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecode decodes 16 frames of 8 KiB into one kept record.
func BenchmarkDecode(b *testing.B) {
	const size = 8 << 10
	recs := records(benchRecords, size)
	var src []byte
	for j := range recs {
		var err error
		if src, err = AppendRecord(src, &recs[j]); err != nil {
			b.Fatal(err)
		}
	}
	var r Record
	if _, err := Decode(src, &r); err != nil { // sets the names, which are all the same
		b.Fatal(err)
	}
	b.SetBytes(benchRecords * size)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for rest := src; len(rest) > 0; {
			var err error
			if rest, err = Decode(rest, &r); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkJSON writes 16 records as JSON lines into a kept buffer.
func BenchmarkJSON(b *testing.B) {
	recs := records(benchRecords, 512)
	buf := make([]byte, 0, benchRecords<<10)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		buf = buf[:0]
		for j := range recs {
			buf = append(AppendJSON(buf, &recs[j]), '\n')
		}
	}
}

// BenchmarkKey names 16 records.
func BenchmarkKey(b *testing.B) {
	recs := records(benchRecords, 0)
	total := 0
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for j := range recs {
			total += len(Key(&recs[j]))
		}
	}
	if total == 0 {
		b.Fatal("no keys")
	}
}
