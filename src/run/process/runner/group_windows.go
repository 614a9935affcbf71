package main

import (
	"os"
	"os/exec"
	"syscall"
)

// Windows has no process groups to kill and no SIGQUIT: the process alone is ended.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

func adoptOrphans() {}
func killOrphans()  {}

func killGroup(pid int) {
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Kill()
	}
}

func quit(process *os.Process) { _ = process.Kill() }

func describe(state *os.ProcessState, why string, answer *Answer) {
	answer.Ending, answer.Exit = "ok", state.ExitCode()
	if answer.Exit != 0 {
		answer.Ending = "exit"
	}
	if why != "" {
		answer.Ending = why
	}
	answer.User, answer.System = state.UserTime().Seconds(), state.SystemTime().Seconds()
}
