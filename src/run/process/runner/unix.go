//go:build !windows && !plan9 && !js && !wasip1

package main

import (
	"os"
	"runtime"
	"syscall"
)

// killGroup kills the process group that pid leads.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

// quit asks the Go runtime for its goroutine dump.
func quit(process *os.Process) { _ = process.Signal(syscall.SIGQUIT) }

// describe fills in how the process ended and what it cost.
func describe(state *os.ProcessState, why string, answer *Answer) {
	status, _ := state.Sys().(syscall.WaitStatus)
	answer.Ending, answer.Exit = "ok", status.ExitStatus()
	switch {
	case status.Signaled():
		answer.Ending, answer.Signal = "signal", signalName(status.Signal())
	case status.ExitStatus() != 0:
		answer.Ending = "exit"
	}
	if why != "" {
		answer.Ending = why
	}
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok || usage == nil {
		return
	}
	answer.User, answer.System = tvSeconds(usage.Utime), tvSeconds(usage.Stime)
	answer.MaxRSS = int64(usage.Maxrss)
	// getrusage(2): kilobytes everywhere but on Apple's systems.
	if runtime.GOOS != "darwin" && runtime.GOOS != "ios" {
		answer.MaxRSS *= 1024
	}
}

func tvSeconds(t syscall.Timeval) float64 { return float64(t.Nano()) / 1e9 }

var signalNames = map[syscall.Signal]string{
	syscall.SIGABRT: "SIGABRT", syscall.SIGBUS: "SIGBUS", syscall.SIGFPE: "SIGFPE", syscall.SIGHUP: "SIGHUP",
	syscall.SIGILL: "SIGILL", syscall.SIGINT: "SIGINT", syscall.SIGKILL: "SIGKILL", syscall.SIGPIPE: "SIGPIPE",
	syscall.SIGQUIT: "SIGQUIT", syscall.SIGSEGV: "SIGSEGV", syscall.SIGTERM: "SIGTERM", syscall.SIGTRAP: "SIGTRAP",
}

func signalName(signal syscall.Signal) string {
	if name, ok := signalNames[signal]; ok {
		return name
	}
	return signal.String()
}
