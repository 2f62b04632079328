package evidence

import (
	"slices"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// fillPartners fills an empty grid with rows of partners, from next on; put fills the row of one, unless there is none.
func fillPartners(g *grid, next *commission.PartnerNo, partners int, put func(row int, p commission.PartnerNo) bool) (rows int) {
	return fillPartnersFrom(g, 0, next, partners, put)
}

// fillPartnersFrom does the same behind rows that are there.
func fillPartnersFrom(g *grid, rows int, next *commission.PartnerNo, partners int, put func(row int, p commission.PartnerNo) bool) int {
	for ; int(*next) < partners && rows < columns.GroupRows; *next++ {
		g.resize(rows + 1)
		if put(rows, *next) {
			rows++
		}
	}
	g.resize(rows)
	return rows
}

func (g *grid) setText(column, row int, no int32) { g.texts[column][row] = no }

// setVolumes sets neighbouring columns, from one on.
func (g *grid) setVolumes(column, row int, volumes ...money.Volume) {
	for i, v := range volumes {
		g.volumes[column+i][row] = v
	}
}

func partnerCatalogue(f *commission.Facts) *catalogue {
	return newCatalogue(len(f.Partners), func(no int32) string { return f.Partners[no].ID })
}

func bonusCatalogue(f *commission.Facts) *catalogue {
	bonuses := f.Bonuses()
	return newCatalogue(len(bonuses), func(no int32) string { return bonuses[no] })
}

// sortedCatalogue is a catalogue of texts that do not ascend with their numbers, such as ranks: they are few.
func sortedCatalogue(limit int, text func(number int32) string) *catalogue {
	order := make([]int32, limit) // by place among the sorted texts: the number
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		if text(a) < text(b) {
			return -1
		}
		return 1
	})
	place := make([]int32, limit)
	for at, no := range order {
		place[no] = int32(at)
	}
	c := newCatalogue(limit, func(at int32) string { return text(order[at]) })
	c.place = place
	return c
}
