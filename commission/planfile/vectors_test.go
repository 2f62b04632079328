package planfile

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upline/internal/fault"
)

const vectors = "../testdata/vectors"

// TestVectors reads the plans of all bundles, sound and bad ones, and holds what is found in plans to what is expected.
func TestVectors(t *testing.T) {
	for _, pattern := range []string{"*", "bad/*"} {
		bundles, err := filepath.Glob(filepath.Join(vectors, pattern, "input"))
		if err != nil || len(bundles) == 0 {
			t.Fatalf("no bundles in %s: %v", pattern, err)
		}
		for _, bundle := range bundles {
			got, want := foundInPlans(t, bundle), expectedInPlans(t, bundle)
			if !slices.EqualFunc(got, want, func(f fault.Finding, want string) bool {
				begin, word, _ := strings.Cut(want, " ")
				return strings.HasPrefix(f.String(), begin+": ") && strings.Contains(f.Msg, word)
			}) {
				t.Errorf("%s:\nfound %v\nwant %v", bundle, got, want)
			}
		}
	}
}

func foundInPlans(t *testing.T, bundle string) (found fault.Findings) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(bundle, "plans", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no plans in %s: %v", bundle, err)
	}
	var versions []*File
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file := Read("plans/"+filepath.Base(path), content)
		found = append(found, file.Findings...)
		versions = append(versions, file)
	}
	return append(found, Compare(versions)...)
}

// expectedInPlans returns the lines of a bad bundle's expected.txt that are about plans.
func expectedInPlans(t *testing.T, bundle string) (want []string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(bundle, "..", "expected.txt"))
	if os.IsNotExist(err) {
		return nil // a sound bundle
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if strings.HasPrefix(line, "plans/") {
			want = append(want, strings.TrimSpace(line))
		}
	}
	return want
}

// vectorPlans returns the plans of all sound bundles, by path.
func vectorPlans(t testing.TB) map[string][]byte {
	t.Helper()
	plans := make(map[string][]byte)
	paths, err := filepath.Glob(filepath.Join(vectors, "*", "input", "plans", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no plans in %s: %v", vectors, err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		plans[path] = content
	}
	return plans
}
