package index

import (
	"errors"
	"testing"
)

func TestLookup(t *testing.T) {
	x := New(4)
	for i, id := range []string{"a", "b", "", "c"} {
		if err := x.Add(id, Entry{Time: int64(10 * i), Seq: uint64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if e, ok := x.Lookup("c"); !ok || e.Seq != 3 {
		t.Errorf("c: %+v, %v", e, ok)
	}
	if _, ok := x.Lookup(""); ok {
		t.Error("an empty ID was found")
	}
	if err := x.Add("b", Entry{Time: 99}); !errors.Is(err, ErrDuplicate) {
		t.Errorf("duplicate: %v", err)
	}
	x.Reset()
	if _, ok := x.Lookup("a"); ok || x.Len() != 0 {
		t.Error("Reset left something")
	}
}

func TestRange(t *testing.T) {
	x := New(0)
	for i, at := range []int64{10, 20, 20, 15, 30} { // 15 is raised to 20
		if err := x.Add("", Entry{Time: at, Seq: uint64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		from, to int64
		want     int
	}{
		{0, 5, 0}, {0, 10, 0}, {0, 11, 1}, {10, 20, 1}, {20, 21, 3}, {11, 99, 4}, {0, 99, 5}, {31, 99, 0}, {20, 20, 0}, {30, 10, 0},
	} {
		if got := len(x.Range(c.from, c.to)); got != c.want {
			t.Errorf("Range(%d, %d): %d entries, want %d", c.from, c.to, got, c.want)
		}
	}
}
