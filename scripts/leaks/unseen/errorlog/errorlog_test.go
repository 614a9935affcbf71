// Package errorlog: errors that are remembered for a report that nobody asks for
//
// want: leak
package errorlog

import (
	"fmt"
	"testing"
)

var (
	problems []error
	sink     string
)

func check(n int) {
	if n%5000 == 0 {
		problems = append(problems, fmt.Errorf("record %d cannot be read", n)) // LEAK
	}
	sink = fmt.Sprint(n)
}

func BenchmarkCheck(b *testing.B) {
	for i := 0; i < b.N; i++ {
		check(i)
	}
}
