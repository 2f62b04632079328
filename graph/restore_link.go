package graph

import (
	"context"
	"strings"

	"upline/cypher"
	"upline/internal/fault"
)

// linkQueries write relationships, by the kinds of things that they lead from and to.
var linkQueries = map[[2]string]string{
	{"Partner", "Partner"}:    cypher.RestoreLinksPartners,
	{"Partner", "Tree"}:       cypher.RestoreLinksTrees,
	{"Partner", "Status"}:     cypher.RestoreLinksStatuses,
	{"Partner", "Rank"}:       cypher.RestoreLinksRanks,
	{"Partner", "Market"}:     cypher.RestoreLinksMarkets,
	{"Partner", "Caretaker"}:  cypher.RestoreLinksCaretakers,
	{"Order", "Partner"}:      cypher.RestoreLinksOrders,
	{"Cancellation", "Order"}: cypher.RestoreLinksCancellations,
	{"User", "Group"}:         cypher.RestoreLinksUserGroups,
	{"User", "Department"}:    cypher.RestoreLinksUserDepartments,
	{"User", "Profile"}:       cypher.RestoreLinksUserProfiles,
	{"User", "User"}:          cypher.RestoreLinksUsers,
	{"Group", "Profile"}:      cypher.RestoreLinksGroupProfiles,
	{"Document", "Partner"}:   cypher.RestoreLinksDocumentPartners,
	{"Document", "Order"}:     cypher.RestoreLinksDocumentOrders,
	{"Document", "Run"}:       cypher.RestoreLinksDocumentRuns,
}

// Links writes the links of a batch of copies, and what runs state. All nodes must be there.
//
// Errors: Internal when a copy cannot be understood, or names what is not there.
func (r *Restore) Links(ctx context.Context, copies []Copied) error {
	rows := map[string][]any{}
	for i := range copies {
		if err := r.collect(rows, &copies[i]); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	r.store.Config.Step("restore links", "before")
	defer r.store.Config.Step("restore links", "after")
	return r.store.plainly(ctx, func(c *change) error {
		for query, list := range rows {
			if err := c.Expect(len(list), query, map[string]any{"rows": list}, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// collect adds what a copy's links come to, by query.
func (r *Restore) collect(rows map[string][]any, c *Copied) error {
	run, owner, ofRun := strings.Cut(c.Key, "/")
	switch {
	case c.Kind != statementKind && c.Kind != standingKind:
		ofRun, owner = false, c.Key
	case r.had[run]:
		return nil // what a posted run states never changes
	}
	if len(c.Links) == len("[]") && c.Kind != statementKind {
		return nil
	}
	from, err := keyNumber(owner)
	if err != nil {
		return fault.Internalf("restore", "the journal holds a %s with the key %q, which is no number", c.Kind, c.Key)
	}
	if c.Kind == statementKind {
		n, err := nodeOf(c)
		rows[cypher.RestoreStatements] = append(rows[cypher.RestoreStatements], []any{from, n.properties})
		return err
	}
	kind := c.Kind
	if ofRun {
		kind = "Partner"
	}
	return collectLinks(rows, kind, from, c.Links)
}

func collectLinks(rows map[string][]any, kind string, from int64, text []byte) error {
	var links [][]any
	if err := decodeJSON(text, &links); err != nil {
		return err
	}
	for _, link := range links {
		if len(link) != 4 {
			return fault.Internalf("restore", "the journal holds a link of %d parts, which backups do not write", len(link))
		}
		properties, is := link[3].(map[string]any)
		to, _ := link[1].(string)
		query := linkQueries[[2]string{kind, to}]
		if !is || query == "" {
			return fault.Internalf("restore", "the journal holds a link of a %s to a %v, which this program does not know: use a newer one", kind, link[1])
		}
		key, err := decodeValue(link[2])
		if err != nil {
			return err
		}
		if err := decodeProperties(properties); err != nil {
			return err
		}
		rows[query] = append(rows[query], []any{from, key, link[0], properties})
	}
	return nil
}
