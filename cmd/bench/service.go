package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// service is a server and a worker, as processes of their own.
type service struct {
	address, operators string // where it answers everybody, and operators
	server, worker     *exec.Cmd
}

func (b *bench) startService() (*service, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	operators, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s := &service{address: "http://" + address, operators: "http://" + operators}
	environment := append(os.Environ(), "UPLINE_TOKENS=bench="+loadToken, "UPLINE_RATE_LIMIT=0")
	start := func(args ...string) (*exec.Cmd, error) {
		command := exec.Command(b.command, args...)
		command.Env, command.Stderr = environment, nil
		return command, command.Start()
	}
	if s.server, err = start("serve", "--listen", address, "--operator-listen", operators); err != nil {
		return nil, err
	}
	if s.worker, err = start("work"); err != nil {
		s.stop()
		return nil, err
	}
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(100 * time.Millisecond) {
		response, err := http.Get(s.operators + "/readyz")
		if err != nil {
			continue
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("the server is not ready after a minute")
}

// freeAddress is one of this machine at which nobody listens now.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// stop ends both, as their operator would.
func (s *service) stop() {
	for _, command := range []*exec.Cmd{s.server, s.worker} {
		if command != nil && command.Process != nil {
			_ = command.Process.Signal(syscall.SIGTERM)
			_ = command.Wait()
		}
	}
}

// usage is what the server uses at a moment.
type usage struct{ memory, goroutines, files float64 } // bytes, and counts

// usage reads the server's metrics.
func (s *service) usage(client *http.Client) (u usage) {
	response, err := client.Get(s.operators + "/metrics")
	if err != nil {
		return u
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		name, text, _ := strings.Cut(lines.Text(), " ")
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			continue
		}
		switch name {
		case "process_resident_memory_bytes":
			u.memory = value
		case "go_goroutines":
			u.goroutines = value
		case "process_open_fds":
			u.files = value
		}
	}
	return u
}

func average(samples []usage) (sum usage) {
	n := float64(max(1, len(samples)))
	for _, u := range samples {
		sum.memory += u.memory / n
		sum.goroutines += u.goroutines / n
		sum.files += u.files / n
	}
	return sum
}
