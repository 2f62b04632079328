package accounts

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// ProfileRow is a profile as it is kept: its text, and since when it reads so.
type ProfileRow struct {
	access.Profile
	Version    string // SHA-256 of the text
	Recorded   time.Time
	Superseded time.Time // or closed; zero: it is so now
}

// Profiles returns the profiles as they are now, by id, without those that were closed.
func (s *Store) Profiles(ctx context.Context) (list []ProfileRow, err error) {
	err = s.Read(ctx, cypher.ProfilesList, map[string]any{"closed": false}, func() { list = nil }, takeProfiles(&list))
	return list, err
}

// Profile returns what a profile is, and what it was, the latest first.
//
// Errors: NotFound.
func (s *Store) Profile(ctx context.Context, id string) (versions []ProfileRow, err error) {
	err = s.Read(ctx, cypher.ProfileVersions, map[string]any{"id": id}, func() { versions = nil }, takeProfiles(&versions))
	if err == nil && len(versions) == 0 {
		err = noProfile(id)
	}
	return versions, err
}

// recordedProfile reads the text of a profile that was checked when it was recorded. A permission that this program does not know any
// more grants nothing.
//
// Errors: Internal when it cannot be read.
func recordedProfile(text string) (p access.Profile, err error) {
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return p, &fault.Error{Kind: fault.Internal, Op: "profile", Msg: "a profile that was recorded cannot be read", Err: err}
	}
	return p, nil
}

func takeProfiles(list *[]ProfileRow) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		p, err := recordedProfile(c.Text("text"))
		if err != nil {
			return err
		}
		*list = append(*list, ProfileRow{p, c.Text("sha256"), c.Time("recorded"), c.Time("superseded")})
		return nil
	}
}

// PutProfile records a profile, or what one that is there is from now on. One that was closed is open again, and nobody holds it. Seen is
// the version that was looked at; empty: whatever it is.
//
// Errors: Invalid when it is not sound; Stale when it is another version by now; Forbidden when who changes it holds it; Conflict when
// nobody would be left who may administer.
func (s *Store) PutProfile(ctx context.Context, p access.Profile, seen string, by By) error {
	if _, err := access.ParseProfile(p.Text()); err != nil {
		return err
	}
	there, err := s.Profile(ctx, p.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound && seen == "":
		_, err = s.Change(ctx, "record profile", by.By, locks{rights: allRights}.inOrder(), func(c *chronicle.Change) error {
			return createProfile(c, p)
		})
		return err
	case err != nil:
		return err
	case there[0].is(p):
		return nil
	}
	return s.takeRights(ctx, "change profile", by, locks{profiles: []string{p.ID}}, func(c *chronicle.Change) error {
		return changeProfile(c, p, seen, by)
	})
}

func createProfile(c *chronicle.Change, p access.Profile) error {
	c.About(aboutProfile, p.ID, "", nil, p)
	return c.Run(cypher.ProfileCreate, map[string]any{"id": p.ID, "text": string(p.Text()), "sha256": p.SHA256(), "recorded": c.Recorded}, nil)
}

// is says whether a profile is open, and reads so.
func (row *ProfileRow) is(p access.Profile) bool { return row.open() && row.Version == p.SHA256() }

func (row *ProfileRow) open() bool { return row.Superseded.IsZero() }

func changeProfile(c *chronicle.Change, p access.Profile, seen string, by By) error {
	var versions []ProfileRow
	if err := c.Run(cypher.ProfileVersions, map[string]any{"id": p.ID}, takeProfiles(&versions)); err != nil {
		return err
	}
	if seen != "" && (versions[0].Version != seen || !versions[0].open()) {
		return &fault.Error{Kind: fault.Stale, Op: "profile", Msg: "the profile has changed meanwhile: look at it again"}
	}
	holders, err := texts(c, cypher.HoldersOf, map[string]any{"profile": p.ID, "after": chronicle.Date(by.Today), "knownAt": latest})
	if err != nil {
		return err
	}
	if err := by.mayGive(c, holders...); err != nil {
		return err
	}
	var was any
	if versions[0].open() {
		was = versions[0].Profile
	}
	c.About(aboutProfile, p.ID, "", was, p)
	if versions[0].is(p) { // somebody else has done the same meanwhile
		return nil
	}
	return c.Run(cypher.ProfileChange, map[string]any{"id": p.ID, "text": string(p.Text()), "sha256": p.SHA256(), "recorded": c.Recorded}, nil)
}

// Assign gives a user a profile on some days.
//
// Errors: NotFound; Invalid when there are no days; Forbidden when it gives rights to who does it.
func (s *Store) Assign(ctx context.Context, user, profile string, days access.Days, by By) error {
	l := locks{profiles: []string{profile}, users: []string{user}}
	return s.changeRights(ctx, "assign profile", by, l, func(c *chronicle.Change) error {
		if err := by.mayGive(c, user); err != nil {
			return err
		}
		return holding.give(c, user, profile, days)
	})
}

// Withdraw takes a profile from a user from a day on.
//
// Errors: NotFound when that one does not hold it; Conflict when nobody would be left who may administer.
func (s *Store) Withdraw(ctx context.Context, user, profile string, from period.Day, by By) error {
	return s.takeRights(ctx, "withdraw profile", by, locks{users: []string{user}}, func(c *chronicle.Change) error {
		return holding.end(c, user, profile, from)
	})
}

// AssignToGroup gives all members of a group a profile on some days.
//
// Errors: as Assign's.
func (s *Store) AssignToGroup(ctx context.Context, group, profile string, days access.Days, by By) error {
	l := locks{profiles: []string{profile}, groups: []string{group}}
	return s.changeRights(ctx, "assign profile to group", by, l, func(c *chronicle.Change) error {
		members, err := texts(c, cypher.MembersOf, map[string]any{"group": group, "after": chronicle.Date(by.Today), "knownAt": latest})
		if err != nil {
			return err
		}
		if err := by.mayGive(c, members...); err != nil {
			return err
		}
		return byGroup.give(c, group, profile, days)
	})
}

// WithdrawFromGroup takes a profile from a group from a day on.
//
// Errors: NotFound when it does not hold it; Conflict when nobody would be left who may administer.
func (s *Store) WithdrawFromGroup(ctx context.Context, group, profile string, from period.Day, by By) error {
	return s.takeRights(ctx, "withdraw profile from group", by, locks{groups: []string{group}}, func(c *chronicle.Change) error {
		return byGroup.end(c, group, profile, from)
	})
}
