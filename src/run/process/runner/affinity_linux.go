package main

import (
	"fmt"
	"math/bits"
	"syscall"
	"unsafe"
)

// cpuSet is the kernel's mask of CPUs, for 8192 of them (sched_setaffinity(2)).
type cpuSet [8192 / bits.UintSize]uint

// affinity gets or sets the mask of the calling thread.
func affinity(trap uintptr, set *cpuSet) error {
	_, _, errno := syscall.RawSyscall(trap, 0, unsafe.Sizeof(*set), uintptr(unsafe.Pointer(set)))
	if errno != 0 {
		return errno
	}
	return nil
}

// startOn starts a child that may run on these CPUs only; none means all. The child inherits the mask of the thread
// that starts it, so the calling goroutine must be locked to its thread; the thread has its own mask again afterwards.
func startOn(cpus []int, start func() error) (note string, err error) {
	if len(cpus) == 0 {
		return "", start()
	}
	var before, wanted cpuSet
	for _, cpu := range cpus {
		if cpu < 0 || cpu >= len(wanted)*bits.UintSize {
			return "", fmt.Errorf("there is no CPU %d", cpu)
		}
		wanted[cpu/bits.UintSize] |= 1 << (uint(cpu) % bits.UintSize)
	}
	if err := affinity(syscall.SYS_SCHED_GETAFFINITY, &before); err != nil {
		return "", fmt.Errorf("sched_getaffinity: %w", err)
	}
	if err := affinity(syscall.SYS_SCHED_SETAFFINITY, &wanted); err != nil {
		return "", fmt.Errorf("sched_setaffinity to CPUs %v: %w", cpus, err)
	}
	err = start()
	if failed := affinity(syscall.SYS_SCHED_SETAFFINITY, &before); failed != nil && err == nil {
		note = fmt.Sprintf("the runner stays on CPUs %v: %v", cpus, failed)
	}
	return note, err
}
