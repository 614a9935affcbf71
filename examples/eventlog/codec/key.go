package codec

import "fmt"

// Key returns the name under which other systems file the record, such as
// "billing/order.created/00000000000000000042-17c3795293954b87". Keys of one
// source and kind sort in the order of the log.
func Key(r *Record) string {
	return fmt.Sprintf("%s/%s/%020d-%016x", r.Source, r.Kind, r.Seq, uint64(r.Time))
}
