// Package results writes settled runs as the four CSV files of plan-language §9.
//
//	run ── blocks ──▶ workers format ──▶ in order ──▶ folder.partial ── Commit ──▶ folder
//
// A folder of results appears whole or not at all: the files are written aside and put in place by one rename.
package results

import (
	"maps"
	"os"
	"slices"

	"upline/commission"
	"upline/internal/folder"
)

// Names of the files, in the order of the page.
const (
	Lines      = "lines.csv"
	Ranks      = "ranks.csv"
	Binary     = "binary.csv"
	Statements = "statements.csv"
)

// Writer writes runs, period after period, into one folder.
type Writer struct {
	folder  *folder.Folder
	facts   *commission.Facts
	workers int
	columns *columns
	files   map[string]*os.File
}

var headers = map[string]string{
	Lines:      "period,kind,bonus,order,source,beneficiary,level,base,percent,amount,condition_period\n",
	Ranks:      "period,partner,pv,gv,pgv,active,achieved,career,paid_as\n",
	Binary:     "period,bonus,partner,carried_left,left,carried_right,right,matched,amount,carry_left,carry_right\n",
	Statements: "period,partner,opening,earnings,reversals,reserve,release,balance,payout,closing\n",
}

// Create begins a folder of results. An existing folder is replaced on Commit, and must be empty or hold nothing but
// results.
//
// Errors: Conflict when the folder holds something else, or another command is writing to it; otherwise what the file
// system said.
func Create(dir string, f *commission.Facts, workers int) (*Writer, error) {
	return create(dir, &Writer{facts: f, workers: max(1, workers), columns: newColumns(f)})
}

// CreateFromEvidence begins a folder of results for AddEvidence. Errors are those of Create.
func CreateFromEvidence(dir string) (*Writer, error) { return create(dir, &Writer{workers: 1}) }

func create(dir string, w *Writer) (*Writer, error) {
	target, err := folder.Create(dir, folder.Content{
		Op: "results", Noun: "result", Files: slices.Collect(maps.Keys(headers)),
	})
	if err != nil {
		return nil, err
	}
	w.folder, w.files = target, map[string]*os.File{}
	for name, header := range headers {
		file, err := target.File(name)
		if err == nil {
			w.files[name] = file
			_, err = file.WriteString(header)
		}
		if err != nil {
			w.Abort()
			return nil, err
		}
	}
	return w, nil
}

// Add writes a run. Runs come in the order of their periods. done is called with the share of the run that is
// written; it may be nil.
func (w *Writer) Add(run *commission.Run, done func(written, of int)) error {
	c := w.columns
	jobs := c.lineJobs(run)
	lines := len(jobs)
	jobs = append(jobs, c.rankJobs(run)...)
	ranks := len(jobs)
	jobs = append(jobs, c.binaryJobs(run)...)
	binary := len(jobs)
	jobs = append(jobs, c.statementJobs(run)...)
	target := func(i int) *os.File {
		switch {
		case i < lines:
			return w.files[Lines]
		case i < ranks:
			return w.files[Ranks]
		case i < binary:
			return w.files[Binary]
		default:
			return w.files[Statements]
		}
	}
	return inOrder(w.workers, jobs, func(i int, text []byte) error {
		if done != nil {
			done(i+1, len(jobs))
		}
		_, err := target(i).Write(text)
		return err
	})
}

// Commit puts the folder in place: from here on it is there, whole, even after a loss of power.
func (w *Writer) Commit() error { return w.folder.Commit() }

// Abort leaves no trace. After Commit it does nothing.
func (w *Writer) Abort() { w.folder.Abort() }
