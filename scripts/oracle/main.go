// Oracle for the bench source: reads files with golang.org/x/perf/benchfmt and prints what it found as JSON, one object
// per file and line. Floats are printed as their bits, so that the comparison is exact.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchunit"
)

type value struct {
	Bits     string `json:"bits"`
	Unit     string `json:"unit"`
	OrigBits string `json:"origBits"`
	OrigUnit string `json:"origUnit"`
}

type record struct {
	Kind       string            `json:"kind"`
	Line       int               `json:"line"`
	Name       string            `json:"name,omitempty"`
	Gomaxprocs string            `json:"gomaxprocs,omitempty"`
	Iterations int               `json:"iterations,omitempty"`
	Values     []value           `json:"values,omitempty"`
	Config     map[string]string `json:"config,omitempty"`
	Unit       string            `json:"unit,omitempty"`
	OrigUnit   string            `json:"origUnit,omitempty"`
	Key        string            `json:"key,omitempty"`
	Value      string            `json:"value,omitempty"`
	Message    string            `json:"message,omitempty"`
}

type output struct {
	Records []record `json:"records"`
	Error   string   `json:"error,omitempty"`
}

func bits(f float64) string { return fmt.Sprintf("%016x", math.Float64bits(f)) }

// readValue tidies once more: benchfmt leaves the unit of a zero as it is (Tidy does nothing to what is tidy).
func readValue(v benchfmt.Value) value {
	orig, origUnit := v.OrigValue, v.OrigUnit
	if origUnit == "" {
		orig, origUnit = v.Value, v.Unit
	}
	tidy, unit := benchunit.Tidy(v.Value, v.Unit)
	return value{bits(tidy), unit, bits(orig), origUnit}
}

func readResult(r *benchfmt.Result, line int) record {
	rec := record{Kind: "result", Line: line, Name: r.Name.String(), Iterations: r.Iters, Config: map[string]string{}}
	if _, parts := r.Name.Parts(); len(parts) > 0 && parts[len(parts)-1][0] == '-' {
		rec.Gomaxprocs = string(parts[len(parts)-1][1:])
	}
	for _, v := range r.Values {
		rec.Values = append(rec.Values, readValue(v))
	}
	for _, c := range r.Config {
		rec.Config[c.Key] = string(c.Value)
	}
	return rec
}

func read(path string) (out output, err error) {
	f, err := os.Open(path)
	if err != nil {
		return out, err
	}
	defer f.Close()
	out.Records = []record{}
	r := benchfmt.NewReader(f, path)
	for r.Scan() {
		_, line := r.Result().Pos()
		switch rec := r.Result().(type) {
		case *benchfmt.Result:
			out.Records = append(out.Records, readResult(rec, line))
		case *benchfmt.UnitMetadata:
			out.Records = append(out.Records, record{Kind: "unit", Line: line, Unit: rec.Unit, OrigUnit: rec.OrigUnit, Key: rec.Key, Value: rec.Value})
		case *benchfmt.SyntaxError:
			out.Records = append(out.Records, record{Kind: "error", Line: line, Message: rec.Msg})
		}
	}
	if r.Err() != nil {
		out.Error = r.Err().Error()
	}
	return out, nil
}

func main() {
	enc := json.NewEncoder(os.Stdout)
	var failed error
	for _, path := range os.Args[1:] {
		out, err := read(path)
		failed = errors.Join(failed, err)
		failed = errors.Join(failed, enc.Encode(out))
	}
	if failed != nil {
		fmt.Fprintln(os.Stderr, failed)
		os.Exit(1)
	}
}
