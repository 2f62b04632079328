package evidence

import (
	"io"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// Binary is a partner's row of a binary bonus.
type Binary struct {
	Bonus, Partner string
	commission.BinaryRow
}

// Columns of the binary rows.
const (
	binaryBonus = iota
	binaryPartner
	binaryCarriedLeft
	binaryLeft
	binaryCarriedRight
	binaryRight
	binaryMatched
	binaryAmount
	binaryCarryLeft
	binaryCarryRight
)

func binaryColumns(scale int) []columns.Column {
	volume := func(name string) columns.Column {
		return columns.Column{Name: name, Type: columns.Decimal128, Scale: money.VolumePlaces}
	}
	return []columns.Column{
		binaryBonus:        {Name: "bonus", Type: columns.Text},
		binaryPartner:      {Name: "partner", Type: columns.Text},
		binaryCarriedLeft:  volume("carried_left"),
		binaryLeft:         volume("left"),
		binaryCarriedRight: volume("carried_right"),
		binaryRight:        volume("right"),
		binaryMatched:      volume("matched"),
		binaryAmount:       {Name: "amount", Type: columns.Decimal64, Scale: scale, Packed: true},
		binaryCarryLeft:    volume("carry_left"),
		binaryCarryRight:   volume("carry_right"),
	}
}

// writeBinaries writes the rows of all binary bonuses.
func writeBinaries(w io.Writer, h Head, run *commission.Run, workers int) error {
	f, tables := run.Facts(), run.Binaries()
	catalogues := []*catalogue{bonusCatalogue(f), partnerCatalogue(f)}
	at, next := 0, commission.PartnerNo(0)
	return press(w, h.table(Binaries, 2, binaryColumns(h.Scale)), workers, catalogues, nil, func(g *grid) (rows int) {
		for ; at < len(tables); at, next = at+1, 0 {
			table := tables[at]
			rows = fillPartners(g, rows, &next, len(f.Partners), func(row int, p commission.PartnerNo) bool {
				b, ok := table.Row(p)
				if !ok {
					return false
				}
				g.setText(binaryBonus, row, int32(table.Bonus))
				g.setText(binaryPartner, row, int32(p))
				g.setVolumes(binaryCarriedLeft, row, b.CarriedLeft, b.Left, b.CarriedRight, b.Right, b.Matched)
				g.numbers[binaryAmount][row] = int64(b.Amount)
				g.setVolumes(binaryCarryLeft, row, b.CarryLeft, b.CarryRight)
				return true
			})
			if rows == columns.GroupRows {
				return rows
			}
		}
		return rows
	})
}

// ReadBinaries hands the rows of binary bonuses to each, some at a time, by bonus and partner. Errors are those of
// ReadStandings.
func ReadBinaries(in io.ReaderAt, size int64, each func(rows []Binary) error) error {
	return readRows(in, size, Binaries, binaryColumns, each, func(p *page, row int) Binary {
		return Binary{p.text(binaryBonus, row), p.text(binaryPartner, row), commission.BinaryRow{
			CarriedLeft: p.volume(binaryCarriedLeft, row), Left: p.volume(binaryLeft, row),
			CarriedRight: p.volume(binaryCarriedRight, row), Right: p.volume(binaryRight, row), Matched: p.volume(binaryMatched, row),
			Amount:    money.Amount(p.values[binaryAmount].Numbers[row]),
			CarryLeft: p.volume(binaryCarryLeft, row), CarryRight: p.volume(binaryCarryRight, row),
		}}
	})
}
