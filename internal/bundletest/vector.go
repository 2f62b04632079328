package bundletest

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// Vector is a test vector: a bundle and what settling it must give, byte for byte.
type Vector struct {
	Name string
	// Input and Expected are path -> content: the bundle, and the four result files of plan-language §9.
	Input, Expected map[string]string
	// From and Through are the periods (YYYY-MM) to settle.
	From, Through string
}

// BadVector is a bundle that must be refused.
type BadVector struct {
	Name  string
	Input map[string]string
	// Expected holds a finding for each line of expected.txt.
	Expected []Finding
}

// vectorPeriods is the line of a vector's about.txt that names the periods to settle.
var vectorPeriods = regexp.MustCompile(`(?m)^periods: (\d{4}-\d{2})\.\.(\d{4}-\d{2})$`)

// Vectors reads the vectors of commission/testdata/vectors, sorted by name. It ends the test when one cannot be read, or
// when there are none.
func Vectors(t testing.TB) []Vector {
	t.Helper()
	var vectors []Vector
	for _, dir := range vectorFolders(t, "[0-9]*") {
		about := ReadFiles(t, dir)["about.txt"]
		periods := vectorPeriods.FindStringSubmatch(about)
		if periods == nil {
			t.Fatalf("%s/about.txt has no line like periods: 2026-01..2026-03", dir)
		}
		vectors = append(vectors, Vector{
			Name:     filepath.Base(dir),
			Input:    ReadFiles(t, filepath.Join(dir, "input")),
			Expected: ReadFiles(t, filepath.Join(dir, "expected")),
			From:     periods[1],
			Through:  periods[2],
		})
	}
	return vectors
}

// BadVectors reads the bundles of commission/testdata/vectors/bad, sorted by name. It ends the test when one cannot be
// read, or when there are none.
func BadVectors(t testing.TB) []BadVector {
	t.Helper()
	var vectors []BadVector
	for _, dir := range vectorFolders(t, "bad/[0-9]*") {
		vector := BadVector{Name: filepath.Base(dir), Input: ReadFiles(t, filepath.Join(dir, "input"))}
		expected := strings.TrimSpace(ReadFiles(t, dir)["expected.txt"])
		for _, line := range strings.Split(expected, "\n") {
			finding, err := parseFinding(line)
			if err != nil {
				t.Fatalf("%s/expected.txt: %v", dir, err)
			}
			vector.Expected = append(vector.Expected, finding)
		}
		vectors = append(vectors, vector)
	}
	return vectors
}

// vectorFolders lists the folders of the vectors that match a pattern. They lie beside this source file's module, so that
// any package's tests find them whatever folder they run in.
func vectorFolders(t testing.TB, pattern string) []string {
	t.Helper()
	_, source, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("the vectors lie relative to this source file, and it is not known where that is")
	}
	root := filepath.Join(filepath.Dir(source), "..", "..", "commission", "testdata", "vectors")
	matches, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, match := range matches {
		if info, err := os.Stat(match); err == nil && info.IsDir() {
			folders = append(folders, match)
		}
	}
	if len(folders) == 0 {
		t.Fatalf("no vectors in %s", filepath.Join(root, pattern))
	}
	return folders
}
