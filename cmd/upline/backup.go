package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"upline/internal/fault"
	"upline/jobs"
)

// backupCommand adds to the journal.
type backupCommand struct {
	Full bool   `help:"Write a new base: everything, not just what has changed."`
	To   string `placeholder:"DIR" help:"Then copy the journal, and the evidence of all runs, into this folder: what is there already stays."`
	actorFlag
	jsonFlag
}

// Help is what backup --help says besides the flags.
func (backupCommand) Help() string {
	return `Writes what has changed since the last backup into the journal, in the object store (S3_BUCKET), where it is locked for three
months: a segment, which is consistent; when there is no base yet, when it is a week old or when very much has changed, a new
base, too. Work goes on meanwhile. When nothing has changed, nothing is written: call it every minute.

The community edition of Neo4j has no backup while it runs; the journal is one all the same. A dump of the stopped server
(./stack dump FILE) is a second way back, upon which upline restore --on-top brings what has changed since. What upline project
has put into the graph is not backed up: project it again.`
}

// Run backs up.
func (c *backupCommand) Run(ctx context.Context, m *Main) error {
	return m.withBackup(ctx, workersFlag{}, func(b *jobs.Backup) error {
		written, err := b.Write(ctx, c.Full)
		if err != nil {
			return err
		}
		out := struct {
			*jobs.BackupResult
			Copied *jobs.CopyResult `json:"copied,omitempty"`
		}{BackupResult: written}
		if c.To != "" {
			if out.Copied, err = b.CopyTo(ctx, c.To); err != nil {
				return err
			}
		}
		if c.JSON {
			return m.printJSON(out)
		}
		text := backupText(written)
		if out.Copied != nil {
			text += fmt.Sprintf("Copied %s, %d bytes, into %s; %d were there already\n", counting(out.Copied.Files, "file"), out.Copied.Bytes,
				plain(c.To), out.Copied.Kept)
		}
		return m.print(text)
	})
}

func backupText(r *jobs.BackupResult) string {
	if r.Copies == nil {
		return fmt.Sprintf("Nothing has changed since number %d of the journal, as of %s\n", r.No, shownTime(r.KnownAt))
	}
	what := "what has changed"
	if r.Base {
		what = "everything"
	}
	return fmt.Sprintf("Wrote %s as of %s: number %d of the journal, %d bytes\n%s", what, shownTime(r.KnownAt), r.No, r.Bytes, copiesText(r.Copies))
}

// copiesText lists how many copies of what there are.
func copiesText(copies map[string]int) string {
	t := table{first: 1}
	for _, kind := range slices.Sorted(maps.Keys(copies)) {
		t.row("  "+kind, fmt.Sprint(copies[kind]))
	}
	var text strings.Builder
	t.appendTo(&text)
	return text.String()
}

// restoreCommand brings the company back.
type restoreCommand struct {
	KnownAt time.Time `placeholder:"TIME" help:"The latest state up to this time, such as 2026-03-31T18:00:00Z. Default: the latest."`
	OnTop   bool      `help:"Bring a database up to date that holds an older state, such as a dump that was loaded."`
	From    string    `placeholder:"DIR" help:"From a folder that upline backup --to has written: what the object store lacks comes back, too."`
	actorFlag
	jsonFlag
}

// Help is what restore --help says besides the flags.
func (restoreCommand) Help() string {
	return `Brings the company back from the journal into the database named by NEO4J_URI, which must be empty: partners, orders, plans,
every run with its statements, careers, receipts, jobs, and the numbers that are given next. The hashes of all that is read
are compared before anything is written. Nobody else can record anything until it is finished. With --on-top it may be
repeated; without, if it is interrupted, empty the database and restore again:

  MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS

in cypher-shell or Neo4j's browser, or name a new server in NEO4J_URI. Not by ./stack up --fresh: that empties the object
store, too, and with it the journal. After ./stack load FILE, --on-top brings back what has happened since the dump.`
}

// Run restores.
func (c *restoreCommand) Run(ctx context.Context, m *Main) error {
	return m.withBackup(ctx, workersFlag{}, func(b *jobs.Backup) error {
		r, err := b.Restore(ctx, jobs.RestoreOptions{KnownAt: c.KnownAt, OnTop: c.OnTop, From: c.From, By: c.by("")})
		if err != nil {
			return err
		}
		if c.JSON {
			return m.printJSON(r)
		}
		return m.print(restoredText(r))
	})
}

