package results

import (
	"strconv"
	"sync"

	"upline/commission"
	"upline/internal/money"
)

// buffers holds the lines of a block between being made and being written.
var buffers = sync.Pool{New: func() any { return new([]commission.Line) }}

// lineJobs writes lines.csv.
func (c *columns) lineJobs(run *commission.Run) []job {
	period := run.Period().String()
	var jobs []job
	for _, block := range run.Blocks() {
		jobs = append(jobs, func(dst []byte) []byte {
			buffer := buffers.Get().(*[]commission.Line)
			lines := block.Append((*buffer)[:0])
			dst = c.lines(dst, period, lines)
			*buffer = lines
			buffers.Put(buffer)
			return dst
		})
	}
	return jobs
}

// lines appends the rows of a block. What a row has in common with the one before, which is nearly all of it but the
// beneficiary, is copied from there.
func (c *columns) lines(dst []byte, period string, lines []commission.Line) []byte {
	var head, base, condition []byte
	for i := range lines {
		l := &lines[i]
		last := &lines[max(0, i-1)]
		if i == 0 || l.Kind != last.Kind || l.Bonus != last.Bonus || l.Order != last.Order || l.Source != last.Source {
			head = append(append(append(head[:0], period...), ','), l.Kind.String()...)
			head = append(append(head, ','), c.bonuses[l.Bonus]...)
			head = c.partner(c.order(head, l.Order), l.Source)
		}
		if i == 0 || l.HasBase != last.HasBase || l.Base != last.Base {
			base = append(base[:0], ',')
			if l.HasBase {
				base = l.Base.AppendTo(base)
			}
		}
		if i == 0 || l.Condition != last.Condition {
			condition = append(append(condition[:0], ','), l.Condition.String()...)
		}
		dst = append(dst, head...)
		dst = c.partner(dst, l.Beneficiary)
		dst = append(dst, ',')
		if l.Level != commission.NoLevel {
			dst = strconv.AppendInt(dst, int64(l.Level), 10)
		}
		dst = append(append(dst, base...), ',')
		if l.HasBase {
			dst = money.AppendPlain(dst, int64(l.Percent), money.PercentPlaces)
		}
		dst = append(append(c.amount(dst, l.Amount), condition...), '\n')
	}
	return dst
}

// rankJobs writes ranks.csv.
func (c *columns) rankJobs(run *commission.Run) []job {
	period := run.Period().String()
	return c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
		s, ok := run.Standing(p)
		if !ok {
			return dst
		}
		dst = c.partner(append(dst, period...), p)
		dst = c.volume(c.volume(c.volume(dst, s.PV), s.GV), s.PGV)
		dst = strconv.AppendBool(append(dst, ','), s.Active)
		for _, rank := range [...]commission.Rank{s.Achieved, s.Career, s.PaidAs} {
			dst = append(append(dst, ','), c.ranks[rank]...)
		}
		return append(dst, '\n')
	})
}

// binaryJobs writes binary.csv.
func (c *columns) binaryJobs(run *commission.Run) []job {
	var jobs []job
	for _, table := range run.Binaries() {
		head := run.Period().String() + "," + c.bonuses[table.Bonus]
		jobs = append(jobs, c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
			row, ok := table.Row(p)
			if !ok {
				return dst
			}
			dst = c.partner(append(dst, head...), p)
			for _, v := range [...]money.Volume{row.CarriedLeft, row.Left, row.CarriedRight, row.Right, row.Matched} {
				dst = c.volume(dst, v)
			}
			dst = c.amount(dst, row.Amount)
			return append(c.volume(c.volume(dst, row.CarryLeft), row.CarryRight), '\n')
		})...)
	}
	return jobs
}

// statementJobs writes statements.csv.
func (c *columns) statementJobs(run *commission.Run) []job {
	period := run.Period().String()
	return c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
		s, ok := run.Statement(p)
		if !ok {
			return dst
		}
		dst = c.partner(append(dst, period...), p)
		for _, a := range [...]money.Amount{
			s.Opening, s.Earnings, s.Reversals, s.Reserve, s.Release, s.Balance, s.Payout, s.Closing,
		} {
			dst = c.amount(dst, a)
		}
		return append(dst, '\n')
	})
}
