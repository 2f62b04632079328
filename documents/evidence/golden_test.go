package evidence_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"upline/commission"
	"upline/documents/evidence"
	"upline/internal/bundletest"
	"upline/internal/settletest"
)

var update = flag.Bool("update", false, "write what is read into the golden files")

// TestGolden shows the five files of runs of a vector. A golden file begins with prose, each line after a #, that says why it
// is there; its name is that of the vector. A line `$ PERIOD` asks for a run, and what follows are its files.
func TestGolden(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		path := filepath.Join("testdata", v.Name+".txt")
		golden, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			var got strings.Builder
			for line := range strings.Lines(string(golden)) {
				switch asked, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); {
				case strings.HasPrefix(line, "#"):
					got.WriteString(line)
				case ok:
					got.WriteString("\n" + line)
					settle(t, v.Input, v.From, asked, func(run *commission.Run) {
						if run.Period().String() == asked {
							show(t, &got, run)
						}
					})
				}
			}
			if *update {
				if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got.String() != string(golden) {
				t.Errorf("%s differs; after go test -update, git diff shows how. Got:\n%s", path, got.String())
			}
		})
	}
}

// settle settles a bundle, and hands each run to each.
func settle(t settletest.T, files map[string]string, from, through string, each func(run *commission.Run)) {
	t.Helper()
	facts := settletest.Facts(t, files, from, through)
	err := commission.SettleEach(facts, settletest.Period(t, from), settletest.Period(t, through), 2, func(run *commission.Run) error {
		each(run)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// show prints the files of a run: their hashes, columns, and rows.
func show(t *testing.T, out *strings.Builder, run *commission.Run) {
	t.Helper()
	files := write(t, run, 2)
	for _, f := range files.list {
		data := files.data[f.Name]
		head, err := evidence.HeadOf(bytes.NewReader(data), f.Size)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "\n== %s: %d bytes, SHA-256 %s; %s, %s with %d places\n", f.Name.File(), f.Size, f.SHA256, head.Period, head.Currency, head.Scale)
		file, err := parquet.OpenFile(bytes.NewReader(data), f.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := parquet.PrintSchema(out, string(f.Name), file.Schema()); err != nil {
			t.Fatal(err)
		}
		out.WriteString("\n")
		for _, row := range read(t, f.Name, data) {
			out.WriteString(row + "\n")
		}
	}
}

// files are the files of a run, in memory.
type files struct {
	list []evidence.Written
	data map[evidence.Name][]byte
}

// write writes the evidence of a run.
func write(t settletest.T, run *commission.Run, workers int) files {
	t.Helper()
	w := files{data: map[evidence.Name][]byte{}}
	settletest.InFolder(t, nil, func(dir string) {
		var err error
		if w.list, err = evidence.WriteRun(dir, run, workers, nil); err != nil {
			t.Fatal(err)
		}
		for _, f := range w.list {
			if w.data[f.Name], err = os.ReadFile(filepath.Join(dir, f.Name.File())); err != nil {
				t.Fatal(err)
			}
		}
	})
	return w
}

// read lists the rows of a file.
func read(t settletest.T, name evidence.Name, data []byte) (rows []string) {
	t.Helper()
	rows, err := readAny(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readAny lists what can be read of a file of a name.
func readAny(name evidence.Name, data []byte) (rows []string, err error) {
	in, size := bytes.NewReader(data), int64(len(data))
	switch name {
	case evidence.Lines:
		err = evidence.ReadLines(in, size, list[evidence.Line](&rows))
	case evidence.Standings:
		err = evidence.ReadStandings(in, size, list[evidence.Standing](&rows))
	case evidence.Binaries:
		err = evidence.ReadBinaries(in, size, list[evidence.Binary](&rows))
	case evidence.Statements:
		err = evidence.ReadStatements(in, size, list[evidence.Statement](&rows))
	case evidence.Carries:
		err = evidence.ReadCarries(in, size, list[evidence.Carry](&rows))
	}
	return rows, err
}

// list adds rows as text.
func list[T any](rows *[]string) func(page []T) error {
	return func(page []T) error {
		for _, row := range page {
			*rows = append(*rows, fmt.Sprintf("%+v", row))
		}
		return nil
	}
}
