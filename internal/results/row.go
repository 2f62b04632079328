package results

import (
	"sync"

	"upline/commission"
)

// buffers holds the lines of a block between being made and being written.
var buffers = sync.Pool{New: func() any { return new([]commission.Line) }}

// format returns how the rows of a run are written.
func (c *columns) format(run *commission.Run) format { return format{run.Period().String(), c.scale} }

// lineJobs writes lines.csv.
func (c *columns) lineJobs(run *commission.Run) []job {
	var jobs []job
	for _, block := range run.Blocks() {
		jobs = append(jobs, func(dst []byte) []byte {
			buffer := buffers.Get().(*[]commission.Line)
			lines := block.Append((*buffer)[:0])
			dst = c.lines(dst, c.format(run), lines)
			*buffer = lines
			buffers.Put(buffer)
			return dst
		})
	}
	return jobs
}

// lines appends the rows of a block. What a row has in common with the one before, which is nearly all of it but the
// beneficiary, is copied from there.
func (c *columns) lines(dst []byte, f format, lines []commission.Line) []byte {
	var head []byte
	behind := lineFormat{format: f}
	for i := range lines {
		l := &lines[i]
		last := &lines[max(0, i-1)]
		if i == 0 || l.Kind != last.Kind || l.Bonus != last.Bonus || l.Order != last.Order || l.Source != last.Source {
			head = append(append(append(head[:0], f.period...), ','), l.Kind.String()...)
			head = append(append(head, ','), c.bonuses[l.Bonus]...)
			head = c.partner(c.order(head, l.Order), l.Source)
		}
		dst = c.partner(append(dst, head...), l.Beneficiary)
		dst = behind.line(dst, l.Level, l.HasBase, l.Base, l.Percent, l.Amount, l.Condition)
	}
	return dst
}

// rankJobs writes ranks.csv.
func (c *columns) rankJobs(run *commission.Run) []job {
	f := c.format(run)
	return c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
		s, ok := run.Standing(p)
		if !ok {
			return dst
		}
		dst = c.partner(append(dst, f.period...), p)
		return f.standing(dst, s.PV, s.GV, s.PGV, s.Active, c.ranks[s.Achieved], c.ranks[s.Career], c.ranks[s.PaidAs])
	})
}

// binaryJobs writes binary.csv.
func (c *columns) binaryJobs(run *commission.Run) []job {
	f := c.format(run)
	var jobs []job
	for _, table := range run.Binaries() {
		head := f.period + "," + c.bonuses[table.Bonus]
		jobs = append(jobs, c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
			row, ok := table.Row(p)
			if !ok {
				return dst
			}
			return f.binary(c.partner(append(dst, head...), p), &row)
		})...)
	}
	return jobs
}

// statementJobs writes statements.csv.
func (c *columns) statementJobs(run *commission.Run) []job {
	f := c.format(run)
	return c.partnerJobs(func(dst []byte, p commission.PartnerNo) []byte {
		s, ok := run.Statement(p)
		if !ok {
			return dst
		}
		return f.statement(c.partner(append(dst, f.period...), p), &s)
	})
}
