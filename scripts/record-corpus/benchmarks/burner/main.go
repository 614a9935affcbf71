// Command burner loads a CPU in bursts, as another program on a shared machine would.
//
//	burner BURST IDLE SEED   mean seconds of a burst and of the pause after it, both exponential
package main

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"time"
)

func main() {
	if len(os.Args) != 4 {
		fail("usage: burner BURST IDLE SEED")
	}
	burst, idle, seed := number(os.Args[1]), number(os.Args[2]), number(os.Args[3])
	random := rand.New(rand.NewSource(int64(seed)))
	draw := func(mean float64) time.Duration {
		return time.Duration(random.ExpFloat64() * mean * float64(time.Second))
	}
	for {
		burn(draw(burst))
		time.Sleep(draw(idle))
	}
}

func burn(length time.Duration) {
	x := uint64(1)
	for end := time.Now().Add(length); time.Now().Before(end); {
		for range 10000 {
			x ^= x << 13
			x ^= x >> 7
			x ^= x << 17
		}
	}
	if x == 0 {
		fail("xorshift never gives 0")
	}
}

func number(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		fail(text + " is no number")
	}
	return value
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}
