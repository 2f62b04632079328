package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"

	"upline/commission"
)

// Written is a file that was written.
type Written struct {
	Name   Name
	SHA256 string // hexadecimal
	Size   int64  // bytes
}

// HeadOfRun returns what the rows of a run belong to.
func HeadOfRun(run *commission.Run) Head {
	plan := run.Plan()
	return Head{Period: run.Period(), Scale: plan.Money.Scale, Currency: plan.Currency}
}

// WriteRun writes the five files of a run into a folder, and tells of them in the order of Names. progress, if given, is
// told how many lines of all are written.
//
// Errors: those of the file system; Invalid for a number that does not fit its column.
func WriteRun(dir string, run *commission.Run, workers int, progress func(done, of int)) ([]Written, error) {
	h := HeadOfRun(run)
	lines := 0
	for _, total := range run.Totals() {
		lines += total.Lines
	}
	done := 0
	tell := func(rows int) {
		done += rows
		if progress != nil {
			progress(done, lines)
		}
	}
	var list []Written
	for _, file := range []struct {
		name  Name
		write func(w io.Writer) error
	}{
		{Lines, func(w io.Writer) error { return WriteLines(w, h, run.Facts(), blocks(run), workers, tell) }},
		{Standings, func(w io.Writer) error { return writeStandings(w, h, run, workers) }},
		{Binaries, func(w io.Writer) error { return writeBinaries(w, h, run, workers) }},
		{Statements, func(w io.Writer) error { return writeStatements(w, h, run, workers) }},
		{Carries, func(w io.Writer) error { return writeCarries(w, h, run, workers) }},
	} {
		written, err := WriteFile(dir, file.name, file.write)
		if err != nil {
			return nil, err
		}
		list = append(list, written)
	}
	return list, nil
}

// blocks hands out the lines of a run, block by block.
func blocks(run *commission.Run) func(yield func([]commission.Line) bool) {
	return func(yield func([]commission.Line) bool) {
		var lines []commission.Line
		for _, block := range run.Blocks() {
			if lines = block.Append(lines[:0]); len(lines) > 0 && !yield(lines) {
				return
			}
		}
	}
}

// WriteFile writes a file into a folder, and hashes it meanwhile.
func WriteFile(dir string, name Name, write func(w io.Writer) error) (Written, error) {
	f, err := os.Create(filepath.Join(dir, name.File()))
	if err != nil {
		return Written{}, err
	}
	defer f.Close()
	buffer, hash := bufio.NewWriterSize(f, 1<<20), sha256.New()
	if err := write(io.MultiWriter(buffer, hash)); err != nil {
		return Written{}, err
	}
	if err := buffer.Flush(); err != nil {
		return Written{}, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return Written{}, err
	}
	return Written{name, hex.EncodeToString(hash.Sum(nil)), size}, f.Close()
}
