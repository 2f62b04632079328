package accounts

import (
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// What is closed is on no list any more and nobody gets it; whoever had it, has it until yesterday. Its history stays, and an id that
// was closed can be put again.

// CloseGroup closes a group: its members are in it no more, and get nothing by it.
//
// Errors: NotFound; Conflict when nobody would be left who may administer.
func (s *Store) CloseGroup(ctx context.Context, id string, by By) error {
	return s.takeRights(ctx, "close group", by, locks{groups: []string{id}}, func(c *chronicle.Change) error {
		if err := closeKind(c, aboutGroup, cypher.GroupClose, id); err != nil {
			return err
		}
		if err := membership.endAll(c, cypher.MembershipsEnd, id, by); err != nil {
			return err
		}
		return byGroup.endAll(c, cypher.GroupHoldingsEnd, id, by)
	})
}

// CloseDepartment closes a department: nobody works in it any more.
//
// Errors: NotFound; Conflict when a profile names it.
func (s *Store) CloseDepartment(ctx context.Context, id string, by By) error {
	return s.changeRights(ctx, "close department", by, locks{}, func(c *chronicle.Change) error {
		if err := closeKind(c, aboutDepartment, cypher.DepartmentClose, id); err != nil {
			return err
		}
		if err := refuseNamed(c, id); err != nil {
			return err
		}
		return workplace.endAll(c, cypher.WorkplacesEnd, id, by)
	})
}

// refuseNamed refuses to close a department that a profile names.
func refuseNamed(c *chronicle.Change, department string) error {
	var profiles []ProfileRow
	if err := c.Run(cypher.ProfilesList, map[string]any{"closed": false}, takeProfiles(&profiles)); err != nil {
		return err
	}
	for _, p := range profiles {
		if slices.ContainsFunc(p.Permissions, func(g access.Grant) bool { return slices.Contains(g.Scope.Departments, department) }) {
			return fault.Conflictf("department", "the profile %s names the department %s: change the profile first", p.ID, department)
		}
	}
	return nil
}

// CloseProfile closes a profile: nobody holds it any more, and no group does.
//
// Errors: NotFound; Conflict when nobody would be left who may administer.
func (s *Store) CloseProfile(ctx context.Context, id string, by By) error {
	return s.takeRights(ctx, "close profile", by, locks{profiles: []string{id}}, func(c *chronicle.Change) error {
		var versions []ProfileRow
		if err := c.Run(cypher.ProfileVersions, map[string]any{"id": id}, takeProfiles(&versions)); err != nil {
			return err
		}
		if !versions[0].open() {
			return noProfile(id)
		}
		c.About(aboutProfile, id, "", versions[0].Profile, nil)
		if err := c.Run(cypher.ProfileClose, map[string]any{"id": id, "recorded": c.Recorded}, nil); err != nil {
			return err
		}
		return holding.endAll(c, cypher.HoldingsEnd, id, by)
	})
}

// closeKind closes a group or a department, and says how it was called.
//
// Errors: NotFound.
func closeKind(c *chronicle.Change, kind, query, id string) error {
	found := false
	err := c.Run(query, map[string]any{"id": id, "recorded": c.Recorded}, func(record *neo4j.Record) error {
		found = true
		c.About(kind, id, "", named{record.Values[0].(string)}, nil)
		return nil
	})
	if err == nil && !found {
		err = fault.NotFoundf(strings.ToLower(kind), "there is no %s %s", strings.ToLower(kind), id)
	}
	return err
}

// endAll ends all bonds with something that is closed, or of a group that is, from today on, and says of each how it was and is.
func (b *bond) endAll(c *chronicle.Change, query, id string, by By) error {
	params := map[string]any{
		"id": id, "from": chronicle.Date(by.Today), "knownAt": latest, "recorded": c.Recorded, "superseded": chronicle.FarTime,
	}
	return c.Run(query, params, func(record *neo4j.Record) error {
		v := record.Values
		kind, holder, other := v[0].(string), v[1].(string), v[2].(string)
		was := span{Days: daysOf(v[3], v[4])}
		is := was
		is.To = by.Today
		var left []span
		if is.From < is.To {
			left = []span{is}
		}
		subject := ""
		if kind == aboutUser {
			subject = ActorOf(holder)
		}
		c.About(kind, holder, subject, b.told(other, []span{was}), b.told(other, left))
		return nil
	})
}
