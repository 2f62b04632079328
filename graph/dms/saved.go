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
	Shared   bool   // with everybody who searches documents
	Text     string // empty: just the filter
	Filter   Filter
}

// savedMax is how many searches a user can save.
const savedMax = 200

// Save keeps a search, and returns its id.
//
// Errors: Invalid without a name, or when the user has too many.
func (s *Store) Save(ctx context.Context, search SavedSearch, by graph.By) (id string, err error) {
	if strings.TrimSpace(search.Name) == "" || len(search.Name) > titleMax {
		return "", fault.Invalidf("search", "the name of the search has %d bytes: write 1 to %d", len(search.Name), titleMax)
	}
	filter, err := json.Marshal(search.Filter)
	if err != nil {
		return "", err
	}
	id = uuid.NewString()
	_, err = s.Change(ctx, "save search", by.Recorded(), nil, func(c *chronicle.Change) error {
		c.About("SavedSearch", id, "", nil, map[string]string{"name": search.Name, "text": search.Text, "filter": string(filter)})
		many := false
		err := c.Run(cypher.SavedSearchCreate, map[string]any{
			"id": id, "owner": search.Owner, "name": search.Name, "shared": search.Shared, "text": search.Text, "filter": string(filter),
			"max": savedMax, "recorded": c.Recorded,
		}, func(record *neo4j.Record) error {
			many = record.Values[0].(bool)
			return nil
		})
		if err == nil && many {
			err = fault.Invalidf("search", "you have saved %d searches: delete one first", savedMax)
		}
		return err
	})
	return id, err
}

// Saved returns the searches of a user, and those that others share, by name.
func (s *Store) Saved(ctx context.Context, user string) (list []SavedSearch, err error) {
	err = s.Read(ctx, cypher.SavedSearches, map[string]any{"owner": user}, func() { list = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		shared, _ := c["shared"].(bool)
		search := SavedSearch{ID: c.Text("id"), Name: c.Text("name"), Owner: c.Text("owner"), Shared: shared, Text: c.Text("text")}
		if err := json.Unmarshal([]byte(c.Text("filter")), &search.Filter); err != nil {
			return fault.Internalf("search", "the saved search %s cannot be read: %v", search.ID, err)
		}
		list = append(list, search)
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
			err = fault.NotFoundf("search", "you have no saved search %s", id)
		}
		c.About("SavedSearch", id, "", map[string]string{"id": id}, nil)
		return err
	})
	return err
}
