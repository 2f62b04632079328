package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/fault"
)

// TestReportKeepsTheFirst: of any number of findings, those of the first lines are left, in the order they were made.
func TestReportKeepsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newReport("orders.csv")
		lines := rapid.SliceOfN(rapid.Int32Range(1, 150), 0, 1000).Draw(t, "lines")
		var all fault.Findings
		for i, line := range lines {
			r.addf(line, "finding %d", i)
			all = append(all, fault.Finding{File: "orders.csv", Line: int(line), Msg: fmt.Sprintf("finding %d", i)})
		}
		r.cut()
		slices.SortStableFunc(all, func(a, b fault.Finding) int { return cmp.Compare(a.Line, b.Line) })
		if want := all[:min(len(all), findingsMax)]; !slices.Equal(r.list, want) {
			t.Fatalf("left\n%v\nwant\n%v", r.list, want)
		}
		if r.sound() != (len(lines) == 0) {
			t.Fatalf("%d findings, sound %t", len(lines), r.sound())
		}
	})
}

// TestAtMostFifty: however much is wrong, the first fifty findings are returned.
func TestAtMostFifty(t *testing.T) {
	_, err := readFiles(changed(files{"+orders.csv": strings.Repeat("o1,x,,,,,\n", 10_000), "+cancellations.csv": "k1,,,\n"}), Options{})
	findings := asFindings(t, err)
	if len(findings) != findingsMax || findings[0].Line != 6 || findings[findingsMax-1].Line != 15 {
		t.Errorf("%d findings:\n%v", len(findings), err)
	}
}

func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{
		`a "b"`: `"a "b""`, "größe": `"größe"`, "a\rb\x1b[1m": `"a\rb\x1b[1m"`, "\xff": `"\xff"`, "": `""`,
		strings.Repeat("x", 1000): `"` + strings.Repeat("x", shownMax) + `…"`,
	} {
		if shown := quoted(text); shown != want {
			t.Errorf("%q is shown as %s, want %s", text, shown, want)
		}
	}
}
