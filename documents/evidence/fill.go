package evidence

import (
	"cmp"
	"slices"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// fillPartners adds a row of each partner to a grid that has so many rows, from next on, until it is full; put fills the
// row of a partner, unless there is none. It returns how many rows the grid then has.
func fillPartners(g *grid, rows int, next *commission.PartnerNo, partners int, put func(row int, p commission.PartnerNo) bool) int {
	room := rows
	for ; int(*next) < partners && rows < columns.GroupRows; *next++ {
		if rows == room {
			room = min(rows+columns.PageRows, columns.GroupRows)
			g.resize(room)
		}
		if put(rows, *next) {
			rows++
		}
	}
	g.resize(rows)
	return rows
}

// setText sets the number of a text.
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
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(text(a), text(b)) })
	place := make([]int32, limit)
	for at, no := range order {
		place[no] = int32(at)
	}
	c := newCatalogue(limit, func(at int32) string { return text(order[at]) })
	c.place = place
	return c
}
