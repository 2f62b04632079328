package accounts

import (
	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// bond is a kind of relationship that holds on some days, as known at some time: what it is called, what it leads to, its name in the
// audit, and its queries. Of two and the same, spans that are believed never touch each other.
type bond struct {
	kind, to, name        string
	create, of, supersede string
}

var (
	membership = bond{"MEMBER_OF", "group", "group", cypher.MembershipCreate, cypher.BondsOfUser, cypher.BondsSupersedeOfUser}
	workplace  = bond{"WORKS_IN", "department", "department", cypher.WorkplaceCreate, cypher.BondsOfUser, cypher.BondsSupersedeOfUser}
	holding    = bond{"HOLDS_PROFILE", "profile", "profile", cypher.HoldingCreate, cypher.BondsOfUser, cypher.BondsSupersedeOfUser}
	byGroup    = bond{"HOLDS_PROFILE", "profile", "profile", cypher.GroupHoldingCreate, cypher.BondsOfGroup, cypher.BondsSupersedeOfGroup}
	standIn    = bond{"STANDS_IN_FOR", "user", "stands_in_for", cypher.StandinCreate, cypher.BondsOfUser, cypher.BondsSupersedeOfUser}
	deputized  = bond{name: "deputy"} // standIn as the audit tells it of the absent one
)

// span is some days of a bond, as they are recorded.
type span struct {
	key string
	access.Days
}

func (b *bond) spans(c *chronicle.Change, holder, other string) (list []span, err error) {
	params := map[string]any{"holder": holder, "other": other, "type": b.kind, "knownAt": latest}
	err = c.Run(b.of, params, func(record *neo4j.Record) error {
		list = append(list, span{record.Values[0].(string), daysOf(record.Values[1], record.Values[2])})
		return nil
	})
	return list, err
}

// give records that a bond holds on some days, besides those on which it does already.
//
// Errors: Invalid when there are no days; NotFound when one of both is not there.
func (b *bond) give(c *chronicle.Change, holder, other string, days access.Days) error {
	if days.To <= days.From {
		return fault.Invalidf(b.to, "the last day is before the first one, %s: name a later one", days.From)
	}
	spans, err := b.spans(c, holder, other)
	if err != nil {
		return err
	}
	was, keys := spans, []string(nil)
	for _, s := range spans { // in the order of their first days
		if s.From <= days.From && s.To >= days.To {
			return b.tell(c, holder, other, was)
		}
		if s.From <= days.To && s.To >= days.From {
			days.From, days.To = min(days.From, s.From), max(days.To, s.To)
			keys = append(keys, s.key)
		}
	}
	if err := b.replace(c, holder, other, keys, days); err != nil {
		return err
	}
	return b.tell(c, holder, other, was)
}

// end records that a bond does not hold from a day on.
//
// Errors: NotFound when it does not anyway.
func (b *bond) end(c *chronicle.Change, holder, other string, from period.Day) error {
	spans, err := b.spans(c, holder, other)
	if err != nil {
		return err
	}
	ended := false
	for _, s := range spans {
		if s.To <= from {
			continue
		}
		ended = true
		s.To = max(from, s.From)
		if err := b.replace(c, holder, other, []string{s.key}, s.Days); err != nil {
			return err
		}
	}
	if !ended {
		return fault.NotFoundf(b.to, "there is nothing to end: on %s and later it does not hold", from)
	}
	return b.tell(c, holder, other, spans)
}

// tell says how a bond was and is: of a user as of the person, of a deputy as of both.
func (b *bond) tell(c *chronicle.Change, holder, other string, was []span) error {
	is, err := b.spans(c, holder, other)
	if err != nil {
		return err
	}
	if b == &byGroup {
		c.About(aboutGroup, holder, "", b.told(other, was), b.told(other, is))
		return nil
	}
	c.About(aboutUser, holder, ActorOf(holder), b.told(other, was), b.told(other, is))
	if b == &standIn {
		c.About(aboutUser, other, ActorOf(other), deputized.told(holder, was), deputized.told(holder, is))
	}
	return nil
}

// replace closes spans, and records one that holds instead, if it has days.
func (b *bond) replace(c *chronicle.Change, holder, other string, keys []string, days access.Days) error {
	if len(keys) > 0 {
		if err := c.Run(b.supersede, map[string]any{"holder": holder, "keys": keys, "recorded": c.Recorded}, nil); err != nil {
			return err
		}
	}
	if days.To <= days.From {
		return nil
	}
	created, err := count(c, b.create, map[string]any{
		"holder": holder, "other": other, "key": uuid.NewString(), "from": chronicle.Date(days.From), "to": chronicle.Date(days.To),
		"recorded": c.Recorded, "superseded": chronicle.FarTime,
	})
	if err == nil && created == 0 {
		err = fault.NotFoundf(b.to, "there is no %s %s", b.to, other)
	}
	return err
}

func daysOf(from, to any) access.Days {
	return access.Days{From: chronicle.Day(from), To: chronicle.Day(to)}
}
