package evidence

import (
	"io"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// Carry is what a partner carries on in a binary bonus after a run.
type Carry struct {
	Bonus, Partner string
	commission.Legs
}

func carryColumns(int) []columns.Column {
	return []columns.Column{
		{Name: "bonus", Type: columns.Text},
		{Name: "partner", Type: columns.Text},
		{Name: "left", Type: columns.Decimal128, Scale: money.VolumePlaces},
		{Name: "right", Type: columns.Decimal128, Scale: money.VolumePlaces},
	}
}

// writeCarries writes the carries that are not 0: of all binary bonuses and partners, those not in force and not in the tree
// included.
func writeCarries(w io.Writer, h Head, run *commission.Run, workers int) error {
	f, carries := run.Facts(), run.Carries()
	catalogues := []*catalogue{bonusCatalogue(f), partnerCatalogue(f)}
	bonus, next := 0, commission.PartnerNo(0)
	return press(w, h.table(Carries, 2, carryColumns(h.Scale)), workers, catalogues, nil, func(g *grid) (rows int) {
		for ; bonus < len(carries); bonus, next = bonus+1, 0 {
			rows = fillPartners(g, rows, &next, len(carries[bonus]), func(row int, p commission.PartnerNo) bool {
				carry := carries[bonus][p]
				if carry == (commission.Legs{}) {
					return false
				}
				g.setText(0, row, int32(bonus))
				g.setText(1, row, int32(p))
				g.setVolumes(2, row, carry.Left, carry.Right)
				return true
			})
			if rows == columns.GroupRows {
				return rows
			}
		}
		return rows
	})
}

// ReadCarries hands the carries to each, some at a time, by bonus and partner. Errors are those of ReadStandings.
func ReadCarries(in io.ReaderAt, size int64, each func(rows []Carry) error) error {
	return readRows(in, size, Carries, carryColumns, each, func(p *page, row int) Carry {
		return Carry{p.text(0, row), p.text(1, row), commission.Legs{Left: p.volume(2, row), Right: p.volume(3, row)}}
	})
}
