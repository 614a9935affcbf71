//go:build !linux && !windows && !plan9 && !js && !wasip1

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup puts the child at the head of its own process group.
func ownGroup(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// Only Linux can find descendants that left the group.
func adoptOrphans() {}
func killOrphans()  {}
