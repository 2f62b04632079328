package dms

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// SavedSearch is a search that somebody comes back to. It finds what whoever runs it may see.
type SavedSearch struct {
	ID, Name string
	Owner    string // the user
	Shared   bool   // with all who see everybody's documents: its words may tell something of somebody
	Text     string // empty: just the filter
	Filter   Filter
}

// savedMax is how many searches a user can save.
const savedMax = 200

// Save keeps a search, and returns its id; without one, it gets one.
//
// Errors: Invalid without a name, or when the user has too many; NotFound when it names a partner who never was within; Forbidden to share
// it for who does not see everybody.
func (s *Store) Save(ctx context.Context, search SavedSearch, by graph.By) (id string, err error) {
	if id = search.ID; id == "" {
		id = uuid.NewString()
	}
	return id, s.keepSearch(ctx, "save search", search, by, func(c *chronicle.Change, params map[string]any) error {
		params["id"], params["max"] = id, savedMax
		many := false
		err := c.Run(cypher.SavedSearchCreate, params, func(record *neo4j.Record) error {
			many = record.Values[0].(bool)
			return nil
		})
		if err == nil && many {
			err = fault.Invalidf("search", "you have saved %d searches: delete one first", savedMax)
		}
		c.About("SavedSearch", id, "", nil, toldOf(params))
		return err
	})
}

// Resave says anew what a search of a user is.
//
// Errors: those of Save; NotFound when the user has no such search.
func (s *Store) Resave(ctx context.Context, search SavedSearch, by graph.By) error {
	return s.keepSearch(ctx, "change search", search, by, func(c *chronicle.Change, params map[string]any) error {
		params["id"] = search.ID
		changed := int64(0)
		err := c.Run(cypher.SavedSearchChange, params, func(record *neo4j.Record) error {
			changed = record.Values[0].(int64)
			return nil
		})
		if err == nil && changed == 0 {
			err = noSearch(search.ID)
		}
		c.About("SavedSearch", search.ID, "", nil, toldOf(params))
		return err
	})
}

// toldOf is what the audit keeps of a search.
func toldOf(params map[string]any) any {
	return map[string]string{"name": params["name"].(string), "text": params["text"].(string), "filter": params["filter"].(string)}
}

func noSearch(id string) error { return fault.NotFoundf("search", "you have no saved search %s", id) }

// keepSearch checks a search, and has it written.
func (s *Store) keepSearch(ctx context.Context, operation string, search SavedSearch, by graph.By, write func(c *chronicle.Change, params map[string]any) error) error {
	switch _, _, err := s.whose(ctx, search.Filter.Partner, by.Within); {
	case err != nil:
		return err
	case strings.TrimSpace(search.Name) == "" || len(search.Name) > titleMax:
		return fault.Invalidf("search", "the name of the search has %d bytes: write 1 to %d", len(search.Name), titleMax)
	case search.Shared && !by.Within.Whole():
		return fault.Forbiddenf("search", "only who sees everybody's documents shares searches")
	}
	filter, err := json.Marshal(search.Filter)
	if err != nil {
		return err
	}
	_, err = s.Change(ctx, operation, by.Recorded(), nil, func(c *chronicle.Change) error {
		return write(c, map[string]any{
			"owner": search.Owner, "name": search.Name, "shared": search.Shared, "text": search.Text, "filter": string(filter), "recorded": c.Recorded,
		})
	})
	return err
}

// Saved returns the searches of a user, and to who sees everybody those that others share, by name. One that names a partner who is not
// within any more is left out.
func (s *Store) Saved(ctx context.Context, user string, within graph.Sight) (list []SavedSearch, err error) {
	partners, all, err := s.company.EverWithin(ctx, within)
	if err != nil {
		return nil, err
	}
	err = s.Read(ctx, cypher.SavedSearches, map[string]any{"owner": user}, func() { list = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		shared, _ := c["shared"].(bool)
		search := SavedSearch{ID: c.Text("id"), Name: c.Text("name"), Owner: c.Text("owner"), Shared: shared, Text: c.Text("text")}
		if err := json.Unmarshal([]byte(c.Text("filter")), &search.Filter); err != nil {
			return fault.Internalf("search", "the saved search %s cannot be read: %v", search.ID, err)
		}
		if (search.Owner == user || within.Whole()) && search.Filter.check(partners, all) == nil {
			list = append(list, search)
		}
		return nil
	})
	return list, err
}

// Unsave deletes a search of a user.
//
// Errors: NotFound when the user has no such search.
func (s *Store) Unsave(ctx context.Context, id, user string, by graph.By) error {
	_, err := s.Change(ctx, "delete search", by.Recorded(), nil, func(c *chronicle.Change) error {
		deleted := int64(0)
		err := c.Run(cypher.SavedSearchDelete, map[string]any{"id": id, "owner": user}, func(record *neo4j.Record) error {
			deleted = record.Values[0].(int64)
			return nil
		})
		if err == nil && deleted == 0 {
			err = noSearch(id)
		}
		c.About("SavedSearch", id, "", map[string]string{"id": id}, nil)
		return err
	})
	return err
}
