package accounts

import (
	"context"
	"regexp"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// GroupRow is a group in a list, with the profiles that it holds.
type GroupRow struct {
	ID, Name string
	Profiles []Bonded
	Members  []Bonded // up to 1,000
}

// DepartmentRow is a department in a list.
type DepartmentRow struct {
	ID, Name string
	Members  []Bonded // up to 1,000
}

// Bonded is whom or what something has a relationship with, on which days.
type Bonded struct {
	ID    string
	Email string // of a user
	access.Days
}

// kindID is the id of a group or a department, which scopes of profiles can name.
var kindID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

const kindNameMax = 100 // bytes

func checkKind(what, id, name string) error {
	switch {
	case !kindID.MatchString(id):
		return fault.Invalidf(what, "%q is no id of a %s: write letters, digits, dots, hyphens and underscores, at most 64", id, what)
	case strings.TrimSpace(name) == "" || len(name) > kindNameMax:
		return fault.Invalidf(what, "the name of the %s has %d bytes: write 1 to %d", what, len(name), kindNameMax)
	}
	return nil
}

// PutGroup records a group, or another name of one that is there. One that was closed is open again, without members and profiles.
//
// Errors: Invalid when id or name is none.
func (s *Store) PutGroup(ctx context.Context, id, name string, by By) error {
	if err := checkKind("group", id, name); err != nil {
		return err
	}
	seq, err := s.Numbers(ctx, groupSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.Change(ctx, "put group", by.By, locks{rights: allRights}.inOrder(), func(c *chronicle.Change) error {
		if err := aboutName(c, aboutGroup, cypher.GroupName, id, name); err != nil {
			return err
		}
		return c.Run(cypher.GroupPut, map[string]any{"id": id, "seq": seq, "name": name, "recorded": c.Recorded}, nil)
	})
	return err
}

// PutDepartment records a department, or another name of one that is there. One that was closed is open again, without anybody in it.
//
// Errors: as PutGroup's.
func (s *Store) PutDepartment(ctx context.Context, id, name string, by By) error {
	if err := checkKind("department", id, name); err != nil {
		return err
	}
	_, err := s.Change(ctx, "put department", by.By, locks{rights: allRights}.inOrder(), func(c *chronicle.Change) error {
		if err := aboutName(c, aboutDepartment, cypher.DepartmentName, id, name); err != nil {
			return err
		}
		return c.Run(cypher.DepartmentPut, map[string]any{"id": id, "name": name, "recorded": c.Recorded}, nil)
	})
	return err
}

// aboutName says how a group or a department was called, if it was open, and is called now.
func aboutName(c *chronicle.Change, kind, query, id, name string) error {
	var was any
	err := c.Run(query, map[string]any{"id": id}, func(record *neo4j.Record) error {
		was = named{record.Values[0].(string)}
		return nil
	})
	c.About(kind, id, "", was, named{name})
	return err
}

// Groups returns the groups, by id.
func (s *Store) Groups(ctx context.Context) (list []GroupRow, err error) {
	err = s.Read(ctx, cypher.GroupsList, map[string]any{"knownAt": latest}, func() { list = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		list = append(list, GroupRow{c.Text("id"), c.Text("name"), bondedOf(c.List("profiles")), bondedOf(c.List("members"))})
		return nil
	})
	return list, err
}

// Departments returns the departments, by id.
func (s *Store) Departments(ctx context.Context) (list []DepartmentRow, err error) {
	err = s.Read(ctx, cypher.DepartmentsList, map[string]any{"knownAt": latest}, func() { list = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		list = append(list, DepartmentRow{c.Text("id"), c.Text("name"), bondedOf(c.List("members"))})
		return nil
	})
	return list, err
}

// bondedOf reads rows of an id, perhaps an address, and two days.
func bondedOf(rows []any) []Bonded {
	list := []Bonded{}
	for _, row := range rows {
		values := row.([]any)
		last := len(values) - 1
		b := Bonded{ID: values[0].(string), Days: daysOf(values[last-1], values[last])}
		if last == 3 {
			b.Email = values[1].(string)
		}
		list = append(list, b)
	}
	return list
}

// Join puts a user into a group on some days.
//
// Errors: NotFound; Invalid when there are no days; Forbidden when it gives rights to who does it.
func (s *Store) Join(ctx context.Context, user, group string, days access.Days, by By) error {
	return s.changeRights(ctx, "put user into group", by, locks{groups: []string{group}, users: []string{user}}, func(c *chronicle.Change) error {
		if err := by.mayGive(c, user); err != nil {
			return err
		}
		return membership.give(c, user, group, days)
	})
}

// Leave takes a user out of a group from a day on.
//
// Errors: NotFound when that one is not in it; Conflict when nobody would be left who may administer.
func (s *Store) Leave(ctx context.Context, user, group string, from period.Day, by By) error {
	return s.takeRights(ctx, "take user out of group", by, locks{groups: []string{group}, users: []string{user}}, func(c *chronicle.Change) error {
		return membership.end(c, user, group, from)
	})
}

// Employ puts a user into a department on some days: profiles may name it, or say "department".
//
// Errors: as Join's.
func (s *Store) Employ(ctx context.Context, user, department string, days access.Days, by By) error {
	return s.changeRights(ctx, "put user into department", by, locks{users: []string{user}}, func(c *chronicle.Change) error {
		if err := by.mayGive(c, user); err != nil {
			return err
		}
		return workplace.give(c, user, department, days)
	})
}

// Dismiss takes a user out of a department from a day on.
//
// Errors: NotFound when that one is not in it.
func (s *Store) Dismiss(ctx context.Context, user, department string, from period.Day, by By) error {
	return s.changeRights(ctx, "take user out of department", by, locks{users: []string{user}}, func(c *chronicle.Change) error {
		return workplace.end(c, user, department, from)
	})
}
