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
func (s *settlement) Blocks() []Block {
	var blocks []Block
	for no := range BonusNo(len(s.bonuses)) {
		blocks = s.earningBlocks(blocks, no)
	}
	back := s.backLines
	for len(back) > 0 && back[0].Kind == KindRelease {
		back = back[1:]
	}
	blocks = appendSlices(blocks, s.backLines[:len(s.backLines)-len(back)], func(l *Line) Line { return *l })
	for no := range BonusNo(len(s.bonuses)) {
		if s.totals[KindReserve][no].Lines > 0 {
			blocks = s.orderBlocks(blocks, no, s.appendReserves)
		}
	}
	return appendSlices(blocks, back, func(l *Line) Line { return *l })
}

// earningBlocks appends the earning lines of a bonus. A bonus has one type in all versions, so only one of the three
// kinds of sheets has any.
func (s *settlement) earningBlocks(blocks []Block, no BonusNo) []Block {
	if m := s.matchings[no]; m != nil {
		return s.matchingBlocks(blocks, no, m)
	}
	if lines := s.periodLines[no]; len(lines) > 0 {
		return appendSlices(blocks, lines, func(l *periodLine) Line { return s.periodLine(no, l) })
	}
	if s.totals[KindEarning][no].Lines > 0 {
		return s.orderBlocks(blocks, no, s.appendEarnings)
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

func (s *settlement) periodLine(no BonusNo, l *periodLine) Line {
	line := Line{
		Kind: KindEarning, Bonus: no, Order: NoOrder, Source: NoPartner, Beneficiary: l.beneficiary, Level: NoLevel,
		Amount: l.amount, Condition: s.period,
	}
	if l.percent != 0 {
		line.HasBase, line.Base, line.Percent = true, l.base, l.percent
	}
	return line
}

// orderBlocks appends blocks over the due orders, by their numbers.
func (s *settlement) orderBlocks(blocks []Block, no BonusNo, lines func(dst []Line, no BonusNo, d *dueOrder) []Line) []Block {
	for from := 0; from < len(s.due); from += chunkSize {
		part := s.due[from:min(from+chunkSize, len(s.due))]
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
func (s *settlement) appendEarnings(dst []Line, no BonusNo, d *dueOrder) []Line {
	lines := s.linesOf(no, d)
	if len(lines) == 0 {
		return dst
	}
	order := &s.facts.Orders[d.order]
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
func (s *settlement) appendReserves(dst []Line, no BonusNo, d *dueOrder) []Line {
	lines := s.linesOf(no, d)
	if len(lines) == 0 || !s.withholds(s.batches[d.batch].plan, d.order) {
		return dst
	}
	order, plan := &s.facts.Orders[d.order], s.batches[d.batch].plan
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
func (s *settlement) matchingBlocks(blocks []Block, no BonusNo, m *matchingSheet) []Block {
	for from := 0; from < len(s.records); from += chunkSize {
		to := min(from+chunkSize, len(s.records))
		blocks = append(blocks, Block{append: func(dst []Line) []Line {
			for p := PartnerNo(from); int(p) < to; p++ {
				if v := s.sponsors.node[p]; v != none && m.base[v] != 0 {
					dst = s.appendMatching(dst, no, m, p)
				}
			}
			return dst
		}})
	}
	return blocks
}

func (s *settlement) appendMatching(dst []Line, no BonusNo, m *matchingSheet, source PartnerNo) []Line {
	v := s.sponsors.node[source]
	line := Line{
		Kind: KindEarning, Bonus: no, Order: NoOrder, Source: source, HasBase: true,
		Base: s.plan.Money.Volume(m.base[v]), Condition: s.period,
	}
	for _, l := range m.of(m.position[v]) {
		line.Beneficiary, line.Level, line.Percent, line.Amount = l.beneficiary, l.level, l.percent, l.amount
		dst = append(dst, line)
	}
	return dst
}