func restoredText(r *jobs.RestoreResult) string {
	if r.Copies == nil {
		return fmt.Sprintf("The database is at number %d of the journal already, as of %s\n", r.No, shownTime(r.KnownAt))
	}
	text := fmt.Sprintf("Restored the company as of %s, number %d of the journal, in %.1f seconds\n%s", shownTime(r.KnownAt), r.No, r.Seconds,
		copiesText(r.Copies))
	for _, missing := range r.Missing {
		text += "The object store lacks evidence of " + missing + "\n"
	}
	return text
}

// rehearseCommand tries whether the backup is one.
type rehearseCommand struct {
	workersFlag
	actorFlag
	jsonFlag
}

// Help is what rehearse --help says besides the flags.
func (rehearseCommand) Help() string {
	return `Restores the latest backup into another database and computes every posted run again there: facts, plan versions and all files
of the evidence must be the same, byte by byte. The live database (NEO4J_URI) is not touched.

NEO4J_REHEARSAL_URI, NEO4J_REHEARSAL_USER (neo4j) and NEO4J_REHEARSAL_PASSWORD name the other one. It must be empty, or have
been filled by an earlier rehearsal: then it is emptied. The community edition has one database a server, so it is another
server. On one machine:

  UPLINE_STACK_DIR=.rehearsal ./stack up
  eval "$(UPLINE_STACK_DIR=.rehearsal ./stack env | sed -n 's/^export NEO4J_/export NEO4J_REHEARSAL_/p')"`
}

// Run rehearses, and fails when a run comes out otherwise.
func (c *rehearseCommand) Run(ctx context.Context, m *Main) error {
	e, err := readEnvironment()
	switch {
	case err != nil:
		return err
	case e.RehearsalURI == "":
		return fault.Invalidf("", "NEO4J_REHEARSAL_URI is not set: name another database than the live one (upline rehearse --help)")
	case e.RehearsalURI == e.Neo4jURI:
		return fault.Invalidf("", "NEO4J_REHEARSAL_URI is the live database: name another one")
	}
	e.Neo4jURI, e.Neo4jUser, e.Neo4jPassword = e.RehearsalURI, e.RehearsalUser, e.RehearsalPassword
	return m.withBackupOf(ctx, e, c.workersFlag, func(b *jobs.Backup) error {
		r, err := b.Rehearse(ctx, c.by(""))
		if err != nil {
			return err
		}
		text := restoredText(&r.RestoreResult) + rehearsedText(r)
		if c.JSON {
			err = m.printJSON(r)
		} else {
			err = m.print(text)
		}
		if err == nil && r.Failed() > 0 {
			err = fault.Internalf("rehearse", "%s of %d came out otherwise than posted: the backup is none", counting(r.Failed(), "run"), len(r.Runs))
		}
		return err
	})
}

func rehearsedText(r *jobs.RehearseResult) string {
	t := table{first: 2}
	var text strings.Builder
	for i := range r.Runs {
		state := "the same"
		if r.Runs[i].Error != "" {
			state = "OTHERWISE"
		}
		t.row(r.Runs[i].ID, state, counting(r.Runs[i].Files, "file"), r.Runs[i].Digest)
	}
	t.appendTo(&text)
	for i := range r.Runs {
		if r.Runs[i].Error != "" {
			text.WriteString(r.Runs[i].Error + "\n")
		}
	}
	return text.String()
}

// withBackup runs work with the database and the object store, behind a progress bar.
func (m *Main) withBackup(ctx context.Context, w workersFlag, work func(b *jobs.Backup) error) error {
	e, err := readEnvironment()
	if err != nil {
		return err
	}
	return m.withBackupOf(ctx, e, w, work)
}

func (m *Main) withBackupOf(ctx context.Context, e environment, w workersFlag, work func(b *jobs.Backup) error) error {
	return m.withSettlementOf(ctx, e, w, func(s *jobs.Settlement) error {
		return work(&jobs.Backup{Graph: s.Graph, Archive: s.Archive, Workers: s.Workers, Progress: s.Progress})
	})
}
