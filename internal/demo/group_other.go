//go:build !unix

package demo

import "os/exec"

// leadGroup and endGroup do nothing where there are no process groups. A program
// that is killed may then leave its children behind.
func leadGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
