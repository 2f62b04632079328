package graph

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"upline/commission"
	"upline/commission/planfile"
	"upline/internal/fault"
	"upline/internal/money"
)

// assembly turns numbers of the graph into numbers of facts, which count in the order of the ids.
type assembly struct {
	raw       *rawSnapshot
	snapshot  *Snapshot
	facts     *commission.Facts
	partnerNo []int32 // by the graph's number; -1: not known then
}

// assemble makes facts of what was read.
func (r *rawSnapshot) assemble(knownAt time.Time) (*Snapshot, error) {
	a := &assembly{raw: r, facts: &commission.Facts{}}
	a.snapshot = &Snapshot{KnownAt: knownAt, Facts: a.facts, Plans: r.plans}
	if err := a.plans(); err != nil {
		return nil, err
	}
	var both errgroup.Group
	both.Go(func() error {
		a.partners()
		return nil
	})
	both.Go(func() error {
		sortByID(r.orders, func(o *rawOrder) string { return o.id })
		return nil
	})
	_ = both.Wait() // neither can fail
	for _, part := range []func() error{a.orders, a.cancellations, a.sponsorships, a.placements, a.statuses, a.careers} {
		both.Go(part)
	}
	if err := both.Wait(); err != nil {
		return nil, err
	}
	return a.snapshot, nil
}

// sortByID sorts rows by id, byte by byte; what was imported mostly is in order.
func sortByID[T any](rows []T, id func(*T) string) {
	compare := func(a, b T) int { return strings.Compare(id(&a), id(&b)) }
	if !slices.IsSortedFunc(rows, compare) {
		slices.SortFunc(rows, compare)
	}
}

func (a *assembly) plans() error {
	if len(a.raw.plans) == 0 {
		return fault.Invalidf("snapshot", "no plan version is recorded: import one with a bundle")
	}
	var files []*planfile.File
	var findings fault.Findings
	for _, version := range a.raw.plans {
		file := planfile.Read(version.File, []byte(version.Text))
		files = append(files, file)
		findings = append(findings, file.Findings...)
		a.facts.Plans = append(a.facts.Plans, file.Plan) // sorted by the day from which they are in force
	}
	if findings = append(findings, planfile.Compare(files)...); len(findings) > 0 {
		return findings
	}
	return nil
}

func (a *assembly) partners() {
	rows := a.raw.partners
	sortByID(rows, func(p *rawPartner) string { return p.id })
	a.facts.Partners = make([]commission.Partner, len(rows))
	a.snapshot.partnerSeqs = make([]int64, len(rows))
	for i := range rows {
		p := &rows[i]
		a.facts.Partners[i] = commission.Partner{ID: p.id, Name: p.name, Joined: p.joined}
		a.snapshot.partnerSeqs[i] = p.seq
	}
	a.partnerNo = positions(a.snapshot.partnerSeqs)
}

// positions inverts a list of numbers; -1 stands where a number is not in the list.
func positions(seqs []int64) []int32 {
	highest := int64(-1)
	for _, seq := range seqs {
		highest = max(highest, seq)
	}
	at := make([]int32, highest+1)
	for i := range at {
		at[i] = -1
	}
	for i, seq := range seqs {
		at[seq] = int32(i)
	}
	return at
}

// partner returns a partner's number of the facts; it is Internal when the database does not keep whom it refers to.
func (a *assembly) partner(seq int64) (commission.PartnerNo, error) {
	if seq < 0 || seq >= int64(len(a.partnerNo)) || a.partnerNo[seq] < 0 {
		return 0, damaged("partner %d, to whom others refer, is not there", seq)
	}
	return commission.PartnerNo(a.partnerNo[seq]), nil
}

func damaged(format string, args ...any) error {
	return fault.Internalf("snapshot", format+": the database is damaged, restore it from a backup", args...)
}

func (a *assembly) orders() error {
	rows := a.raw.orders
	a.facts.Orders = make([]commission.Order, len(rows))
	a.snapshot.orderSeqs = make([]int64, len(rows))
	a.snapshot.OrderRecorded = make([]time.Time, len(rows))
	kinds := map[string]int32{}
	for i := range rows {
		o := &rows[i]
		partner, err := a.partner(o.partner)
		if err != nil {
			return err
		}
		kind, known := kinds[o.kind]
		if !known {
			kind = int32(len(kinds))
			kinds[o.kind] = kind
			a.facts.Kinds = append(a.facts.Kinds, o.kind)
		}
		a.facts.Orders[i] = commission.Order{
			ID: o.id, Partner: partner, Kind: kind, PlacedOn: o.placed, PaidOn: o.paid,
			Points: money.Value(o.points), CV: money.Value(o.cv),
		}
		a.snapshot.orderSeqs[i], a.snapshot.OrderRecorded[i] = o.seq, o.recorded
	}
	return nil
}

