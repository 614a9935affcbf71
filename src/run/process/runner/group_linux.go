package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// ownGroup puts the child at the head of its own process group; the kernel kills it should the runner die.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// adoptOrphans makes the runner the parent of descendants whose own parent is gone, wherever they hid (prctl(2),
// PR_SET_CHILD_SUBREAPER).
func adoptOrphans() { _, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, 36, 1, 0) }

// killOrphans kills descendants that left the process group (setsid). Each that dies may hand its own children on.
func killOrphans() {
	for i := 0; i < 100; i++ {
		orphans := children()
		if len(orphans) == 0 {
			return
		}
		for _, pid := range orphans {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			var status syscall.WaitStatus
			_, _ = syscall.Wait4(pid, &status, 0, nil)
		}
	}
}

// children lists the runner's own, of all its threads (proc(5), /proc/PID/task/TID/children).
func children() []int {
	tasks, _ := os.ReadDir("/proc/self/task")
	var pids []int
	for _, task := range tasks {
		text, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		for _, field := range strings.Fields(string(text)) {
			var pid int
			if _, err := fmt.Sscan(field, &pid); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
