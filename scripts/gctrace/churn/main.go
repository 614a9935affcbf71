// Short-lived buffers and strings: a small heap, collected often.
package main

import (
	"fmt"
	"strings"

	"example.com/gctrace/report"
)

var sink string

func main() {
	for i := 0; i < 3000; i++ {
		words := make([]string, 200)
		for j := range words {
			words[j] = fmt.Sprint(i*j, "word")
		}
		sink = strings.Join(words, " ")
	}
	report.Print()
}
