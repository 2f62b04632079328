package jobs

import (
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/intake"
)

// Names in a package are safe, none is there twice for a file system that sees no case, and extensions stay.
func TestNamesInAPackageAreUnique(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		names, once := uniqueNames{}, map[string]bool{}
		some := rapid.SampledFrom([]string{"a.pdf", "A.PDF", "a-2.pdf", "../../etc/passwd", "CON", "con.txt", "", strings.Repeat("ü", 150) + ".pdf", "invoice", "invoice-2"})
		for range rapid.IntRange(1, 60).Draw(r, "files") {
			raw := rapid.OneOf(some, rapid.String()).Draw(r, "name")
			name := names.of(raw)
			if once[strings.ToLower(name)] {
				r.Fatalf("%q is there twice", name)
			}
			once[strings.ToLower(name)] = true
			if name != path.Base(name) || name == "." || name == ".." || len(name) > 210 || path.Ext(name) != path.Ext(intake.Name(raw)) {
				r.Fatalf("%q becomes %q", raw, name)
			}
		}
	})
}
