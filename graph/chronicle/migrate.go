package chronicle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// Migration is a file of the schema.
type Migration struct {
	Name    string
	SHA256  string    // of its text, hexadecimal
	Applied time.Time // zero: not yet
	text    string
}

// Migrations returns the schema's migrations in order, and which of them the database has.
//
// Errors: Conflict when one that was applied reads differently now, or is not known here.
func (s *Store) Migrations(ctx context.Context) ([]Migration, error) {
	migrations, err := Embedded()
	if err != nil {
		return nil, err
	}
	byName := map[string]*Migration{}
	for i := range migrations {
		byName[migrations[i].Name] = &migrations[i]
	}
	err = s.Read(ctx, cypher.MigrationsApplied, nil, nil, func(record *neo4j.Record) error {
		name, sum := record.Values[0].(string), record.Values[1].(string)
		m := byName[name]
		switch {
		case m == nil:
			return fault.Conflictf("migrate", "the database has migration %s, which this program does not know: use the program that the database was migrated with, or a newer one", name)
		case m.SHA256 != sum:
			return fault.Conflictf("migrate", "migration %s was applied with SHA-256 %s, but reads %s now: leave it as it was, and write a new migration instead", name, sum, m.SHA256)
		}
		m.Applied = record.Values[2].(time.Time)
		return nil
	})
	return migrations, err
}

// Migrate applies what the database does not have yet, in order, and returns it. Several may call it at the same time: one
// migrates, and the others wait. A migration whose process died in the middle is applied again from its beginning.
//
// Errors: those of Migrations.
func (s *Store) Migrate(ctx context.Context) (applied []Migration, err error) {
	for _, constraint := range []string{cypher.MigrationLockConstraint, cypher.MigrationConstraint} {
		if err := s.Alone(ctx, constraint); err != nil {
			return nil, err
		}
	}
	session := s.Driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	lock, err := session.BeginTransaction(ctx)
	if err != nil {
		return nil, s.FaultOf("migrate", err)
	}
	defer lock.Close(ctx) // rolls back, and so gives the lock back
	result, err := lock.Run(ctx, cypher.MigrationLock, nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		return nil, s.FaultOf("migrate", err)
	}
	migrations, err := s.Migrations(ctx)
	if err != nil {
		return nil, err
	}
	for i := range migrations {
		m := &migrations[i]
		if !m.Applied.IsZero() {
			continue
		}
		if err := s.apply(ctx, m); err != nil {
			return applied, err
		}
		applied = append(applied, *m)
	}
	return applied, nil
}

// apply runs a migration's statements, each in a transaction of its own, since the database allows no other way for
// changes of the schema. They can all be repeated.
func (s *Store) apply(ctx context.Context, m *Migration) error {
	s.Config.Step("migrate "+m.Name, "before")
	for _, statement := range m.Statements() {
		if err := s.Alone(ctx, statement); err != nil {
			return err
		}
	}
	m.Applied = s.Time()
	err := s.Plainly(ctx, func(c *Change) error {
		return c.Run(cypher.MigrationRecord, map[string]any{"name": m.Name, "sha256": m.SHA256, "applied": m.Applied}, nil)
	})
	if err == nil {
		s.Config.Step("migrate "+m.Name, "after")
	}
	return err
}

// Alone runs a statement by itself, however long it takes.
func (s *Store) Alone(ctx context.Context, statement string) error {
	return s.singleWithin(ctx, 0, statement, nil, nil)
}

// Embedded returns the schema's migrations in order, as this program has them.
func Embedded() ([]Migration, error) {
	names, err := fs.Glob(cypher.Schema, "schema/*.cypher")
	if err != nil {
		return nil, err
	}
	var migrations []Migration
	for _, name := range names { // sorted
		text, err := fs.ReadFile(cypher.Schema, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		name = strings.TrimSuffix(strings.TrimPrefix(name, "schema/"), ".cypher")
		migrations = append(migrations, Migration{Name: name, SHA256: hex.EncodeToString(sum[:]), text: string(text)})
	}
	return migrations, nil
}

var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

// Statements cuts a migration into its statements: each ends with a semicolon at the end of a line.
func (m *Migration) Statements() []string {
	var list []string
	for part := range strings.SplitSeq(comment.ReplaceAllString(m.text, ""), ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
