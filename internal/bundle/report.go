package bundle

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"upline/internal/fault"
)

// findingsMax is how many findings Read returns.
const findingsMax = 50

// report gathers what is wrong in one file. However much that is, it holds only the findings of the first lines.
// Several goroutines may add to it, if those of one line come from one goroutine.
type report struct {
	file string

	mu    sync.Mutex
	list  fault.Findings
	count int
	last  int // findings on lines after this one cannot be among the first any more
}

func newReport(file string) *report { return &report{file: file, last: math.MaxInt} }

// addf adds a finding: what is wrong, and what would be right.
func (r *report) addf(line int32, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	if int(line) > r.last {
		return
	}
	r.list = append(r.list, fault.Finding{File: r.file, Line: int(line), Msg: fmt.Sprintf(format, args...)})
	if len(r.list) == 4*findingsMax {
		r.cut()
	}
}

func (r *report) cut() {
	slices.SortStableFunc(r.list, func(a, b fault.Finding) int { return cmp.Compare(a.Line, b.Line) })
	if len(r.list) > findingsMax {
		r.list = r.list[:findingsMax]
		r.last = r.list[findingsMax-1].Line
	}
}

// sound tells that nothing was found.
func (r *report) sound() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count == 0
}

// shownMax is how many bytes of a text a finding shows.
const shownMax = 200

// quoted shows a text of the input in a finding: as it is, unless that would disturb a terminal, and not at any length.
func quoted(text string) string {
	text = shortened(text)
	if strings.IndexFunc(text, isControl) < 0 && utf8.ValidString(text) {
		return `"` + text + `"`
	}
	return fmt.Sprintf("%q", text)
}

func shortened(text string) string {
	if len(text) <= shownMax {
		return text
	}
	end := shownMax
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
