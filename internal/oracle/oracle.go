// Package oracle asks others whether our files keep the rules: veraPDF about archives (PDF/A-3b), and the published rules of
// EN 16931, ZUGFeRD and XRechnung about invoices. Of tests only. It needs a Java compiler and Maven, which prepare installs or names.
package oracle

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Report is what was found in a file.
type Report struct {
	File     string              `json:"file"`
	Errors   map[string][]string `json:"errors"` // by the body of rules that was asked; empty: sound
	Attached []Attached          `json:"attached"`
	XMP      string              `json:"xmp"` // what the metadata of a PDF say
}

// Attached is a file inside a PDF, as another reader found it.
type Attached struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Relation string `json:"relation"`
	Content  string `json:"content"`
}

// Found returns all errors, each after the name of its rules.
func (r Report) Found() (all []string) {
	for rules, errors := range r.Errors {
		for _, text := range errors {
			all = append(all, rules+": "+text)
		}
	}
	return all
}

// Asked reports whether some rules were asked.
func (r Report) Asked(rules string) bool {
	_, asked := r.Errors[rules]
	return asked
}

// Check asks about files, by their names: NAME.pdf, or NAME.xml for invoices.
func Check(t testing.TB, files map[string][]byte) map[string]Report {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, here, _, _ := runtime.Caller(0)
	here = filepath.Dir(here)
	java, classes, _ := strings.Cut(strings.TrimSpace(output(t, filepath.Join(here, "prepare"))), "\n")
	text := output(t, java, "-XX:+UseSerialGC", "-Xmx1g", "-cp", classes, filepath.Join(here, "Oracle.java"), folder)
	var list []Report
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatalf("the oracle speaks in riddles: %v", err)
	}
	reports := map[string]Report{}
	for _, report := range list {
		reports[report.File] = report
	}
	if len(reports) != len(files) {
		t.Fatalf("the oracle was asked about %d files, and answered about %d", len(files), len(reports))
	}
	return reports
}

func output(t testing.TB, program string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), program, arguments...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(program), err)
	}
	return string(out)
}
