// Oracle for the reader of execution traces: computes what src/model/trace.ts describes from the events of
// golang.org/x/exp/trace, and prints it as JSON in that form.
//
//	trace [-exact] [-all] [-step NS] FILE    the summary; percentiles from all values, all stacks, timeline with that step
//	trace -metrics FILE                      the same without file names of stacks: what speed is measured with
//	trace -events FILE                       a line per transition and range: time, kind, id, from, to
//
// Left out: the minimum mutator utilisation (scripts/oracle/trace/std does it with internal/trace itself) and, without
// -step, the timeline.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/exp/trace"
)

var (
	exact  = flag.Bool("exact", false, "keep every duration: exact percentiles")
	all    = flag.Bool("all", false, "all stacks, not only the first ten")
	step   = flag.Int64("step", 0, "length of a step of the timeline, ns")
	events = flag.Bool("events", false, "print events")
)

func main() {
	flag.Bool("metrics", true, "print the summary")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	file, err := os.Open(flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	defer out.Flush()
	in := bufio.NewReaderSize(file, 1<<16)
	head, _ := in.Peek(16)
	release := version(head)
	fold := newFold(*exact, *step)
	each := fold.event
	if *events {
		each = printerOf(out)
	}
	err = read(in, each)
	if *events {
		if err != nil {
			fmt.Fprintln(out, "error")
			fmt.Fprintln(os.Stderr, err)
		}
		return
	}
	fold.print(out, release, err, *all)
}

// version is the release in the header: "go 1.26 trace\0\0\0".
func version(head []byte) string {
	var minor int
	if _, err := fmt.Sscanf(string(head), "go 1.%d trace", &minor); err != nil {
		return ""
	}
	return fmt.Sprint("1.", minor)
}

// read calls each for every event. Broken traces make x/exp/trace panic here and there: an error as well.
func read(in io.Reader, each func(*trace.Event)) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("panic: %v", broken)
		}
	}()
	reader, err := trace.NewReader(in)
	if err != nil {
		return err
	}
	for {
		ev, err := reader.ReadEvent()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		each(&ev)
	}
}
