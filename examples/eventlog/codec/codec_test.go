package codec

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
)

func sample() Record {
	return Record{
		Seq:     42,
		Time:    1712345678901234567,
		Source:  "billing",
		Kind:    "order.created",
		Attrs:   []Attr{{"region", "eu-west-1"}, {"note", "said \"hi\"\n"}},
		Payload: []byte("payload \x00\xff"),
	}
}

func TestRoundTrip(t *testing.T) {
	want := sample()
	frame, err := AppendRecord([]byte("kept"), &want)
	if err != nil {
		t.Fatal(err)
	}
	if string(frame[:4]) != "kept" {
		t.Fatalf("prefix lost: %q", frame[:4])
	}
	var got Record
	rest, err := Decode(frame[4:], &got)
	if err != nil || len(rest) != 0 {
		t.Fatalf("Decode: rest %d, %v", len(rest), err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestDecodeErrors(t *testing.T) {
	r := sample()
	frame, err := AppendRecord(nil, &r)
	if err != nil {
		t.Fatal(err)
	}
	var got Record
	for n := range frame {
		if _, err := Decode(frame[:n], &got); !errors.Is(err, ErrShort) {
			t.Fatalf("%d bytes: %v, want %v", n, err, ErrShort)
		}
	}
	frame[10] ^= 1
	if _, err := Decode(frame, &got); !errors.Is(err, ErrChecksum) {
		t.Errorf("flipped bit: %v, want %v", err, ErrChecksum)
	}
}

func TestBatch(t *testing.T) {
	recs := []Record{sample(), sample(), sample()}
	recs[1].Seq, recs[2].Payload = 43, nil
	batch, err := AppendBatch(nil, recs)
	if err != nil {
		t.Fatal(err)
	}
	rest := batch[4:]
	for i := range recs {
		var got Record
		if rest, err = Decode(rest, &got); err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
		if got.Seq != recs[i].Seq || string(got.Payload) != string(recs[i].Payload) {
			t.Errorf("record %d: got %+v", i, got)
		}
	}
	if len(rest) != 0 {
		t.Errorf("%d bytes left", len(rest))
	}
	recs[1].Payload = make([]byte, MaxPayload+1)
	if out, err := AppendBatch([]byte("kept"), recs); !errors.Is(err, ErrTooLarge) || string(out) != "kept" {
		t.Errorf("too large: %q, %v", out, err)
	}
}

func TestJSON(t *testing.T) {
	r := sample()
	var got struct {
		Seq     uint64
		Source  string
		Attrs   map[string]string
		Payload []byte
	}
	line := AppendJSON(nil, &r)
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	if got.Seq != r.Seq || got.Source != r.Source || got.Attrs["note"] != r.Attrs[1].Value || string(got.Payload) != string(r.Payload) {
		t.Errorf("got %+v", got)
	}
}

func TestKey(t *testing.T) {
	r := sample()
	if got, want := Key(&r), "billing/order.created/00000000000000000042-17c3795293954b87"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
