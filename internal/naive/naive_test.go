package naive

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const vectorsFolder = "../../commission/testdata/vectors"

var resultNames = []string{"binary.csv", "lines.csv", "ranks.csv", "statements.csv"}

// TestVectors settles each vector's bundle and compares the four files byte for byte.
func TestVectors(t *testing.T) {
	abouts, err := filepath.Glob(filepath.Join(vectorsFolder, "*", "about.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(abouts) == 0 {
		t.Fatalf("no vectors in %s", vectorsFolder)
	}
	for _, about := range abouts {
		folder := filepath.Dir(about)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			from, through := periodsOf(t, about)
			results, err := Settle(readFiles(t, filepath.Join(folder, "input")), from, through)
			if err != nil {
				t.Fatal(err)
			}
			compareResults(t, results, readFiles(t, filepath.Join(folder, "expected")))
		})
	}
}

// periodsOf reads the line `periods: FROM..THROUGH`.
func periodsOf(t *testing.T, about string) (from, through string) {
	t.Helper()
	text, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^periods: (\S+)\.\.(\S+)$`).FindStringSubmatch(string(text))
	if found == nil {
		t.Fatalf("%s has no line `periods: FROM..THROUGH`", about)
	}
	return found[1], found[2]
}

// readFiles reads a folder and those in it: path inside the folder to content.
func readFiles(t *testing.T, folder string) Files {
	t.Helper()
	files := Files{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(folder, path)
		files[filepath.ToSlash(inside)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func compareResults(t *testing.T, got, want map[string]string) {
	t.Helper()
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, resultNames) {
		t.Errorf("files %q, want %q", names, resultNames)
	}
	for _, name := range resultNames {
		if got[name] == want[name] {
			continue
		}
		gotLines, wantLines := strings.Split(got[name], "\n"), strings.Split(want[name], "\n")
		for i := range min(len(gotLines), len(wantLines)) {
			if gotLines[i] != wantLines[i] {
				t.Errorf("%s:%d: got  %s\nwant %s", name, i+1, gotLines[i], wantLines[i])
				break
			}
		}
		t.Errorf("%s differs: %d lines, want %d", name, len(gotLines), len(wantLines))
	}
}
