package bundle

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"upline/internal/fault"
)

// FuzzPartners reads any partners.csv in an otherwise sound bundle.
func FuzzPartners(f *testing.F) { fuzzFile(f, "partners.csv") }

// FuzzOrders reads any orders.csv in an otherwise sound bundle.
func FuzzOrders(f *testing.F) { fuzzFile(f, "orders.csv") }

func fuzzFile(f *testing.F, name string) {
	f.Add(sound[name])
	f.Add("\ufeff" + strings.ReplaceAll(sound[name], "\n", "\r\n") + "\r")
	f.Add(strings.ReplaceAll(sound[name], "o", "\""))
	f.Add(strings.Repeat(sound[name], 9))
	f.Add(strings.ReplaceAll(sound[name], "2026-01-", "2025-1-"))
	f.Fuzz(func(t *testing.T, content string) { checkAnyBundle(t, files{name: content}) })
}

// FuzzBundle reads any bundle: the files one after the other, each introduced by a line of its number.
func FuzzBundle(f *testing.F) {
	names := fuzzedNames()
	var all, rows strings.Builder
	for i, name := range names {
		fmt.Fprintf(&all, "=%d\n%s", i, sound[name])
		header, _, _ := strings.Cut(sound[name], "\n")
		fmt.Fprintf(&rows, "=%d\n%s\na,a,a,1,2026-01-01,\na,2026-01-01,0,a,,,\na,a,2026-01-01,\n", i, header)
	}
	f.Add(all.String())
	f.Add(rows.String())
	f.Add(strings.ReplaceAll(all.String(), "kind: binary", "kind: binary, auto: breadth_first"))
	f.Add(strings.ReplaceAll(strings.ReplaceAll(all.String(), "width: 3", "width: 3, auto: breadth_first"), "m3,a,r", "m3,a,d"))
	f.Add(strings.ReplaceAll(all.String(), "2026-02", "2026-01"))
	f.Add(strings.ReplaceAll(all.String(), ",b,", ",d,"))
	f.Fuzz(func(t *testing.T, content string) {
		changes := files{}
		for i, name := range names {
			changes[name] = absent
			if _, part, ok := strings.Cut(content, fmt.Sprintf("=%d\n", i)); ok {
				part, _, _ = strings.Cut(part, "=")
				changes[name] = part
			}
		}
		checkAnyBundle(t, changes)
	})
}

func fuzzedNames() []string {
	var names []string
	for _, file := range tableFiles {
		names = append(names, file.name)
	}
	return append(names, "plans/test.yaml")
}

// checkAnyBundle checks what holds of every bundle, sound or not.
func checkAnyBundle(t *testing.T, changes files) {
	contents := changed(changes)
	readBy := func(workers int) (fault.Findings, string) {
		jan := mustPeriod(t, "2026-01")
		facts, err := readFiles(contents, Options{From: jan, Through: jan, Settle: true, Workers: workers})
		if err == nil {
			checkFacts(t, facts)
			checkWritten(t, contents)
			return nil, ""
		}
		return asFindings(t, err), err.Error()
	}
	findings, text := readBy(1)
	if _, again := readBy(3); text != again {
		t.Errorf("one worker finds\n%s\nthree\n%s", text, again)
	}
	if len(findings) > findingsMax {
		t.Errorf("%d findings", len(findings))
	}
	if !slices.IsSortedFunc(findings, func(a, b fault.Finding) int {
		return cmp.Or(cmp.Compare(fileRank(a.File), fileRank(b.File)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	}) {
		t.Errorf("not in order:\n%s", text)
	}
	for _, f := range findings {
		content := contents[f.File]
		if f.Line < 1 || f.Line > 1+strings.Count(content, "\n") || f.Msg == "" || strings.ContainsAny(f.Msg, "\r\n\x1b") {
			t.Errorf("%q is no finding for a line of\n%s", f, content)
		}
	}
}

// checkWritten checks that a sound bundle is sound when it is written, and is written as the same bytes from then on.
func checkWritten(t *testing.T, contents map[string]string) {
	t.Helper()
	once := inMemory(t, mustRead(t, contents))
	if twice := inMemory(t, mustRead(t, once)); !maps.Equal(once, twice) {
		t.Errorf("written once\n%q\nwritten again\n%q", once, twice)
	}
}

func inMemory(t *testing.T, c *Content) map[string]string {
	t.Helper()
	written := map[string]*strings.Builder{}
	err := write(c, func(name string) (io.Writer, error) {
		written[name] = &strings.Builder{}
		return written[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for name, text := range written {
		texts[name] = text.String()
	}
	return texts
}