func (a *assembly) cancellations() error {
	rows := a.raw.cancellations
	slices.SortFunc(rows, func(x, y rawCancellation) int { return cmp.Or(cmp.Compare(x.on, y.on), strings.Compare(x.id, y.id)) })
	orderNo := map[int64]int32{}
	for _, c := range rows {
		orderNo[c.order] = -1
	}
	for i := range a.raw.orders {
		if _, wanted := orderNo[a.raw.orders[i].seq]; wanted {
			orderNo[a.raw.orders[i].seq] = int32(i)
		}
	}
	for _, c := range rows {
		order := orderNo[c.order]
		if order < 0 {
			return damaged("order %d, which cancellation %s refers to, is not there", c.order, c.id)
		}
		a.facts.Cancellations = append(a.facts.Cancellations, commission.Cancellation{
			ID: c.id, Order: commission.OrderNo(order), On: c.on, Share: money.Share(c.share),
		})
		a.snapshot.cancellationSeqs = append(a.snapshot.cancellationSeqs, c.seq)
		a.snapshot.CancellationRecorded = append(a.snapshot.CancellationRecorded, c.recorded)
	}
	return nil
}

// timelinesOf puts spans in the order of partners and time; value may refuse one.
func timelinesOf[R, T any](a *assembly, rows []rawSpan[R], value func(row *rawSpan[R]) (T, error)) (commission.Timelines[T], error) {
	owners := make([]commission.PartnerNo, len(rows))
	spans := make([]commission.Span[T], len(rows))
	for i := range rows {
		row := &rows[i]
		owner, err := a.partner(row.partner)
		if err != nil {
			return commission.Timelines[T]{}, err
		}
		v, err := value(row)
		if err != nil {
			return commission.Timelines[T]{}, err
		}
		owners[i], spans[i] = owner, commission.Span[T]{From: row.from, To: row.to, Value: v}
	}
	return commission.NewTimelines(len(a.facts.Partners), owners, spans), nil
}

func (a *assembly) sponsorships() (err error) {
	a.facts.Sponsors, err = timelinesOf(a, a.raw.sponsorships, func(row *rawSpan[int64]) (commission.PartnerNo, error) {
		return a.partner(row.value)
	})
	return err
}

func (a *assembly) placements() error {
	trees := a.facts.Plans[0].Trees // all versions have the same, sorted by id
	byTree := make([][]rawSpan[rawPlace], len(trees))
	no := 0 // of the last row: most companies have one tree
	for _, row := range a.raw.placements {
		if no == len(trees) || trees[no].ID != row.value.tree {
			no = slices.IndexFunc(trees, func(t commission.TreeRule) bool { return t.ID == row.value.tree })
		}
		if no < 0 {
			return damaged("placement tree %s is in no plan", row.value.tree)
		}
		if byTree[no] == nil {
			byTree[no] = make([]rawSpan[rawPlace], 0, len(a.raw.placements)/len(trees))
		}
		byTree[no] = append(byTree[no], row)
	}
	a.facts.Placements = make([]commission.Timelines[commission.Place], len(trees))
	for no, rows := range byTree {
		timelines, err := timelinesOf(a, rows, func(row *rawSpan[rawPlace]) (commission.Place, error) {
			if row.value.parent == noParent {
				return commission.Place{Parent: commission.NoPartner}, nil
			}
			parent, err := a.partner(row.value.parent)
			return commission.Place{Parent: parent, Slot: int32(row.value.slot)}, err
		})
		if err != nil {
			return err
		}
		a.facts.Placements[no] = timelines
	}
	return nil
}

func (a *assembly) statuses() (err error) {
	a.facts.Statuses, err = timelinesOf(a, a.raw.statuses, func(row *rawSpan[string]) (commission.Status, error) {
		status, ok := commission.ParseStatus(row.value)
		if !ok {
			return 0, damaged("status %s is unknown", row.value)
		}
		return status, nil
	})
	return err
}

// careers takes the ranks that people recorded, and apart from them those that override what runs find.
func (a *assembly) careers() (err error) {
	var held, overrides []rawSpan[rawRank]
	for _, row := range a.raw.careers {
		if row.value.override {
			row.to = row.from + 1 // only the first day counts
			overrides = append(overrides, row)
		} else {
			held = append(held, row)
		}
	}
	rank := func(row *rawSpan[rawRank]) (commission.Rank, error) { return a.rank(row.value.rank) }
	if a.facts.Careers, err = timelinesOf(a, held, rank); err != nil {
		return err
	}
	if a.facts.Overrides, err = timelinesOf(a, overrides, rank); err != nil {
		return err
	}
	slices.SortFunc(overrides, func(x, y rawSpan[rawRank]) int {
		return cmp.Or(cmp.Compare(a.partnerNo[x.partner], a.partnerNo[y.partner]), cmp.Compare(x.from, y.from))
	})
	for _, row := range overrides {
		a.snapshot.Reasons = append(a.snapshot.Reasons, row.value.reason)
	}
	return nil
}

// rank returns the number of a rank: all plan versions have the same, in the same order.
func (a *assembly) rank(id string) (commission.Rank, error) {
	i := slices.IndexFunc(a.facts.Plans[0].Ranks, func(r commission.RankRule) bool { return r.ID == id })
	if i < 0 {
		return 0, damaged("rank %s is in no plan", id)
	}
	return commission.Rank(i), nil
}
