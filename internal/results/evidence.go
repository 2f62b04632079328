package results

import (
	"bufio"
	"io"
	"strconv"

	"upline/commission"
	"upline/documents/evidence"
	"upline/internal/money"
)

// OpenEvidence opens a file of a run's evidence, which is read before the next one is opened.
type OpenEvidence func(name evidence.Name) (io.ReaderAt, int64, error)

// AddEvidence writes a run from its evidence, as Add writes one that was just settled. Runs come in the order of their
// periods.
//
// Errors: those of open, of package evidence, and of the file system.
func (w *Writer) AddEvidence(open OpenEvidence) error {
	if err := addRows(w, Lines, evidence.Lines, open, evidence.ReadLines, (*rows).line); err != nil {
		return err
	}
	if err := addRows(w, Ranks, evidence.Standings, open, evidence.ReadStandings, (*rows).standing); err != nil {
		return err
	}
	if err := addRows(w, Binary, evidence.Binaries, open, evidence.ReadBinaries, (*rows).binary); err != nil {
		return err
	}
	return addRows(w, Statements, evidence.Statements, open, evidence.ReadStatements, (*rows).statement)
}

// addRows writes the rows of one file of the evidence into one file of the results.
func addRows[T any](w *Writer, to string, from evidence.Name, open OpenEvidence,
	read func(in io.ReaderAt, size int64, each func(list []T) error) error, row func(r *rows, row *T),
) error {
	in, size, err := open(from)
	if err != nil {
		return err
	}
	head, err := evidence.HeadOf(in, size)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w.files[to], 1<<20)
	r := &rows{period: head.Period.String(), scale: head.Scale}
	err = read(in, size, func(list []T) error {
		r.text = r.text[:0]
		for i := range list {
			row(r, &list[i])
		}
		_, err := out.Write(r.text)
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// rows are rows with ids as they are written: a field appends itself.
type rows struct {
	period string
	scale  int
	text   []byte
}

func (r *rows) begin()           { r.text = append(r.text, r.period...) }
func (r *rows) end()             { r.text = append(r.text, '\n') }
func (r *rows) id(id string)     { r.text = append(append(r.text, ','), quoted(id)...) }
func (r *rows) word(text string) { r.text = append(append(r.text, ','), text...) }

func (r *rows) volumes(volumes ...money.Volume) {
	for _, v := range volumes {
		r.text = v.AppendTo(append(r.text, ','))
	}
}

func (r *rows) amounts(amounts ...money.Amount) {
	for _, a := range amounts {
		r.text = money.AppendFixed(append(r.text, ','), int64(a), r.scale)
	}
}

func (r *rows) line(l *evidence.Line) {
	r.begin()
	r.word(l.Kind.String())
	for _, id := range [...]string{l.Bonus, l.Order, l.Source, l.Beneficiary} {
		r.id(id)
	}
	r.text = append(r.text, ',')
	if l.Level != commission.NoLevel {
		r.text = strconv.AppendInt(r.text, int64(l.Level), 10)
	}
	if l.HasBase {
		r.volumes(l.Base)
		r.text = money.AppendPlain(append(r.text, ','), int64(l.Percent), money.PercentPlaces)
	} else {
		r.text = append(r.text, ",,"...)
	}
	r.amounts(l.Amount)
	r.word(l.Condition.String())
	r.end()
}

func (r *rows) standing(s *evidence.Standing) {
	r.begin()
	r.id(s.Partner)
	r.volumes(s.PV, s.GV, s.PGV)
	r.text = strconv.AppendBool(append(r.text, ','), s.Active)
	for _, rank := range [...]string{s.Achieved, s.Career, s.PaidAs} {
		r.id(rank)
	}
	r.end()
}

func (r *rows) binary(b *evidence.Binary) {
	r.begin()
	r.id(b.Bonus)
	r.id(b.Partner)
	r.volumes(b.CarriedLeft, b.Left, b.CarriedRight, b.Right, b.Matched)
	r.amounts(b.Amount)
	r.volumes(b.CarryLeft, b.CarryRight)
	r.end()
}

func (r *rows) statement(s *evidence.Statement) {
	r.begin()
	r.id(s.Partner)
	r.amounts(s.Opening, s.Earnings, s.Reversals, s.Reserve, s.Release, s.Balance, s.Payout, s.Closing)
	r.end()
}
