package commission

import (
	"upline/internal/period"
)

// Block is a part of a run's lines. Appended one after another, in the order in which Blocks returns them, the
// blocks hold all lines, sorted; so several workers can write a run.
type Block struct {
	append func(dst []Line) []Line
}

// Append appends the lines of the block.
func (b Block) Append(dst []Line) []Line { return b.append(dst) }

// Blocks returns the lines of the run in blocks of some thousand lines.
func (r *Run) Blocks() []Block {
	var blocks []Block
	for no := range BonusNo(len(r.bonuses)) {
		blocks = r.earningBlocks(blocks, no)
	}
	back := r.backLines
	for len(back) > 0 && back[0].Kind == KindRelease {
		back = back[1:]
	}
	blocks = appendSlices(blocks, r.backLines[:len(r.backLines)-len(back)], func(l *Line) Line { return *l })
	for no := range BonusNo(len(r.bonuses)) {
		if r.totals[KindReserve][no].Lines > 0 {
			blocks = r.orderBlocks(blocks, no, r.appendReserves)
		}
	}
	return appendSlices(blocks, back, func(l *Line) Line { return *l })
}

// earningBlocks appends the earning lines of a bonus. A bonus has one type in all versions, so only one of the three
// kinds of sheets has any.
func (r *Run) earningBlocks(blocks []Block, no BonusNo) []Block {
	if m := r.matchings[no]; m != nil {
		return r.matchingBlocks(blocks, no, m)
	}
	if lines := r.periodLines[no]; len(lines) > 0 {
		return appendSlices(blocks, lines, func(l *periodLine) Line { return r.periodLine(no, l) })
	}
	if r.totals[KindEarning][no].Lines > 0 {
		return r.orderBlocks(blocks, no, r.appendEarnings)
	}
	return blocks
}

// appendSlices appends blocks over a slice of lines of any kind.
func appendSlices[T any](blocks []Block, lines []T, line func(*T) Line) []Block {
	for len(lines) > 0 {
		part := lines[:min(chunkSize, len(lines))]
		lines = lines[len(part):]
		blocks = append(blocks, Block{append: func(dst []Line) []Line {
			for i := range part {
				dst = append(dst, line(&part[i]))
			}
			return dst
		}})
	}
	return blocks
}

func (r *Run) periodLine(no BonusNo, l *periodLine) Line {
	line := Line{
		Kind: KindEarning, Bonus: no, Order: NoOrder, Source: NoPartner, Beneficiary: l.beneficiary, Level: NoLevel,
		Amount: l.amount, Condition: r.period,
	}
	if l.percent != 0 {
		line.HasBase, line.Base, line.Percent = true, l.base, l.percent
	}
	return line
}

// orderBlocks appends blocks over the due orders, by their numbers.
func (r *Run) orderBlocks(blocks []Block, no BonusNo, lines func(dst []Line, no BonusNo, d *dueOrder) []Line) []Block {
	for from := 0; from < len(r.due); from += chunkSize {
		part := r.due[from:min(from+chunkSize, len(r.due))]
		blocks = append(blocks, Block{append: func(dst []Line) []Line {
			for i := range part {
				dst = lines(dst, no, &part[i])
			}
			return dst
		}})
	}
	return blocks
}

// linesOf returns what a bonus pays for a due order: nothing where the order's plan version does not have the bonus.
func (s *settlement) linesOf(no BonusNo, d *dueOrder) []paid {
	if d.batch == none || s.sheets[d.batch][no] == nil {
		return nil
	}
	sheet := s.sheets[d.batch][no]
	if at := sheet.queue.position[d.index]; at != none {
		return sheet.of(at)
	}
	return nil
}

// appendEarnings appends what a bonus pays for an order.
func (r *Run) appendEarnings(dst []Line, no BonusNo, d *dueOrder) []Line {
	lines := r.linesOf(no, d)
	if len(lines) == 0 {
		return dst
	}
	order := &r.facts.Orders[d.order]
	line := Line{
		Kind: KindEarning, Bonus: no, Order: d.order, Source: order.Partner, HasBase: true,
		Base: order.CV.Times(d.left), Condition: period.Of(order.PlacedOn),
	}
	for i := range lines {
		l := &lines[i]
		line.Beneficiary, line.Level, line.Percent, line.Amount = l.beneficiary, l.level, l.percent, l.amount
		dst = append(dst, line)
	}
	return dst
}

// appendReserves appends what is withheld of the earnings of an order.
func (r *Run) appendReserves(dst []Line, no BonusNo, d *dueOrder) []Line {
	lines := r.linesOf(no, d)
	if len(lines) == 0 || !r.withholds(r.batches[d.batch].plan, d.order) {
		return dst
	}
	order, plan := &r.facts.Orders[d.order], r.batches[d.batch].plan
	line := Line{Kind: KindReserve, Bonus: no, Order: d.order, Source: order.Partner, Condition: period.Of(order.PlacedOn)}
	for i := range lines {
		l := &lines[i]
		if reserve, _ := plan.reserveOf(l.amount); reserve != 0 {
			line.Beneficiary, line.Level, line.Amount = l.beneficiary, l.level, -reserve
			dst = append(dst, line)
		}
	}
	return dst
}

// matchingBlocks appends blocks over the partners, by their numbers.
func (r *Run) matchingBlocks(blocks []Block, no BonusNo, m *matchingSheet) []Block {
	for from := 0; from < len(r.records); from += chunkSize {
		to := min(from+chunkSize, len(r.records))
		blocks = append(blocks, Block{append: func(dst []Line) []Line {
			for p := PartnerNo(from); int(p) < to; p++ {
				if v := r.sponsors.node[p]; v != none && m.base[v] != 0 {
					dst = r.appendMatching(dst, no, m, p)
				}
			}
			return dst
		}})
	}
	return blocks
}

func (r *Run) appendMatching(dst []Line, no BonusNo, m *matchingSheet, source PartnerNo) []Line {
	v := r.sponsors.node[source]
	line := Line{
		Kind: KindEarning, Bonus: no, Order: NoOrder, Source: source, HasBase: true,
		Base: r.plan.Money.Volume(m.base[v]), Condition: r.period,
	}
	for _, l := range m.of(m.position[v]) {
		line.Beneficiary, line.Level, line.Percent, line.Amount = l.beneficiary, l.level, l.percent, l.amount
		dst = append(dst, line)
	}
	return dst
}
