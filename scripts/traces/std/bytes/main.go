// The conformance and fuzz cases of GOROOT/src/internal/trace/testdata as binary traces: bytes TESTDATA OUT. A conformance
// case that must fail is named NAME.fails.trace, one that must not NAME.reads.trace, a fuzz case NAME.trace.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"goroot/trace/raw"
	"goroot/txtar"
)

func main() {
	tests, _ := filepath.Glob(filepath.Join(os.Args[1], "tests/*.test"))
	fuzz, _ := filepath.Glob(filepath.Join(os.Args[1], "fuzz/FuzzReader/*"))
	for _, path := range tests {
		must(conformance(path, strings.TrimSuffix(filepath.Base(path), ".test")))
	}
	for _, path := range fuzz {
		must(fuzzed(path, filepath.Base(path)))
	}
	fmt.Println(len(tests), len(fuzz))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func conformance(path, name string) error {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return err
	}
	outcome := "reads"
	if strings.HasPrefix(string(archive.Files[0].Data), "FAILURE") {
		outcome = "fails"
	}
	reader, err := raw.NewTextReader(bytes.NewReader(archive.Files[1].Data))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	writer, err := raw.NewWriter(&out, reader.Version())
	if err != nil {
		return err
	}
	for {
		ev, err := reader.ReadEvent()
		if err == io.EOF {
			return os.WriteFile(filepath.Join(os.Args[2], name+"."+outcome+".trace"), out.Bytes(), 0o666)
		}
		if err != nil {
			return err
		}
		if err := writer.WriteEvent(ev); err != nil {
			return err
		}
	}
}

// fuzzed reads a file of go test fuzz v1: one line []byte("…").
func fuzzed(path, name string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	literal := strings.TrimSuffix(strings.TrimPrefix(lines[len(lines)-1], "[]byte("), ")")
	data, err := strconv.Unquote(literal)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(os.Args[2], name+".trace"), []byte(data), 0o666)
}
