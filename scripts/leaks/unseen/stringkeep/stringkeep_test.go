// Package stringkeep: a word of each line is kept, and with it the whole line
//
// want: leak
package stringkeep

import (
	"strings"
	"testing"
)

var (
	words []string
	total int
)

func readLine(n int) string {
	return strings.Repeat("x", 512+n%512) // LEAK
}

func BenchmarkParse(b *testing.B) {
	for i := 0; i < b.N; i++ {
		line := readLine(i)
		total += len(line)
		if i%3000 == 0 {
			words = append(words, line[10:14]) // LEAK
		}
	}
}
