package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/internal/fault"
)

// given sets just these variables.
func given(t *testing.T, variables map[string]string) {
	t.Helper()
	for _, name := range append([]string{"NEO4J_URI", "S3_ENDPOINT", "NEO4J_REHEARSAL_URI", "UPLINE_STORE_CA", "UPLINE_PLAINTEXT_STORES"}, secrets...) {
		t.Setenv(name, "")
		t.Setenv(name+"_FILE", "")
	}
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:7687")
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

// Each secret comes from a file as from the environment, and from one of them alone.
func TestSecretsComeFromFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	write := func(text string, mode os.FileMode) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) (map[string]string, error) {
		found := map[string]string{name + "_FILE": path, name: os.Getenv(name)}
		return found, readSecret(found, name)
	}
	for _, name := range secrets {
		given(t, nil)
		write("a=b c\n", 0o640)
		if found, err := read(name); err != nil || found[name] != "a=b c" {
			t.Errorf("%s is %q, %v", name, found[name], err)
		}
		refused := func(says string) {
			t.Helper()
			_, err := read(name)
			if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "a=b") {
				t.Errorf("%s: %v, want a refusal that says %q", name, err, says)
			}
		}
		for _, mode := range []os.FileMode{0o644, 0o602} {
			write("a=b c", mode)
			refused("chmod o=")
		}
		write("\n", 0o600)
		refused("empty")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		refused("names no file")
		write("a=b c", 0o600)
		t.Setenv(name, "given, too")
		refused("both set")
	}
}

// Every secret that a command reads is one that can be in a file.
func TestSettingsHaveTheSecretsOfFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(strings.Repeat("s", 40)), 0o600); err != nil {
		t.Fatal(err)
	}
	given(t, map[string]string{
		"UPLINE_SECRET_FILE": path, "UPLINE_JOIN_KEY_FILE": path, "NEO4J_PASSWORD_FILE": path, "REDIS_URL": "redis://upline@127.0.0.1:1/0", "REDIS_PASSWORD_FILE": path,
	})
	want := strings.Repeat("s", 40)
	if e, err := readAccountsEnvironment(); err != nil || e.Secret != want {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err := settings[joinEnvironment](); err != nil || e.Key != want {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err := readEnvironment(); err != nil || e.Neo4jPassword != want || e.RedisURL != "redis://upline:"+want+"@127.0.0.1:1/0" {
		t.Errorf("%+v, %v", e, err)
	}
	t.Setenv("REDIS_URL", "redis://:p@127.0.0.1:1/0")
	if _, err := readEnvironment(); err == nil || !strings.Contains(err.Error(), "keep one of them") {
		t.Errorf("two passwords of Redis: %v", err)
	}
}

// No store on another machine is spoken to in plain text, unless its operator says so.
func TestNoPlainTextToOtherMachines(t *testing.T) {
	for _, c := range []struct {
		name, address string
		refused       bool
	}{
		{"NEO4J_URI", "bolt://127.0.0.1:7687", false},
		{"NEO4J_URI", "neo4j://localhost", false},
		{"NEO4J_URI", "bolt+s://neo4j:7687", false},
		{"NEO4J_URI", "neo4j+s://neo4j.example.com", false},
		{"NEO4J_URI", "bolt://neo4j:7687", true},
		{"NEO4J_URI", "bolt+ssc://neo4j:7687", true}, // anybody's certificate would do
		{"NEO4J_URI", "neo4j+ssc://10.0.0.1", true},
		{"NEO4J_REHEARSAL_URI", "bolt://other:7687", true},
		{"REDIS_URL", "redis://:p@[::1]:6379/0", false},
		{"REDIS_URL", "rediss://:p@redis:6379/0", false},
		{"REDIS_URL", "redis://:p@redis:6379/0", true},
		{"S3_ENDPOINT", "https://minio:9000", false},
		{"S3_ENDPOINT", "HTTP://minio:9000", true},
	} {
		given(t, map[string]string{c.name: c.address})
		_, err := readEnvironment()
		if refused := err != nil; refused != c.refused || refused && (!strings.Contains(err.Error(), c.name) || strings.Contains(err.Error(), ":p@")) {
			t.Errorf("%s=%s: %v", c.name, c.address, err)
		}
		t.Setenv("UPLINE_PLAINTEXT_STORES", "true")
		if _, err := readEnvironment(); err != nil {
			t.Errorf("%s=%s, which is allowed: %v", c.name, c.address, err)
		}
	}
	given(t, map[string]string{"UPLINE_STORE_CA": "/nowhere.pem"})
	if _, err := readEnvironment(); err == nil {
		t.Error("a file of authorities that is not there is good enough")
	}
}
