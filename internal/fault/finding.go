package fault

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Finding is one thing that is wrong in a file.
type Finding struct {
	File string // the path inside the bundle, with forward slashes
	Line int    // the physical line on which the record or key begins, from 1
	Msg  string // what is wrong and what would be right
}

func (f Finding) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Msg) }

// Findings is all that is wrong in an input, as an error of kind Invalid.
type Findings []Finding

func (f Findings) Error() string {
	lines := make([]string, len(f))
	for i, finding := range f {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// Sort orders the findings by the rank that order gives their file, then by file name and line.
// Findings of one line keep the order in which they were made.
func (f Findings) Sort(order func(file string) int) {
	slices.SortStableFunc(f, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(order(a.File), order(b.File)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
