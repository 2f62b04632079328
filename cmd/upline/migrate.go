package main

import (
	"context"
	"fmt"
	"strings"

	"upline/graph/chronicle"
)

// migrateCommand brings the database's schema up to date.
type migrateCommand struct {
	DryRun bool `help:"Show what would be applied, and change nothing."`
}

// Help is what migrate --help says besides the flags.
func (migrateCommand) Help() string {
	return `Applies the migrations that the database named by NEO4J_URI does not have yet, in their order, and records each with
the SHA-256 of its text. It is refused when one that was applied reads otherwise now. Several may call it at the same
time: one migrates, the others wait.`
}

// Run applies the migrations, and lists all.
func (c *migrateCommand) Run(ctx context.Context, m *Main) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	store, err := chronicle.Open(ctx, chronicle.Config{URI: e.Neo4jURI, User: e.Neo4jUser, Password: e.Neo4jPassword, Authorities: e.authorities, Step: m.Step})
	if err != nil {
		return err
	}
	defer store.Close(context.WithoutCancel(ctx))
	var applied []chronicle.Migration
	if !c.DryRun {
		if applied, err = store.Migrate(ctx); err != nil {
			return err
		}
	}
	all, err := store.Migrations(ctx)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, migration := range all {
		state := "pending"
		if !migration.Applied.IsZero() {
			state = "applied " + shownTime(migration.Applied)
		}
		for _, now := range applied {
			if now.Name == migration.Name {
				state = "applied now"
			}
		}
		fmt.Fprintf(&text, "%-20s  %s\n", migration.Name, state)
	}
	return m.print(text.String())
}
