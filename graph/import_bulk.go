package graph

import (
	"context"
	"regexp"
	"slices"

	"upline/graph/chronicle"
)

// An import of many into an empty store drops what would be kept up to date with every row, and builds it at the end, in one
// go: that takes a fraction of the time. Until then nobody else may record anything, and nothing can be settled. From how many
// on that is worth its while, Config.BulkFrom says.

// builtAtTheEnd names the constraints and indexes that are dropped meanwhile. Those by which the import looks things up stay.
var builtAtTheEnd = []string{
	"sponsorship_open", "sponsorship_seq", "placement_open", "placement_slot", "placement_seq", "partner_id", "partner_joined", "partner_text", "partner_name_id",
	"order_id", "order_placed_id", "order_paid", "order_paid_id",
}

// creation is a statement of the schema that makes a constraint or an index.
var creation = regexp.MustCompile(`^CREATE (CONSTRAINT|INDEX|FULLTEXT INDEX) (\w+) IF NOT EXISTS`)

// dropBuilt drops what is built at the end.
func (s *Store) dropBuilt(ctx context.Context) error {
	return s.eachBuilt(func(kind, name, _ string) error {
		if kind == "FULLTEXT INDEX" {
			kind = "INDEX"
		}
		return s.Alone(ctx, "DROP "+kind+" "+name+" IF EXISTS") // names are ours
	})
}

// build builds it. It may be repeated.
func (s *Store) build(ctx context.Context) error {
	if err := s.eachBuilt(func(_, _, statement string) error { return s.Alone(ctx, statement) }); err != nil {
		return err
	}
	return s.eachBuilt(func(kind, name, _ string) error {
		if kind != "INDEX" { // constraints are whole when they are made, and full text may come later
			return nil
		}
		return s.Alone(ctx, "CALL db.awaitIndex('"+name+"', 3600)") // names are ours
	})
}

func (s *Store) eachBuilt(do func(kind, name, statement string) error) error {
	migrations, err := chronicle.Embedded()
	if err != nil {
		return err
	}
	for _, migration := range migrations {
		for _, statement := range migration.Statements() {
			made := creation.FindStringSubmatch(statement)
			if made == nil || !slices.Contains(builtAtTheEnd, made[2]) {
				continue
			}
			if err := do(made[1], made[2], statement); err != nil {
				return err
			}
		}
	}
	return nil
}
