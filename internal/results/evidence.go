package results

import (
	"io"

	"upline/documents/evidence"
)

// OpenEvidence opens a file of a run's evidence, which is read before the next one is opened.
type OpenEvidence func(name evidence.Name) (io.ReaderAt, int64, error)

// AddEvidence writes a run from its evidence, as Add writes one that was just settled. Runs come in the order of their
// periods.
//
// Errors: those of open, of package evidence, and of the file system.
func (w *Writer) AddEvidence(open OpenEvidence) error {
	if err := addRows(w, Lines, evidence.Lines, open, evidence.ReadLines, lineRows); err != nil {
		return err
	}
	if err := addRows(w, Ranks, evidence.Standings, open, evidence.ReadStandings, standingRows); err != nil {
		return err
	}
	if err := addRows(w, Binary, evidence.Binaries, open, evidence.ReadBinaries, binaryRows); err != nil {
		return err
	}
	return addRows(w, Statements, evidence.Statements, open, evidence.ReadStatements, statementRows)
}

// addRows writes the rows of one file of the evidence into one file of the results. begin returns what writes the rows of a
// run.
func addRows[T any](w *Writer, to string, from evidence.Name, open OpenEvidence,
	read func(in io.ReaderAt, size int64, each func(rows []T) error) error, begin func(f format) func(dst []byte, row *T) []byte,
) error {
	in, size, err := open(from)
	if err != nil {
		return err
	}
	head, err := evidence.HeadOf(in, size)
	if err != nil {
		return err
	}
	write := begin(format{head.Period.String(), head.Scale})
	var text []byte
	return read(in, size, func(rows []T) error {
		text = text[:0]
		for i := range rows {
			text = write(text, &rows[i])
		}
		_, err := w.files[to].Write(text)
		return err
	})
}

// appendIDs appends ids, each behind a comma; an empty one stands for nobody.
func appendIDs(dst []byte, ids ...string) []byte {
	for _, id := range ids {
		dst = append(append(dst, ','), quoted(id)...)
	}
	return dst
}

func lineRows(f format) func(dst []byte, l *evidence.Line) []byte {
	behind := lineFormat{format: f}
	return func(dst []byte, l *evidence.Line) []byte {
		dst = append(append(append(dst, f.period...), ','), l.Kind.String()...)
		dst = appendIDs(dst, l.Bonus, l.Order, l.Source, l.Beneficiary)
		return behind.line(dst, l.Level, l.HasBase, l.Base, l.Percent, l.Amount, l.Condition)
	}
}

func standingRows(f format) func(dst []byte, s *evidence.Standing) []byte {
	return func(dst []byte, s *evidence.Standing) []byte {
		dst = appendIDs(append(dst, f.period...), s.Partner)
		return f.standing(dst, s.PV, s.GV, s.PGV, s.Active, quoted(s.Achieved), quoted(s.Career), quoted(s.PaidAs))
	}
}

func binaryRows(f format) func(dst []byte, b *evidence.Binary) []byte {
	return func(dst []byte, b *evidence.Binary) []byte {
		return f.binary(appendIDs(append(dst, f.period...), b.Bonus, b.Partner), &b.BinaryRow)
	}
}

func statementRows(f format) func(dst []byte, s *evidence.Statement) []byte {
	return func(dst []byte, s *evidence.Statement) []byte {
		return f.statement(appendIDs(append(dst, f.period...), s.Partner), &s.Statement)
	}
}
