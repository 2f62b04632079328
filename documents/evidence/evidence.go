// Package evidence writes and reads what a settlement run leaves behind for ever: its lines, everyone's standing, the
// binary rows, the statements and the carries, a Parquet file of each.
//
//	commission.Run ── numbers to ids ──▶ five files ──▶ rows with ids ──▶ results, explanations, later runs
//
// The files are sorted as plan-language §9 sorts, and every reader of Parquet can read them; ids are texts, volumes and
// percentages exact decimals, amounts decimals of the plan's scale, periods texts such as 2026-01. The same run gives the
// same bytes, on any machine and with any number of workers. A release of the compressor may change the bytes, never the
// rows: who compares two files whose hashes differ compares their rows.
package evidence

import (
	"strconv"

	"upline/documents/columns"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Name says which of the five files of a run one is.
type Name string

// Names of the files.
const (
	Lines      Name = "lines"
	Standings  Name = "standings"
	Binaries   Name = "binaries"
	Statements Name = "statements"
	Carries    Name = "carries"
)

// Names lists the five files of a run.
var Names = []Name{Lines, Standings, Binaries, Statements, Carries}

// File returns the name that a file has in a folder.
func (n Name) File() string { return string(n) + ".parquet" }

// Head says what the rows of a file belong to.
type Head struct {
	Period   period.Period
	Scale    int    // decimal places of the amounts, 0 to money.MaxScale
	Currency string // of the amounts
}

// version is the format of the files. It changes with every change of their columns.
const version = "1"

// Keys of the head in the footer of a file.
const (
	keyName     = "upline.file"
	keyVersion  = "upline.version"
	keyPeriod   = "upline.period"
	keyScale    = "upline.scale"
	keyCurrency = "upline.currency"
)

// op names the operation in errors.
const op = "evidence"

// table describes a file.
func (h Head) table(name Name, sorted int, cols []columns.Column) columns.Table {
	return columns.Table{Columns: cols, Sorted: sorted, Head: map[string]string{
		keyName: string(name), keyVersion: version, keyPeriod: h.Period.String(), keyScale: strconv.Itoa(h.Scale), keyCurrency: h.Currency,
	}}
}

// readHead reads the head of a file.
func readHead(f *columns.File) (name Name, h Head, err error) {
	switch got, ok := f.Head(keyVersion); {
	case !ok:
		return "", h, fault.Invalidf(op, "this file is no evidence of a run")
	case got != version:
		return "", h, fault.Invalidf(op, "the file has format version %q, and this program reads version %s: use the release that wrote it, or a newer one", got, version)
	}
	text, _ := f.Head(keyName)
	h.Currency, _ = f.Head(keyCurrency)
	scale, _ := f.Head(keyScale)
	if h.Scale, err = strconv.Atoi(scale); err != nil || h.Scale < 0 || h.Scale > money.MaxScale {
		return "", h, fault.Internalf(op, "the file is damaged: its scale is %q", scale)
	}
	p, _ := f.Head(keyPeriod)
	if h.Period, err = period.Parse(p); err != nil {
		return "", h, fault.Internalf(op, "the file is damaged: its period is %q", p)
	}
	return Name(text), h, nil
}
