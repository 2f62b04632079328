package evidence

import (
	"io"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/money"
)

// Standing is a row of the standings: what a run recorded of a partner in the sponsor tree. Ranks are ids.
type Standing struct {
	Partner                           string
	PV, GV, PGV                       money.Volume
	Active                            bool
	Status                            string
	Achieved, Career, PaidAs, Highest string // Highest: the highest career rank ever held
}

// Columns of the standings.
const (
	standingPartner = iota
	standingPV
	standingGV
	standingPGV
	standingActive
	standingStatus
	standingAchieved
	standingCareer
	standingPaidAs
	standingHighest
)

func standingColumns(int) []columns.Column {
	return []columns.Column{
		standingPartner:  {Name: "partner", Type: columns.Text},
		standingPV:       {Name: "pv", Type: columns.Decimal128, Scale: money.VolumePlaces},
		standingGV:       {Name: "gv", Type: columns.Decimal128, Scale: money.VolumePlaces},
		standingPGV:      {Name: "pgv", Type: columns.Decimal128, Scale: money.VolumePlaces},
		standingActive:   {Name: "active", Type: columns.Bool},
		standingStatus:   {Name: "status", Type: columns.Text},
		standingAchieved: {Name: "achieved", Type: columns.Text},
		standingCareer:   {Name: "career", Type: columns.Text},
		standingPaidAs:   {Name: "paid_as", Type: columns.Text},
		standingHighest:  {Name: "highest", Type: columns.Text},
	}
}

// writeStandings writes everyone's standing.
func writeStandings(w io.Writer, h Head, run *commission.Run, workers int) error {
	f := run.Facts()
	rank := func(no int32) string { return f.Plans[0].Ranks[no].ID } // all versions have the same
	ranks := len(f.Plans[0].Ranks)
	catalogues := []*catalogue{
		standingPartner: partnerCatalogue(f),
		standingStatus:  newCatalogue(int(commission.Terminated)+1, func(no int32) string { return commission.Status(no).String() }),
	}
	for range [4]int{} {
		catalogues = append(catalogues, sortedCatalogue(ranks, rank))
	}
	next := commission.PartnerNo(0)
	return press(w, h.table(Standings, 1, standingColumns(h.Scale)), workers, catalogues, nil, func(g *grid) (rows int) {
		return fillPartners(g, 0, &next, len(f.Partners), func(row int, p commission.PartnerNo) bool {
			s, ok := run.Standing(p)
			if !ok {
				return false
			}
			g.setText(standingPartner, row, int32(p))
			g.setVolumes(standingPV, row, s.PV, s.GV, s.PGV)
			g.texts[standingActive][row] = 0
			if s.Active {
				g.texts[standingActive][row] = 1
			}
			g.setText(standingStatus, row, int32(s.Status))
			for i, rank := range [...]commission.Rank{s.Achieved, s.Career, s.PaidAs, run.Highest(p)} {
				g.setText(standingAchieved+i, row, int32(rank))
			}
			return true
		})
	})
}

// ReadStandings hands the standings to each, some at a time, in the order of the ids.
//
// Errors: Invalid for what is no such file, Internal for a damaged one; otherwise those of the reader and of each.
func ReadStandings(in io.ReaderAt, size int64, each func(rows []Standing) error) error {
	return readRows(in, size, Standings, standingColumns, each, func(p *page, row int) Standing {
		return Standing{
			Partner: p.text(standingPartner, row), PV: p.volume(standingPV, row), GV: p.volume(standingGV, row), PGV: p.volume(standingPGV, row),
			Active: p.values[standingActive].At[row] == 1, Status: p.text(standingStatus, row), Achieved: p.text(standingAchieved, row),
			Career: p.text(standingCareer, row), PaidAs: p.text(standingPaidAs, row), Highest: p.text(standingHighest, row),
		}
	})
}
