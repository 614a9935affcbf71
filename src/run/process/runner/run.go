package main

import (
	"io"
	"os"
	"os/exec"
	"time"
)

// watchEvery is how often the size of the output is looked at.
const watchEvery = 100 * time.Millisecond

// output is a file that a stream of the process is appended to.
type output struct {
	file *os.File
	from int64
}

func openOutput(path string) (*output, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	from, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		file.Close()
		return nil, err
	}
	return &output{file, from}, nil
}

func (o *output) size() int64 {
	info, err := o.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size() - o.from
}

// finish cuts what is too long, ends the last line and says where the text stands.
func (o *output) finish(max int64) Range {
	defer o.file.Close()
	if o.size() > max {
		_ = o.file.Truncate(o.from + max)
	}
	to := o.from + o.size()
	last := make([]byte, 1)
	if to > o.from {
		if _, err := o.file.ReadAt(last, to-1); err == nil && last[0] != '\n' {
			_, _ = o.file.Write([]byte{'\n'})
		}
	}
	return Range{o.from, to}
}

// run runs one launch to its end and leaves nothing of it behind.
func run(launch Launch, running *group) Answer {
	answer := Answer{ID: launch.ID, Ending: "not-started", Exit: -1, Start: unix(time.Now())}
	stdout, err := openOutput(launch.Stdout)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	stderr, err := openOutput(launch.Stderr)
	if err != nil {
		stdout.file.Close()
		answer.Error = err.Error()
		return answer
	}
	command := exec.Command(launch.Bin, launch.Arg...)
	command.Dir, command.Env = launch.Dir, launch.Env
	// Files, not pipes: nothing is copied while it is timed, and a grandchild that keeps them open holds up nobody.
	command.Stdout, command.Stderr = stdout.file, stderr.file
	ownGroup(command)
	begun := time.Now()
	if answer.Note, err = startOn(launch.Affinity, command.Start); err != nil {
		answer.Error = err.Error()
	} else {
		running.set(command.Process.Pid)
		why := wait(command, launch, stdout, stderr, &answer, begun)
		running.set(0)
		describe(command.ProcessState, why, &answer)
	}
	answer.Start = unix(begun)
	answer.Stdout, answer.Stderr = stdout.finish(launch.MaxOutput), stderr.finish(launch.MaxOutput)
	return answer
}

// wait returns why the process had to be ended: timeout, output, or nothing.
func wait(command *exec.Cmd, launch Launch, stdout, stderr *output, answer *Answer, begun time.Time) string {
	pid := command.Process.Pid
	done := make(chan struct{})
	go func() {
		_ = command.Wait()
		answer.Wall = time.Since(begun).Seconds()
		// What the process left running goes with it.
		killGroup(pid)
		close(done)
	}()
	why := ""
	deadline := time.NewTimer(seconds(launch.Timeout))
	defer deadline.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		select {
		case <-done:
			killOrphans()
			return why
		case <-deadline.C:
			if why == "" {
				why = "timeout"
				quit(command.Process)
				deadline.Reset(seconds(launch.Grace))
			} else {
				killGroup(pid)
			}
		case <-watch.C:
			if stdout.size() > launch.MaxOutput || stderr.size() > launch.MaxOutput {
				if why == "" {
					why = "output"
				}
				killGroup(pid)
			}
		}
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func unix(t time.Time) float64 { return float64(t.UnixNano()) / 1e9 }
