package reading

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"upline/documents/intake"
	"upline/internal/fault"
)

// partMax is how many pages one document of a scan may have.
const partMax = 1_000

// Part writes some pages of a scan, from first to last, as a file of their own, of the type of the scan. Nothing of the other pages is in
// it: they may be of somebody else.
//
// Errors: Invalid when the file was not accepted, is neither PDF nor TIFF, or cannot be taken apart; NotFound when there are no such
// pages; Unavailable when a program is missing, with its package; otherwise those of the writer or the context.
func (r *Reader) Part(ctx context.Context, f File, first, last int, w io.Writer) error {
	file, size, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	if err := f.page(first); err != nil {
		return err
	}
	if err := f.page(last); err != nil {
		return err
	}
	if last < first || last-first >= partMax {
		return fault.Invalidf(op, "a part of a scan has 1 to %d pages, not %d to %d", partMax, first, last)
	}
	switch f.Report.Type {
	case intake.PDF:
		return r.partOfPDF(ctx, f, first, last, w)
	case intake.TIFF:
		return partOfTIFF(io.NewSectionReader(file, 0, size), first, last, w)
	}
	return fault.Invalidf(op, "files of type %s are not taken apart: bring scans as PDF or TIFF", f.Report.Type)
}

// partOfPDF takes the pages apart, and puts those that are wanted together.
func (r *Reader) partOfPDF(ctx context.Context, f File, first, last int, w io.Writer) error {
	return r.folder(func(folder string) error {
		err := r.run(ctx, program{
			name: "pdfseparate", folder: folder, output: io.Discard,
			args: []string{"-f", strconv.Itoa(first), "-l", strconv.Itoa(last), f.Path, filepath.Join(folder, "page-%d.pdf")},
		})
		if err != nil {
			return err
		}
		var args []string
		for n := first; n <= last; n++ {
			args = append(args, filepath.Join(folder, fmt.Sprintf("page-%d.pdf", n)))
		}
		part := args[0]
		if len(args) > 1 {
			part = filepath.Join(folder, "part.pdf")
			if err := r.run(ctx, program{name: "pdfunite", folder: folder, output: io.Discard, args: append(args, part), files: len(args)}); err != nil {
				return err
			}
		}
		made, err := os.Open(part)
		if err != nil {
			return fault.Invalidf(op, "pages %d to %d cannot be taken out of the file", first, last)
		}
		defer made.Close()
		_, err = io.Copy(w, made)
		return err
	})
}
