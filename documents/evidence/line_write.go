package evidence

import (
	"io"
	"iter"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/period"
)

// WriteLines writes lines, which come sorted, in batches of any size.
//
// Errors: Invalid for an amount or percentage of more than 18 digits; otherwise those of the writer.
func WriteLines(w io.Writer, h Head, f *commission.Facts, lines iter.Seq[[]commission.Line], workers int, progress func(rows int)) error {
	next, stop := iter.Pull(lines)
	defer stop()
	feed := &lineFeed{next: next}
	return press(w, h.table(Lines, linesSorted, lineColumns(h.Scale)), workers, newLineCatalogues(f), progress, feed.fill)
}

// lineFeed is where grids take lines from.
type lineFeed struct {
	next func() ([]commission.Line, bool)
	rest []commission.Line // of the last batch
}

// take returns lines, at most so many; none at the end.
func (s *lineFeed) take(most int) []commission.Line {
	for len(s.rest) == 0 {
		lines, ok := s.next()
		if !ok {
			return nil
		}
		s.rest = lines
	}
	lines := s.rest[:min(most, len(s.rest))]
	s.rest = s.rest[len(lines):]
	return lines
}

// newLineCatalogues returns the catalogues of the columns of texts.
func newLineCatalogues(f *commission.Facts) []*catalogue {
	bonuses := f.Bonuses()
	partner := func(no int32) string { return f.Partners[no].ID }
	return []*catalogue{
		lineKind:        newCatalogue(int(commission.KindReversal)+1, func(no int32) string { return commission.Kind(no).String() }),
		lineBonus:       newCatalogue(len(bonuses), func(no int32) string { return bonuses[no] }),
		lineOrder:       newCatalogue(len(f.Orders), func(no int32) string { return f.Orders[no].ID }),
		lineSource:      newCatalogue(len(f.Partners), partner),
		lineBeneficiary: newCatalogue(len(f.Partners), partner),
		lineCondition:   newCatalogue(periods, func(no int32) string { return period.Period(no).String() }),
	}
}

// periods is more than the number of any period that can be written.
const periods = 10_000 * 12

// fill takes lines until the grid is full.
func (s *lineFeed) fill(g *grid) (rows int) {
	for rows < columns.GroupRows {
		lines := s.take(columns.GroupRows - rows)
		if len(lines) == 0 {
			break
		}
		g.resize(rows + len(lines))
		g.putLines(rows, lines)
		rows += len(lines)
	}
	return rows
}

// putLines spreads lines over the columns, from a row on.
func (g *grid) putLines(from int, lines []commission.Line) {
	kinds, bonuses, orders := g.texts[lineKind][from:], g.texts[lineBonus][from:], g.texts[lineOrder][from:]
	sources, beneficiaries, conditions := g.texts[lineSource][from:], g.texts[lineBeneficiary][from:], g.texts[lineCondition][from:]
	levels, hasLevel, amounts := g.numbers[lineLevel][from:], g.has[lineLevel][from:], g.numbers[lineAmount][from:]
	base, hasBase := g.volumes[lineBase][from:], g.has[lineBase][from:]
	percents, hasPercent := g.numbers[linePercent][from:], g.has[linePercent][from:]
	for i := range lines {
		l := &lines[i]
		kinds[i], bonuses[i], orders[i] = int32(l.Kind), int32(l.Bonus), int32(l.Order)
		sources[i], beneficiaries[i], conditions[i] = int32(l.Source), int32(l.Beneficiary), int32(l.Condition)
		levels[i], hasLevel[i], amounts[i] = int64(l.Level), l.Level != commission.NoLevel, int64(l.Amount)
		base[i], percents[i], hasBase[i], hasPercent[i] = l.Base, int64(l.Percent), l.HasBase, l.HasBase
	}
}
