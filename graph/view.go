package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// View says of which day the structure is asked for, as it was known at which time, and who looks. None is optional.
type View struct {
	AsOf    period.Day
	KnownAt time.Time
	Within  Sight
}

// Now is the structure of a day as it is known now, to whom nothing is hidden.
func (s *Store) Now(asOf period.Day) View { return View{asOf, s.Time(), Everybody} }

func (v View) params() map[string]any {
	return map[string]any{"asOf": chronicle.Date(v.AsOf), "knownAt": v.KnownAt}
}

// Member is a partner as seen from another one.
type Member struct {
	ID, Name string
	Sponsor  string // empty for a root
	Level    int    // steps away
}

// Upline returns the sponsors above a partner, the nearest first, as far as they are within.
//
// Errors: NotFound when there is no such partner, or none within.
func (s *Store) Upline(ctx context.Context, partner string, at View) (members []Member, err error) {
	if err := s.seePartner(ctx, partner, at); err != nil {
		return nil, err
	}
	params := at.params()
	params["partner"] = partner
	err = s.Read(ctx, cypher.UplineMembers, params, func() { members = nil }, func(record *neo4j.Record) error {
		v := record.Values
		members = append(members, Member{ID: v[0].(string), Name: v[1].(string), Level: int(v[2].(int64))})
		if n := len(members); n > 1 {
			members[n-2].Sponsor = members[n-1].ID
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return seenOf(ctx, s, at.Within, members, func(m *Member) glance { return glance{m.ID, at.AsOf} })
}

// seePartner refuses a partner who is not there, or not within.
func (s *Store) seePartner(ctx context.Context, id string, at View) error {
	if _, err := s.findPartner(ctx, id); err != nil {
		return err
	}
	return s.see(ctx, at.Within, id, at.AsOf)
}

// Downline returns everyone below a partner, those nearest first, down to a depth.
//
// Errors: NotFound when there is no such partner, or none within.
func (s *Store) Downline(ctx context.Context, partner string, at View, depthMax int) (members []Member, err error) {
	if err := s.seePartner(ctx, partner, at); err != nil {
		return nil, err
	}
	params := at.params()
	params["partner"], params["depthMax"] = partner, depthMax
	err = s.Read(ctx, cypher.DownlineMembers, params, func() { members = nil }, func(record *neo4j.Record) error {
		v := record.Values
		members = append(members, Member{v[0].(string), v[1].(string), v[2].(string), int(v[3].(int64))})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return seenOf(ctx, s, at.Within, members, func(m *Member) glance { return glance{m.ID, at.AsOf} })
}

// Path returns the way from one partner to another through the sponsor tree: up to whom both have in common, and down.
//
// Errors: NotFound when there is no such partner, or none within, or nobody within is above both.
func (s *Store) Path(ctx context.Context, from, to string, at View) (ids []string, err error) {
	up, err := s.wayUp(ctx, from, at)
	if err != nil {
		return nil, err
	}
	down, err := s.wayUp(ctx, to, at)
	if err != nil {
		return nil, err
	}
	position := map[string]int{}
	for i, id := range up {
		position[id] = i
	}
	for j, id := range down {
		i, common := position[id]
		if !common {
			continue
		}
		ids = append(ids, up[:i+1]...)
		for j--; j >= 0; j-- {
			ids = append(ids, down[j])
		}
		return ids, nil
	}
	return nil, fault.NotFoundf("path", "nobody is above both %s and %s on %v", from, to, at.AsOf)
}

// wayUp lists a partner and everyone above.
func (s *Store) wayUp(ctx context.Context, partner string, at View) ([]string, error) {
	members, err := s.Upline(ctx, partner, at)
	ids := []string{partner}
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids, err
}

// Standing is what a partner is on a day.
type Standing struct {
	Status string
	Rank   string // the career rank; empty: none but the lowest
}

// StandingOf returns a partner's status and career rank on a day.
//
// Errors: NotFound when there is no such partner, or none within.
func (s *Store) StandingOf(ctx context.Context, partner string, at View) (Standing, error) {
	standing := Standing{Status: "active"}
	if err := s.seePartner(ctx, partner, at); err != nil {
		return standing, err
	}
	params := at.params()
	params["partner"] = partner
	err := s.Read(ctx, cypher.StatusOf, params, nil, func(record *neo4j.Record) error {
		standing.Status = record.Values[0].(string)
		return nil
	})
	if err != nil {
		return standing, err
	}
	err = s.Read(ctx, cypher.CareerOf, params, nil, func(record *neo4j.Record) error {
		standing.Rank = record.Values[0].(string)
		return nil
	})
	return standing, err
}

// CareersOn returns the ranks that people recorded which hold on a day, by partner; not overrides, nor what runs found.
func (s *Store) CareersOn(ctx context.Context, at View) (ranks map[string]string, err error) {
	begin := func() { ranks = map[string]string{} }
	err = s.Read(ctx, cypher.CareersOn, at.params(), begin, func(record *neo4j.Record) error {
		ranks[record.Values[0].(string)] = record.Values[1].(string)
		return nil
	})
	return ranks, err
}

// Event is something that happened to a partner between two days.
type Event struct {
	Partner, Name string
	On            period.Day
	Before, After string // sponsors, statuses or ranks; empty: none
}

// Changes is what happened between two days.
type Changes struct {
	Joined   []Event // After is the sponsor
	Moved    []Event
	Statuses []Event
	Careers  []Event // as posted runs found them
}

// Difference returns what changed from the end of one day to the end of another, as known at a time, for partners who were within on
// the day on which it did. A former sponsor is left out who was not within (decisions/0010).
//
// Errors: Invalid when the days are in the wrong order.
func (s *Store) Difference(ctx context.Context, from, to period.Day, knownAt time.Time, within Sight) (Changes, error) {
	var changes Changes
	if to < from {
		return changes, fault.Invalidf("difference", "the second day %v is before the first %v", to, from)
	}
	for query, events := range map[string]*[]Event{
		cypher.MembersJoined: &changes.Joined, cypher.MembersMoved: &changes.Moved,
		cypher.StatusesChanged: &changes.Statuses, cypher.CareersChanged: &changes.Careers,
	} {
		params := map[string]any{"from": chronicle.Date(from), "to": chronicle.Date(to), "knownAt": knownAt}
		err := s.Read(ctx, query, params, func() { *events = nil }, func(record *neo4j.Record) error {
			v := record.Values
			*events = append(*events, Event{v[0].(string), v[1].(string), chronicle.Day(v[2]), v[3].(string), v[4].(string)})
			return nil
		})
		if err == nil {
			*events, err = seenOf(ctx, s, within, *events, func(e *Event) glance { return glance{e.Partner, e.On} })
		}
		if err != nil {
			return changes, err
		}
	}
	return changes, s.leaveOut(ctx, within, changes.Moved)
}

// leaveOut leaves former sponsors out who are not within.
func (s *Store) leaveOut(ctx context.Context, within Sight, moved []Event) error {
	glances := make([]glance, len(moved))
	for i, e := range moved {
		glances[i] = glance{e.Before, e.On}
	}
	inside, err := s.insides(ctx, within, glances)
	if err != nil {
		return err
	}
	for i := range moved {
		if !inside[i] {
			moved[i].Before = ""
		}
	}
	return nil
}

// LowestRank returns the rank that everyone holds at least.
func (s *Store) LowestRank(ctx context.Context) (rank string, err error) {
	err = s.Read(ctx, cypher.RankLowest, nil, nil, func(record *neo4j.Record) error {
		rank = record.Values[0].(string)
		return nil
	})
	return rank, err
}
