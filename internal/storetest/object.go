package storetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// ObjectStore is an object store of the tests' own: a process of this machine, which they may kill.
type ObjectStore struct {
	Name                           string // minio or versitygw
	Endpoint, AccessKey, SecretKey string
	dir                            string // where ./stack keeps it
}

// StartObjectStore starts one in a new folder. Whoever has it calls Stop, which removes all.
func StartObjectStore(t testing.TB, name string) *ObjectStore {
	t.Helper()
	dir, err := os.MkdirTemp("", "upline-"+name+"-")
	if err != nil {
		t.Fatal(err)
	}
	s := &ObjectStore{Name: name, dir: dir}
	s.Start(t)
	endpoint := "S3_ENDPOINT"
	if name == "versitygw" {
		endpoint = "VERSITYGW_ENDPOINT"
	}
	env, err := s.stack("env").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(env)) {
		switch key, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "export ")), "="); key {
		case endpoint:
			s.Endpoint = value
		case "S3_ACCESS_KEY":
			s.AccessKey = value
		case "S3_SECRET_KEY":
			s.SecretKey = value
		}
	}
	return s
}

// Start starts it, after a Kill; where it was, and with what it had.
func (s *ObjectStore) Start(t testing.TB) {
	t.Helper()
	s.run(t, "start", s.Name)
}

// Kill ends it at once, without a goodbye.
func (s *ObjectStore) Kill(t testing.TB) {
	t.Helper()
	s.run(t, "kill", s.Name)
}

// Stop ends it, and removes what it held.
func (s *ObjectStore) Stop() error {
	if err := s.stack("down").Run(); err != nil {
		return err
	}
	return os.RemoveAll(s.dir)
}

func (s *ObjectStore) run(t testing.TB, args ...string) {
	t.Helper()
	if said, err := s.stack(args...).CombinedOutput(); err != nil {
		t.Fatalf("./stack %s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// stack is ./stack for this store alone, whatever stack the tests run beside.
func (s *ObjectStore) stack(args ...string) *exec.Cmd {
	_, here, _, _ := runtime.Caller(0)
	command := exec.Command(filepath.Join(filepath.Dir(here), "../../stack"), args...)
	for _, variable := range os.Environ() {
		switch name, _, _ := strings.Cut(variable, "="); name {
		case "NEO4J_URI", "REDIS_URL", "S3_ENDPOINT", "UPLINE_STACK_DIR", "UPLINE_STACK_WAY":
		default:
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "UPLINE_STACK_DIR="+s.dir, "UPLINE_STACK_WAY=local")
	return command
}
