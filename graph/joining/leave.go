package joining

import (
	"slices"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/period"
)

// Position is where somebody stands who leaves, on the first day without the contract (see End), as known now.
type Position struct {
	Partner  string
	Joined   period.Day
	Above    []Sponsor // the sponsor first, then those above; none: a root
	Recruits []Recruit // direct ones, those in the holding tank included
	Places   []Place
	// Active says whether anything else rests on the partner: an order, a line or a statement of a run.
	Active bool
}

// Recruit is a direct recruit.
type Recruit struct {
	Partner string
	Joined  period.Day
}

// Place is a place in a placement tree.
type Place struct {
	Tree  string
	Below bool // somebody stands below it, or did on a day since it was given
}

// ChangeKind is what a change does.
type ChangeKind string

const (
	// ChangeSponsor gives Partner the sponsor Sponsor, who may be empty: a root (graph.Store.Move).
	ChangeSponsor ChangeKind = "sponsor"
	// ChangePlace takes Partner out of Tree, whose slot is free again.
	ChangePlace ChangeKind = "place"
	// ChangeStatus gives Partner the status Status (graph.Store.ChangeStatus).
	ChangeStatus ChangeKind = "status"
)

// Change is a planned change of the tree, from a day on and open. Each is a span of valid time, so making it again changes
// nothing, and runs that are posted stay as they were.
type Change struct {
	Kind    ChangeKind
	Partner string
	Sponsor string
	Tree    string
	Status  commission.Status
	From    period.Day
	Reason  string
}

// Leave plans what the end of a contract does to the tree (decision 0011). Make the changes in their order, in one transaction.
//
//   - A withdrawal when nothing rests on the position (no recruit, nobody below in any tree, no order): the partner is taken out of
//     the placement trees from the day of joining, as if never placed, and is terminated from that day.
//   - Every other end: the position stays, closed (terminated), so that no leg shifts; the direct recruits get the nearest sponsor above
//     who is not terminated, from the first day without the contract.
//
// Errors: Invalid when the end comes before the partner joined.
func Leave(p Position, end End) ([]Change, error) {
	if end.From < p.Joined {
		return nil, fault.Invalidf("leave", "partner %s joined on %v: the contract cannot end on %v", p.Partner, p.Joined, end.From)
	}
	reason := string(end.Kind) + " of partner " + p.Partner
	if end.Kind == EndWithdrawal && p.untouched() {
		var changes []Change
		for _, place := range p.Places {
			changes = append(changes, Change{Kind: ChangePlace, Partner: p.Partner, Tree: place.Tree, From: p.Joined, Reason: reason})
		}
		return append(changes, Change{Kind: ChangeStatus, Partner: p.Partner, Status: commission.Terminated, From: p.Joined, Reason: reason}), nil
	}
	var changes []Change
	sponsor := SponsorAtLast(p.Above)
	for _, recruit := range p.Recruits {
		// A withdrawal that is recorded days later may find somebody who has joined meanwhile.
		from := max(end.From, recruit.Joined)
		changes = append(changes, Change{Kind: ChangeSponsor, Partner: recruit.Partner, Sponsor: sponsor, From: from, Reason: reason})
	}
	return append(changes, Change{Kind: ChangeStatus, Partner: p.Partner, Status: commission.Terminated, From: end.From, Reason: reason}), nil
}

// untouched says whether nothing rests on a position.
func (p Position) untouched() bool {
	return !p.Active && len(p.Recruits) == 0 && !slices.ContainsFunc(p.Places, func(place Place) bool { return place.Below })
}
