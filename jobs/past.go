package jobs

import (
	"context"
	"slices"
	"strings"

	"upline/commission"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// pastReader reads back what posted runs have left behind, in the numbers of the facts as they are known now.
type pastReader struct {
	*Settlement
	ctx      context.Context
	snapshot *graph.Snapshot
	facts    *commission.Facts
	bonuses  []string     // by BonusNo
	runs     []*graph.Run // posted settlements, the earliest first
	past     *commission.Past
}

// past returns what the posted settlements before a period have left behind for its run.
func (s *Settlement) past(ctx context.Context, snapshot *graph.Snapshot, next period.Period) (*commission.Past, error) {
	runs, err := s.posted(ctx, next)
	if err != nil {
		return nil, err
	}
	r := &pastReader{
		Settlement: s, ctx: ctx, snapshot: snapshot, facts: snapshot.Facts, bonuses: snapshot.Facts.Bonuses(), runs: runs,
		past: &commission.Past{First: next, Next: next},
	}
	if len(runs) == 0 {
		return r.past, nil
	}
	r.past.First = runs[0].First
	r.findSettled()
	needs := r.facts.Needs(r.past.First, next, r.past.Settled, r.past.Handled)
	for _, read := range []func() error{
		func() error { return r.readStandings(needs.Standings) },
		r.readClosing,
		r.readCarries,
		func() error { return r.readLines(needs.LinesOf) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return r.past, nil
}

// findSettled finds which orders and cancellations the posted runs have settled. Nothing marks them: a run settles what was
// known and due, and what it has settled is never changed afterwards (graph.CorrectOrder), so the days and times tell.
func (r *pastReader) findSettled() {
	r.past.Settled = make([]bool, len(r.facts.Orders))
	for i := range r.facts.Orders {
		r.past.Settled[i] = r.settledIn(commission.OrderNo(i)) < len(r.runs)
	}
	last := r.runs[len(r.runs)-1]
	r.past.Handled = make([]bool, len(r.facts.Cancellations))
	r.past.Cancelled = map[commission.OrderNo]money.Share{}
	for i, c := range r.facts.Cancellations {
		if !r.past.Settled[c.Order] {
			continue
		}
		r.past.Handled[i] = r.sees(last, i)
		if r.sees(r.runs[r.settledIn(c.Order)], i) {
			r.past.Cancelled[c.Order] += c.Share
		}
	}
}

// settledIn returns the position of the run that has settled an order first; none: one behind the last.
func (r *pastReader) settledIn(no commission.OrderNo) int {
	paid, recorded := r.facts.Orders[no].PaidOn, r.snapshot.OrderRecorded[no]
	for i, run := range r.runs {
		if paid <= run.LastDay && !recorded.After(run.At.KnownAt) {
			return i
		}
	}
	return len(r.runs)
}

// sees says whether a cancellation was known and due when a run began.
func (r *pastReader) sees(run *graph.Run, cancellation int) bool {
	return r.facts.Cancellations[cancellation].On <= run.LastDay && !r.snapshot.CancellationRecorded[cancellation].After(run.At.KnownAt)
}

// readStandings reads the standings of some periods, and the highest ranks that the last run knew.
func (r *pastReader) readStandings(periods []period.Period) error {
	r.past.Standings = map[period.Period][]commission.Recorded{}
	r.past.Highest = make([]commission.Rank, len(r.facts.Partners))
	last := r.runs[len(r.runs)-1].Period
	for _, run := range r.runs {
		if run.Period != last && !slices.Contains(periods, run.Period) {
			continue
		}
		records := make([]commission.Recorded, len(r.facts.Partners))
		join := r.partners()
		err := readEvidence(r.ctx, r.Archive, run, evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
			no, err := join.find(row.Partner)
			if err != nil {
				return err
			}
			record, highest, err := r.recorded(row)
			if err != nil {
				return err
			}
			records[no] = record
			if run.Period == last {
				r.past.Highest[no] = highest
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.past.Standings[run.Period] = records
	}
	return nil
}

func (r *pastReader) recorded(row *evidence.Standing) (record commission.Recorded, highest commission.Rank, err error) {
	status, known := commission.ParseStatus(row.Status)
	if !known {
		return record, 0, fault.Internalf("past", "status %q of partner %s is unknown", row.Status, row.Partner)
	}
	record = commission.Recorded{InTree: true, Active: row.Active, Status: status}
	for _, rank := range []struct {
		id string
		to *commission.Rank
	}{{row.Achieved, &record.Achieved}, {row.Career, &record.Career}, {row.PaidAs, &record.PaidAs}, {row.Highest, &highest}} {
		if *rank.to, err = r.rank(rank.id); err != nil {
			return record, 0, err
		}
	}
	return record, highest, nil
}

func (r *pastReader) rank(id string) (commission.Rank, error) {
	i := slices.IndexFunc(r.facts.Plans[0].Ranks, func(rule commission.RankRule) bool { return rule.ID == id })
	if i < 0 {
		return 0, fault.Internalf("past", "rank %s, which an earlier run recorded, is in no plan", id)
	}
	return commission.Rank(i), nil
}

func (r *pastReader) readClosing() error {
	r.past.Closing = make([]money.Amount, len(r.facts.Partners))
	join := r.partners()
	last := r.runs[len(r.runs)-1]
	return readEvidence(r.ctx, r.Archive, last, evidence.Statements, evidence.ReadStatements, func(row *evidence.Statement) error {
		no, err := join.find(row.Partner)
		if err == nil {
			r.past.Closing[no] = row.Closing
		}
		return err
	})
}

func (r *pastReader) readCarries() error {
	r.past.Carries = make([][]commission.Legs, len(r.bonuses))
	last := r.runs[len(r.runs)-1]
	join, of := r.partners(), -1
	return readEvidence(r.ctx, r.Archive, last, evidence.Carries, evidence.ReadCarries, func(row *evidence.Carry) error {
		bonus, known := slices.BinarySearch(r.bonuses, row.Bonus)
		if !known {
			return unknownBonus(row.Bonus)
		}
		if bonus != of {
			join, of = r.partners(), bonus // the partners begin anew
			r.past.Carries[bonus] = make([]commission.Legs, len(r.facts.Partners))
		}
		no, err := join.find(row.Partner)
		if err == nil {
			r.past.Carries[bonus][no] = commission.Legs{Left: row.Left, Right: row.Right}
		}
		return err
	})
}

func unknownBonus(id string) error {
	return fault.Internalf("past", "bonus %s, which an earlier run paid, is in no plan version any more: publish one that has it", id)
}

// readLines reads the earning lines of settled orders, and what later runs have done to them.
func (r *pastReader) readLines(orders []commission.OrderNo) error {
	if len(orders) == 0 {
		return nil
	}
	lines := map[lineKey]*commission.PastLine{}
	var keys []lineKey
	for i, run := range r.runs {
		wanted := map[string]bool{}
		for _, no := range orders {
			if r.settledIn(no) <= i {
				wanted[r.facts.Orders[no].ID] = true
			}
		}
		if len(wanted) == 0 {
			continue
		}
		err := readLinesOf(r.ctx, r.Archive, run, wanted, func(row *evidence.Line) error {
			key := lineKey{row.Order, row.Bonus, row.Beneficiary, row.Level}
			if row.Kind == commission.KindEarning {
				line, err := r.line(row, run.Period)
				if err == nil && lines[key] == nil {
					keys = append(keys, key)
				}
				lines[key] = line
				return err
			}
			line := lines[key]
			if line == nil {
				return fault.Internalf("past", "the run of %s has a %s line of order %s that no earning line goes before", run.Period, row.Kind, row.Order)
			}
			switch row.Kind {
			case commission.KindReversal:
				line.Reversed -= row.Amount
			case commission.KindRelease:
				line.Released += row.Amount
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, key := range keys {
		r.past.Lines = append(r.past.Lines, *lines[key])
	}
	return nil
}

// lineKey names an earning line, and the lines that later runs write for it.
type lineKey struct {
	order, bonus, beneficiary string
	level                     int32
}

// line reads an earning line.
func (r *pastReader) line(row *evidence.Line, settledIn period.Period) (*commission.PastLine, error) {
	line, err := numbered(r.facts, r.bonuses, row)
	return &commission.PastLine{
		Order: line.Order, Bonus: line.Bonus, Beneficiary: line.Beneficiary, Level: line.Level, Amount: line.Amount, SettledIn: settledIn,
	}, err
}

// numbered turns the ids of a line into the numbers of the facts.
func numbered(f *commission.Facts, bonuses []string, row *evidence.Line) (line commission.Line, err error) {
	line = commission.Line{
		Kind: row.Kind, Order: commission.NoOrder, Source: commission.NoPartner, Level: row.Level, HasBase: row.HasBase, Base: row.Base,
		Percent: row.Percent, Amount: row.Amount, Condition: row.Condition,
	}
	var known bool
	if row.Order != "" {
		if line.Order, known = f.FindOrder(row.Order); !known {
			return line, fault.Internalf("past", "order %s, which an earlier run settled, is not known any more", row.Order)
		}
	}
	if row.Source != "" {
		if line.Source, known = f.FindPartner(row.Source); !known {
			return line, unknownPartner(row.Source)
		}
	}
	if line.Beneficiary, known = f.FindPartner(row.Beneficiary); !known {
		return line, unknownPartner(row.Beneficiary)
	}
	bonus, known := slices.BinarySearch(bonuses, row.Bonus)
	if !known {
		return line, unknownBonus(row.Bonus)
	}
	line.Bonus = commission.BonusNo(bonus)
	return line, nil
}

// partnerJoin finds partners who come in the order of their ids, as the evidence has them.
type partnerJoin struct {
	partners []commission.Partner
	next     int
}

func (r *pastReader) partners() *partnerJoin { return &partnerJoin{partners: r.facts.Partners} }

func (j *partnerJoin) find(id string) (commission.PartnerNo, error) {
	for ; j.next < len(j.partners); j.next++ {
		switch c := strings.Compare(j.partners[j.next].ID, id); {
		case c == 0:
			return commission.PartnerNo(j.next), nil
		case c > 0:
			return 0, unknownPartner(id)
		}
	}
	return 0, unknownPartner(id)
}

func unknownPartner(id string) error {
	return fault.Internalf("past", "partner %s, whom an earlier run knew, is not known any more", id)
}
