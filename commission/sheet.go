package commission

import (
	"slices"

	"upline/internal/money"
)

// paid is a line of a walk as it is kept, many millions at a time: what the line's source and bonus do not tell.
type paid struct {
	beneficiary PartnerNo
	level       int32
	percent     money.Percent
	amount      money.Amount
}

// sheet holds the lines that one bonus pays for the items of a queue, in the order of the queue.
type sheet struct {
	chunks [][]paid // the lines of chunkSize items each
	first  []uint32 // by item: where in its chunk its lines begin
}

func newSheet(items int) *sheet {
	return &sheet{chunks: make([][]paid, chunksOf(items, chunkSize)), first: make([]uint32, items)}
}

// of returns the lines of the item at a position.
func (sh *sheet) of(position int32) []paid {
	lines := sh.chunks[position/chunkSize]
	from := sh.first[position]
	if next := position + 1; next%chunkSize != 0 && int(next) < len(sh.first) {
		return lines[from:sh.first[next]]
	}
	return lines[from:]
}

// begin says that the lines of the item at a position come next.
func (p *press) begin(d *desk, position int) { p.sheet.first[position] = uint32(len(d.lines)) }

// tally sums what a bonus pays one member.
type tally struct {
	earning, reserve money.Amount
	lines, reserves  int32
}

// press writes one sheet: it has what its workers share.
type press struct {
	*settlement
	scene *scene
	walk  walk
	sheet *sheet
	desks []desk // by worker
}

// desk is what one worker writes on. It is kept from sheet to sheet.
type desk struct {
	page     []paid // the lines of the chunks before
	lines    []paid // those of this chunk, behind them as long as the page has room
	room     int    // how many lines a chunk may well need
	payees   []payee
	sums     []tally // by node
	overflow bool
}

// pageMax is how many lines a worker asks memory for at a time, at most: many times what a chunk needs, so that little
// is left over at the end of a page.
const pageMax = 1 << 20

// linesPerItem is how many lines an order is paid, about.
const linesPerItem = 8

// newPress prepares to write the lines of a walk for so many items.
func (s *settlement) newPress(sc *scene, w walk, items int) *press {
	p := &press{settlement: s, scene: sc, walk: w, sheet: newSheet(items)}
	p.desks = s.desks[:max(1, min(len(s.desks), len(p.sheet.chunks)))]
	for i := range p.desks {
		d := &p.desks[i]
		d.room = min(linesPerItem*items, linesPerItem*chunkSize)
		if cap(d.sums) < sc.members() {
			d.sums = make([]tally, sc.members())
		}
		d.sums = d.sums[:sc.members()]
		clear(d.sums)
	}
	return p
}

// run writes all chunks: write writes the lines of the items from … to-1.
func (p *press) run(write func(d *desk, from, to int)) {
	eachChunk(len(p.desks), len(p.sheet.first), func(worker, from, to int) {
		d := &p.desks[worker]
		if cap(d.page)-len(d.page) < d.room {
			d.page = make([]paid, 0, max(d.room, min(pageMax, linesPerItem*len(p.sheet.first))))
		}
		d.lines = d.page[len(d.page):]
		write(d, from, to)
		p.sheet.chunks[from/chunkSize] = slices.Clip(d.lines)
		if used := len(d.page) + len(d.lines); used <= cap(d.page) {
			d.page = d.page[:used]
		} // otherwise the chunk has found room elsewhere, and the page still has its own
		d.room = max(d.room, len(d.lines)*5/4)
	})
	for i := range p.desks {
		p.overflow = p.overflow || p.desks[i].overflow
	}
}

// payees asks the walk whom a seller pays, sorted as lines are.
func (p *press) payees(d *desk, seller int32) {
	d.payees = p.walk.payees(seller, d.payees[:0])
	for i := 1; i < len(d.payees); i++ { // a handful at most, nearly sorted
		for j := i; j > 0 && d.payees[j].beneficiary < d.payees[j-1].beneficiary; j-- {
			d.payees[j], d.payees[j-1] = d.payees[j-1], d.payees[j]
		}
	}
}

// write writes a line and counts it, unless the amount is 0.
func (d *desk) write(to *payee, amount money.Amount, ok bool) (written bool) {
	if !ok {
		d.overflow = true
		return false
	}
	if amount == 0 {
		return false
	}
	d.lines = append(d.lines, paid{to.beneficiary, to.level, to.percent, amount})
	sum := &d.sums[to.node]
	sum.lines++
	sum.earning, ok = sum.earning.Plus(amount)
	d.overflow = d.overflow || !ok
	return true
}

// fold adds what a sheet pays to the accounts. Each node is another partner, so chunks do not meet.
func (s *settlement) fold(p *press, no BonusNo) {
	books := make([]book, len(p.desks))
	eachChunk(len(p.desks), p.scene.members(), func(worker, from, to int) {
		b := &books[worker]
		for i := range p.desks {
			sums := p.desks[i].sums
			for v := from; v < to; v++ {
				if sum := &sums[v]; sum.lines > 0 {
					at, ok := int32(v), true
					if p.scene.tree != s.sponsors {
						at, ok = s.accountOf(b, p.scene.partner[v])
					}
					if !ok {
						continue
					}
					s.credit(b, at, KindEarning, no, sum.earning, sum.lines)
					s.credit(b, at, KindReserve, no, sum.reserve, sum.reserves)
				}
			}
		}
	})
	for i := range books {
		s.enter(&books[i], no)
	}
}
