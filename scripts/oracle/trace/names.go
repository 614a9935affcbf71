package main

import (
	"encoding/binary"

	"golang.org/x/exp/trace"
)

// texts numbers strings: equal ones have one number, the empty one is 0.
type texts struct {
	of  []string
	ids map[string]int32
}

func newTexts() texts { return texts{of: []string{""}, ids: map[string]int32{"": 0}} }

func (t *texts) id(s string) int32 {
	if s == "" {
		return 0
	}
	id, ok := t.ids[s]
	if !ok {
		id = int32(len(t.of))
		t.of = append(t.of, s)
		t.ids[s] = id
	}
	return id
}

type frame struct {
	function, file int32
	line           uint64
}

// stacks numbers stacks by content; the empty one is 0. Handles of x/exp/trace are good for one generation.
type stacks struct {
	texts   texts
	of      [][]frame
	content map[string]int32
	handles map[trace.Stack]int32
	key     []byte
}

func newStacks() stacks {
	return stacks{texts: newTexts(), of: [][]frame{nil}, content: map[string]int32{"": 0}, handles: map[trace.Stack]int32{}}
}

func (s *stacks) id(handle trace.Stack) int32 {
	if handle == trace.NoStack {
		return 0
	}
	id, ok := s.handles[handle]
	if !ok {
		id = s.intern(handle)
		s.handles[handle] = id
	}
	return id
}

func (s *stacks) intern(handle trace.Stack) int32 {
	s.key = s.key[:0]
	var frames []frame
	for f := range handle.Frames() {
		to := frame{s.texts.id(f.Func), s.texts.id(f.File), f.Line}
		frames = append(frames, to)
		s.key = binary.AppendUvarint(s.key, uint64(to.function))
		s.key = binary.AppendUvarint(s.key, uint64(to.file))
		s.key = binary.AppendUvarint(s.key, to.line)
	}
	id, ok := s.content[string(s.key)]
	if !ok {
		id = int32(len(s.of))
		s.of = append(s.of, frames)
		s.content[string(s.key)] = id
	}
	return id
}

// root is the number of the root function's name.
func (s *stacks) root(id int32) int32 {
	frames := s.of[id]
	if len(frames) == 0 {
		return 0
	}
	return frames[len(frames)-1].function
}
