package cache

import "testing"

func TestLRU(t *testing.T) {
	c := New[string, int](2)
	c.Put("a", 1)
	c.Put("b", 2)
	if v, ok := c.Get("a"); !ok || v != 1 {
		t.Fatalf("a: %d, %v", v, ok)
	}
	if !c.Put("c", 3) { // drops b, the oldest
		t.Error("nothing was dropped")
	}
	if _, ok := c.Get("b"); ok {
		t.Error("b is still there")
	}
	if c.Put("a", 4) {
		t.Error("replacing a value dropped another")
	}
	if v, _ := c.Get("a"); v != 4 || c.Len() != 2 {
		t.Errorf("a: %d, %d values", v, c.Len())
	}
	if got := c.HitRate(); got < 0.66 || got > 0.67 {
		t.Errorf("hit rate %v, want 2/3", got)
	}
}
