//go:build !linux

package reading

import (
	"os/exec"
	"syscall"
)

// group makes a program the first of a group, which is killed as a whole at the end of the context.
func (r *Reader) group(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}

// start runs a command to its end, and kills what is left of its group.
func start(command *exec.Cmd) error {
	if err := command.Start(); err != nil {
		return err
	}
	defer func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }() // whoever left it
	return command.Wait()
}

// canBeApart: networks are taken away on Linux only. The limits need Linux, too: prlimit is found nowhere else.
func canBeApart() bool { return false }
