// Binary trees: many small objects with pointers, marked concurrently and by assists.
package main

import "example.com/gctrace/report"

type node struct{ left, right *node }

func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grow(depth - 1), grow(depth - 1)}
}

func main() {
	long := grow(16)
	for i := 0; i < 200; i++ {
		grow(14)
	}
	if long.left == nil {
		panic("a leaf")
	}
	report.Print()
}
