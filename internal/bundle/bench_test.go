package bundle

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkRead reads 100,000 partners and as many orders, in the order of their ids and out of it.
func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	for _, shuffled := range []bool{false, true} {
		b.Run(fmt.Sprintf("shuffled=%t", shuffled), func(b *testing.B) {
			dir := writeLarge(b, rows, shuffled)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(dir, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWrite writes them again.
func BenchmarkWrite(b *testing.B) {
	content, err := ReadContent(writeLarge(b, 100_000, false), Options{})
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "export")
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(dir, *content); err != nil {
			b.Fatal(err)
		}
	}
}

// writeLarge writes a bundle of many partners, an order each, a move of every tenth and a cancellation of every twentieth.
func writeLarge(b testing.TB, rows int, shuffled bool) string {
	b.Helper()
	dir := writeBundle(b, files{"placements.csv": absent, "status.csv": absent, "careers.csv": absent, "overrides.csv": absent})
	scatter := func(i int) int { return i }
	if shuffled { // a step without a factor in common with rows visits all of them
		scatter = func(i int) int { return int(int64(i) * 7_368_787 % int64(rows)) }
	}
	joined := func(i int) string {
		return fmt.Sprintf("20%02d-%02d-%02d", 10+i*15/rows, 1+i*180/rows%12, 1+i*5040/rows%28)
	}
	write := func(name, header string, every int, row func(i int) string) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriter(f)
		fmt.Fprintln(w, header)
		for i := range rows {
			if i = scatter(i); i%every == every-1 {
				fmt.Fprintln(w, row(i))
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	sponsor := func(i int) string {
		if i == 0 {
			return ""
		}
		return fmt.Sprintf("P%08d", i-1-i*7%min(i, 1000))
	}
	write("partners.csv", "id,name,joined,sponsor", 1, func(i int) string {
		return fmt.Sprintf("P%08d,Partner number %d,%s,%s", i, i, joined(i), sponsor(i))
	})
	write("sponsorships.csv", "partner,sponsor,from,to", 10, func(i int) string {
		return fmt.Sprintf("P%08d,%s,2010-01-01,2026-02-01\nP%08d,P%08d,2026-02-01,", i, sponsor(i), i, i/2)
	})
	write("orders.csv", "id,partner,kind,placed_on,paid_on,points,cv", 1, func(i int) string {
		return fmt.Sprintf("O%09d,P%08d,own,2026-01-%02d,2026-01-28,%d.5,%d.25", i, i*31%rows, 1+i%28, i%300, i%290)
	})
	write("cancellations.csv", "id,order,cancelled_on,share", 20, func(i int) string {
		return fmt.Sprintf("C%09d,O%09d,2026-02-%02d,0.5", i, i, 1+i%28)
	})
	return dir
}
