//go:build unix

package demo

import (
	"os/exec"
	"syscall"
)

// leadGroup makes a program that is not started yet the leader of a process
// group. A terminal's Ctrl-C then reaches this process alone, which passes it on
// once, and the group can be ended as a whole.
func leadGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// endGroup kills what is left of the group of a program that has ended: plugins
// that a killed CLI did not stop. There is usually nobody left to kill.
func endGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
