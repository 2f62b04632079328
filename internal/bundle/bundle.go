// Package bundle reads a data bundle (plan-language §2), a folder of CSV files and plans, into commission.Facts, and
// writes facts as a bundle.
//
//	folder ── Read, ReadContent ──▶ Facts, Content ── Write ──▶ folder
//
// Reading goes in three steps: the plans; then each CSV file by itself, all at once, into rows whose ids are still text;
// then the checks between rows and files, in the order of what they refer to. A check that refers to something at fault
// is skipped, so that one mistake makes one finding.
//
// What is written reads as the same facts, and facts are always written as the same bytes.
package bundle

import (
	"path/filepath"
	"runtime"

	"upline/commission"
	"upline/internal/period"
)

// Options says how to read a bundle.
type Options struct {
	// From and Through are the first and the last period to be settled, if Settle is set: each must have a plan
	// version in force on its last day.
	From, Through period.Period
	Settle        bool
	// PlansDir is a folder to read the plan versions from instead of the bundle's own plans.
	PlansDir string
	// Workers is how many goroutines work at once; 0: one a processor. The result does not depend on it.
	Workers int
	// Progress, if given, is told how many bytes of all are read; calls do not overlap.
	Progress func(done, total int64)
}

// Read reads the facts of the bundle in a folder. The error is fault.Findings, sorted and at most 50, when the bundle is at
// fault, and a *fault.Error when the folder or a file cannot be read.
func Read(dir string, o Options) (*commission.Facts, error) {
	content, err := ReadContent(dir, o)
	if err != nil {
		return nil, err
	}
	return content.Facts, nil
}

// ReadContent reads all that the bundle in a folder holds. Errors are those of Read.
func ReadContent(dir string, o Options) (*Content, error) {
	plans := filepath.Join(dir, "plans")
	if o.PlansDir != "" {
		plans = o.PlansDir
	}
	return read(locationAt(dir), locationAt(plans), o)
}

func read(bundle, plans location, o Options) (*Content, error) {
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	s, err := findSources(bundle, plans, o.Progress)
	if err != nil {
		return nil, err
	}
	r := newReading(s, o)
	if err := r.read(); err != nil {
		return nil, err
	}
	content := r.check()
	if err := r.findings(); err != nil {
		return nil, err
	}
	return content, nil
}
