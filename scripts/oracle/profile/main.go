// Oracle for the pprof decoder: reads profiles with github.com/google/pprof/profile and prints all that it found, in the
// form of scripts/profiles/dump.mjs.
//
//	profile dump FILE     every row of one profile
//	profile check FILE    a line for each profile of a pack (4 bytes of length, little-endian, then its bytes): the
//	                      SHA-256 of its dump, or why pprof refuses it
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/google/pprof/profile"
)

func main() {
	data, err := os.ReadFile(os.Args[2])
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	if os.Args[1] == "dump" {
		p, err := profile.ParseData(data)
		if err != nil {
			panic(err)
		}
		dump(out, p)
		return
	}
	for len(data) > 0 {
		n := binary.LittleEndian.Uint32(data)
		check(out, data[4:4+n])
		data = data[4+n:]
	}
}

// check does what ParseData does, without the legacy formats.
func check(out io.Writer, data []byte) {
	p, err := profile.ParseUncompressed(data)
	if err == nil {
		err = p.CheckValid()
	}
	if err != nil {
		fmt.Fprintf(out, "refused: %s\n", strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	sum := sha256.New()
	dump(sum, p)
	fmt.Fprintf(out, "%x\n", sum.Sum(nil))
}

var escape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)

func text(s string) string { return escape.Replace(s) }

// number is the nearest double, in full: what JavaScript can know of an int64.
func number(v int64) string { return strconv.FormatFloat(float64(v), 'f', 0, 64) }

func bits(bs ...bool) (n int) {
	for i, b := range bs {
		if b {
			n |= 1 << i
		}
	}
	return n
}

func line(w io.Writer, fields ...string) { io.WriteString(w, strings.Join(fields, "\t")+"\n") }

func dump(w io.Writer, p *profile.Profile) {
	for _, t := range p.SampleType {
		line(w, "type", text(t.Type), text(t.Unit))
	}
	line(w, "period", text(p.PeriodType.Type), text(p.PeriodType.Unit), number(p.Period))
	line(w, "scalars", text(p.DefaultSampleType), number(p.TimeNanos), number(p.DurationNanos), text(p.DropFrames),
		text(p.KeepFrames), text(p.DocURL))
	for _, c := range p.Comments {
		line(w, "comment", text(c))
	}
	for _, m := range p.Mapping {
		line(w, "mapping", fmt.Sprint(m.ID, " ", m.Start, " ", m.Limit, " ", m.Offset), text(m.File), text(m.BuildID),
			fmt.Sprint(bits(m.HasFunctions, m.HasFilenames, m.HasLineNumbers, m.HasInlineFrames)))
	}
	for _, f := range p.Function {
		line(w, "function", fmt.Sprint(f.ID), text(f.Name), text(f.SystemName), text(f.Filename), number(f.StartLine))
	}
	for _, l := range p.Location {
		dumpLocation(w, l)
	}
	for _, s := range p.Sample {
		dumpSample(w, s)
	}
}

func dumpLocation(w io.Writer, l *profile.Location) {
	var mapping uint64
	if l.Mapping != nil {
		mapping = l.Mapping.ID
	}
	fields := []string{"location", fmt.Sprint(l.ID, " ", mapping, " ", l.Address, " ", bits(l.IsFolded))}
	for _, n := range l.Line {
		fields = append(fields, fmt.Sprintf("%d:%s:%s", n.Function.ID, number(n.Line), number(n.Column)))
	}
	line(w, fields...)
}

func dumpSample(w io.Writer, s *profile.Sample) {
	var b strings.Builder
	b.WriteString("sample")
	for _, v := range s.Value {
		b.WriteString("\t" + number(v))
	}
	b.WriteString("\t@")
	for _, l := range s.Location {
		b.WriteString(" " + strconv.FormatUint(l.ID, 10))
	}
	for _, label := range labels(s) {
		b.WriteString("\t" + label)
	}
	b.WriteString("\n")
	io.WriteString(w, b.String())
}

// labels by key; those of one key in their order. pprof keeps no order between keys, nor between texts and numbers.
func labels(s *profile.Sample) []string {
	var out []string
	for k, values := range s.Label {
		out = append(out, "text "+text(k)+"="+text(strings.Join(values, "\x00")))
	}
	for k, values := range s.NumLabel {
		label := "number " + text(k) + "="
		for i, v := range values {
			unit := ""
			if i < len(s.NumUnit[k]) {
				unit = s.NumUnit[k][i]
			}
			label += number(v) + " " + text(unit) + ";"
		}
		out = append(out, label)
	}
	sort.Strings(out)
	return out
}
