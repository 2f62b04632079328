package host_test

import (
	"os"
	"path/filepath"
	"testing"

	"upline/internal/fault"
	"upline/internal/host"
)

func TestLoopback(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "127.0.0.1": true, "127.1.2.3:1": true, "[::1]:80": true, "::ffff:127.0.0.1": true,
		"": false, "neo4j": false, "localhost.example.com": false, "10.0.0.1:80": false, "[2001:db8::1]:80": false, "0.0.0.0": false, "127.0.0.1.example.com": false,
	} {
		if got := host.Loopback(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestAuthorities(t *testing.T) {
	if pool, err := host.Authorities(""); pool != nil || err != nil {
		t.Errorf("no file gives %v, %v", pool, err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{empty, empty + ".missing"} {
		if _, err := host.Authorities(file); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%s gives %v", file, err)
		}
	}
}
