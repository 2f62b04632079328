package reading

import (
	"os/exec"
	"runtime"
	"syscall"
)

// group makes a program the first of a group, which is killed as a whole: at the end of the context, and when we die. Where the
// system lets us, the group has no network.
func (r *Reader) group(command *exec.Cmd) {
	command.SysProcAttr = attributes(r.apart)
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}

func attributes(apart bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if apart {
		a.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: syscall.Getuid(), HostID: syscall.Getuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: syscall.Getgid(), HostID: syscall.Getgid(), Size: 1}}
	}
	return a
}

// start runs a command to its end, and kills what is left of its group. The thread stays with it: the system takes the end of the
// thread that started a process for our death.
func start(command *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := command.Start(); err != nil {
		return err
	}
	defer func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }() // whoever left it
	return command.Wait()
}

// canBeApart tries whether the system lets us start programs without a network.
func canBeApart() bool {
	path, err := find("prlimit")
	if err != nil {
		return false
	}
	command := exec.Command(path, "--version")
	command.SysProcAttr = attributes(true)
	return start(command) == nil
}
