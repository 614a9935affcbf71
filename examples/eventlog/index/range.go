package index

// Range returns the entries with from <= Time < to, in the order of time. The
// result is part of the index: it is valid until the next Add or Reset.
func (x *Index) Range(from, to int64) []Entry {
	if to <= from {
		return nil
	}
	lo, hi := x.after(from), x.after(to)
	return x.entries[lo:hi]
}
