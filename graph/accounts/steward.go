package accounts

import (
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// stewardship is what it takes to let somebody in and give that one every other right.
var stewardship = []access.Permission{"users:invite", "profiles:assign"}

// stewards are who may administer: people who can log in and hold all of stewardship by themselves, on some days. A deputy is none, since
// that ends with the deputy's time.
type stewards []access.User

// takeRights is a change that may take rights from somebody. It is refused when there would be a day, from today on, on which nobody
// may administer any more, and on which somebody could before: only a command at the machine could open such a company again.
//
// Errors: Conflict, which says from which day on.
func (s *Store) takeRights(ctx context.Context, operation string, by By, l locks, work func(c *chronicle.Change) error) error {
	return s.changeRights(ctx, operation, by, l, func(c *chronicle.Change) error {
		before, err := s.stewards(c, by.Today)
		if err != nil {
			return err
		}
		if err := work(c); err != nil {
			return err
		}
		after, err := s.stewards(c, by.Today)
		if err != nil {
			return err
		}
		for _, day := range append(before.days(by.Today), after.days(by.Today)...) {
			if before.on(day) && !after.on(day) {
				return fault.Conflictf("rights", "from %s on, nobody would be left who may administer: give somebody else a profile with %s and %s first",
					day, stewardship[0], stewardship[1])
			}
		}
		return nil
	})
}

// stewards finds who may administer on some day from today on. One who may on all of them is enough, and then the only one.
func (s *Store) stewards(c *chronicle.Change, today period.Day) (list stewards, err error) {
	var profiles []ProfileRow
	if err := c.Run(cypher.ProfilesList, map[string]any{"closed": false}, takeProfiles(&profiles)); err != nil {
		return nil, err
	}
	var granting []string
	for _, p := range profiles {
		if slices.ContainsFunc(stewardship, func(one access.Permission) bool { return p.Scope(one).All }) {
			granting = append(granting, p.ID)
		}
	}
	users, err := texts(c, cypher.StewardsFound, map[string]any{"profiles": granting, "after": chronicle.Date(today), "knownAt": latest})
	if err != nil {
		return nil, err
	}
	for _, id := range users {
		user, err := s.userIn(c, id)
		if err != nil {
			return nil, err
		}
		one := stewards{user}
		if !slices.ContainsFunc(one.days(today), func(day period.Day) bool { return !one.on(day) }) {
			return one, nil
		}
		list = append(list, user)
	}
	return list, nil
}

// userIn reads what decides what a user may do, in the transaction of a change, without those for whom the user stands in.
func (s *Store) userIn(c *chronicle.Change, id string) (user access.User, err error) {
	err = c.Run(cypher.UserRights, map[string]any{"id": id, "knownAt": latest}, func(record *neo4j.Record) error {
		columns := chronicle.ColumnsOf(record)
		if columns["from"] != nil {
			return nil
		}
		user, err = s.holderOf(columns)
		return err
	})
	return user, err
}

// days are today, and the later days on which something of theirs begins or ends.
func (list stewards) days(today period.Day) []period.Day {
	days := []period.Day{today}
	add := func(d access.Days) {
		for _, day := range []period.Day{d.From, d.To} {
			if day > today && day != period.Forever {
				days = append(days, day)
			}
		}
	}
	for _, user := range list {
		holdings := slices.Clone(user.Profiles)
		for _, group := range user.Groups {
			add(group.Days)
			holdings = append(holdings, group.Profiles...)
		}
		for _, holding := range holdings {
			add(holding.Days)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// on says whether one of them may administer on a day.
func (list stewards) on(day period.Day) bool {
	return slices.ContainsFunc(list, func(user access.User) bool {
		return !slices.ContainsFunc(stewardship, func(one access.Permission) bool { return !access.Decide(user, one, day).Allowed })
	})
}
