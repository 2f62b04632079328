package bundletest

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// WriteFiles writes files (path -> content) below dir, making the folders they need. It ends the test when it cannot.
func WriteFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for _, path := range sortedKeys(files) {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[path]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// ReadFiles reads every file below dir: slash-separated path -> content. It ends the test when it cannot.
func ReadFiles(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		path, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(path)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sortedKeys(files map[string]string) []string { return slices.Sorted(maps.Keys(files)) }
