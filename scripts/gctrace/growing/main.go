// A map that is never emptied: the live heap grows from cycle to cycle.
package main

import "example.com/gctrace/report"

func main() {
	kept := map[int][]byte{}
	for i := 0; i < 150000; i++ {
		kept[i] = make([]byte, 64+i%1024)
		_ = append(kept[i], make([]byte, 512)...)
	}
	report.Print()
	if len(kept) == 0 {
		panic("nothing kept")
	}
}
