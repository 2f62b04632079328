package proof

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/settletest"
)

// What is written reads as the same facts and settles to the same bytes, and is written as the same bytes again.
func TestWrittenBundlesAreTheSame(t *testing.T) {
	check(t, 300, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		first, last := settletest.Period(t, b.From), settletest.Period(t, b.Through)
		from := first + period.Period(rapid.IntRange(0, int(last-first)).Draw(t, "from"))
		settletest.InFolder(t, b.Files(), func(dir string) { writeAgain(t, dir, from.String(), b.Through) })
	})
}

func TestWrittenVectorsAreTheSame(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			settletest.InFolder(t, v.Input, func(dir string) { writeAgain(t, dir, v.From, v.Through) })
		})
	}
}

func TestWrittenExamplesAreTheSame(t *testing.T) {
	for _, name := range []string{"alpina", "gemini"} {
		t.Run(name, func(t *testing.T) { writeAgain(t, filepath.Join("..", "..", "examples", name), "2026-01", "2026-03") })
	}
}

// writeAgain writes the bundle of a folder, and what is read of that once more.
func writeAgain(t settletest.T, dir, from, through string) {
	t.Helper()
	scratch, err := os.MkdirTemp("", "upline-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(scratch)
	once, twice := filepath.Join(scratch, "once"), filepath.Join(scratch, "twice")
	read := content(t, dir)
	write(t, once, read)
	written := content(t, once)
	write(t, twice, written)

	sameFacts(t, written.Facts, read.Facts)
	if !reflect.DeepEqual(written.Plans, read.Plans) {
		t.Fatal("the plans are not the same")
	}
	equal(t, "reasons", written.Reasons, read.Reasons)
	everybodyIsListed(t, written)
	if got, want := texts(t, twice), texts(t, once); !reflect.DeepEqual(got, want) {
		t.Fatalf("written again\n%s\nwritten once\n%s", show(got, from, through), show(want, from, through))
	}
	want, err := settletest.Dir(t, dir, from, through, 2)
	if err != nil {
		t.Fatal(err)
	}
	got, err := settletest.Dir(t, once, from, through, 2)
	if err != nil {
		t.Fatal(err)
	}
	same(t, got, want)
}

func content(t settletest.T, dir string) *bundle.Content {
	t.Helper()
	c, err := bundle.ReadContent(dir, bundle.Options{Workers: 1})
	if err != nil {
		t.Fatalf("the bundle is refused:\n%v", err)
	}
	return c
}

func write(t settletest.T, dir string, c *bundle.Content) {
	t.Helper()
	if err := bundle.Write(dir, *c); err != nil {
		t.Fatal(err)
	}
}

// texts reads the files of a bundle that was written.
func texts(t settletest.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, pattern := range []string{"*", "plans/*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if filepath.Base(name) == "plans" {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			files[name[len(dir)+1:]] = string(text)
		}
	}
	return files
}

// sameFacts compares all that facts hold. Kinds of orders are compared by name, since they are numbered as they come.
func sameFacts(t settletest.T, got, want *commission.Facts) {
	t.Helper()
	equal(t, "partners", got.Partners, want.Partners)
	sameTimelines(t, "sponsors", want, &got.Sponsors, &want.Sponsors)
	equal(t, "trees", len(got.Placements), len(want.Placements))
	for no := range want.Placements {
		sameTimelines(t, "placements in "+want.Plans[0].Trees[no].ID, want, &got.Placements[no], &want.Placements[no])
	}
	sameTimelines(t, "statuses", want, &got.Statuses, &want.Statuses)
	sameTimelines(t, "careers", want, &got.Careers, &want.Careers)
	sameTimelines(t, "overrides", want, &got.Overrides, &want.Overrides)
	equal(t, "orders", len(got.Orders), len(want.Orders))
	for i := range want.Orders {
		g, w := got.Orders[i], want.Orders[i]
		equal(t, "kind of order "+w.ID, got.Kinds[g.Kind], want.Kinds[w.Kind])
		g.Kind, w.Kind = 0, 0
		equal(t, "order "+w.ID, g, w)
	}
	if len(want.Cancellations) > 0 || len(got.Cancellations) > 0 {
		equal(t, "cancellations", got.Cancellations, want.Cancellations)
	}
	equal(t, "plans", got.Plans, want.Plans)
	equal(t, "digest", digestOf(got), digestOf(want))
}

func sameTimelines[T any](t settletest.T, what string, f *commission.Facts, got, want *commission.Timelines[T]) {
	t.Helper()
	for i := range f.Partners {
		g, w := got.Of(commission.PartnerNo(i)), want.Of(commission.PartnerNo(i))
		if len(g)+len(w) > 0 {
			equal(t, what+" of "+f.Partners[i].ID, g, w)
		}
	}
}

func equal(t settletest.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// everybodyIsListed in the trees in which they would be placed otherwise.
func everybodyIsListed(t settletest.T, c *bundle.Content) {
	t.Helper()
	for no, tree := range c.Facts.Plans[0].Trees {
		for i, listed := range c.Listed[no] {
			if tree.Auto && !listed {
				t.Fatalf("%s is not listed in tree %s", c.Facts.Partners[i].ID, tree.ID)
			}
		}
	}
}
