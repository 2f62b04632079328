package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// Restore is copies of the journal on their way into a database: first all nodes, then all links, then Finish. Until that is done,
// nobody else may record anything.
type Restore struct {
	store *Store
	onTop bool
	nodes map[string]string // of things of which there are few, by kind and key
	had   map[string]bool   // numbers of runs that were posted here before
}

// RestoreOptions say how to restore.
type RestoreOptions struct {
	OnTop     bool // of what the database holds already: an older state of the same company
	Rehearsal bool // marks the database as one that a later rehearsal may empty
	By        By
}

// BeginRestore closes the database to everybody else.
//
// Errors: Conflict when the database holds something, unless the restore goes on top of it; when a restore did not finish.
func (s *Store) BeginRestore(ctx context.Context, options RestoreOptions) (*Restore, error) {
	r := &Restore{store: s, onTop: options.OnTop, nodes: map[string]string{}, had: map[string]bool{}}
	if err := s.refuseFilled(ctx, r.onTop); err != nil {
		return nil, err
	}
	var unposted []int64
	err := s.Read(ctx, cypher.JournalFew, nil, nil, func(record *neo4j.Record) error {
		kind, properties := record.Values[0].(string), record.Values[2].(map[string]any)
		r.nodes[kind+" "+keyOfFew(kind, properties)] = record.Values[1].(string)
		if kind == "Run" && properties["state"] == string(Posted) {
			r.had[fmt.Sprint(properties["no"])] = true
		} else if kind == "Run" {
			unposted = append(unposted, properties["no"].(int64))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.Config.Step("restore", "before")
	err = s.plainly(ctx, func(c *change) error {
		for _, no := range unposted { // what somebody was about to post is posted by the journal, or written again
			for _, query := range []string{cypher.StatementsDrop, cypher.StandingsDrop} {
				if err := c.Run(query, map[string]any{"run": no, "limit": math.MaxInt64}, nil); err != nil {
					return err
				}
			}
		}
		return c.Run(cypher.RestoreBegin, map[string]any{"began": s.Time(), "actor": options.By.Actor, "rehearsal": options.Rehearsal}, nil)
	})
	if err == nil && !r.onTop {
		err = s.dropBuilt(ctx)
	}
	return r, err
}

// restoreDigest marks the import as which a restore closes the database.
const restoreDigest = "restore"

// refuseFilled refuses a database that holds something, or one of which nobody knows what it holds.
func (s *Store) refuseFilled(ctx context.Context, onTop bool) error {
	err := s.Read(ctx, cypher.ImportUnfinished, nil, nil, func(record *neo4j.Record) error {
		began := record.Values[1].(time.Time).Format(time.DateTime)
		switch {
		case record.Values[0] != restoreDigest:
			return fault.Conflictf("restore", "an import into the database at %s, begun %s, did not finish: restore into an empty one", s.Config.URI, began)
		case !onTop:
			return fault.Conflictf("restore", "a restore into the database at %s, begun %s, did not finish: empty it, and restore again", s.Config.URI, began)
		}
		return nil
	})
	if err != nil || onTop {
		return err
	}
	return s.Read(ctx, cypher.RestoreFound, nil, nil, func(record *neo4j.Record) error {
		return fault.Conflictf("restore", "the database at %s is not empty, it has a %s: restore into an empty one, or bring this one up to date with "+
			"--on-top; nothing was changed", s.Config.URI, record.Values[0])
	})
}

// node is a copy as it is written.
type node struct {
	*Copied
	properties map[string]any
	versions   []any
}

// Nodes writes a batch of copies, without their links. Several batches can be written at a time.
//
// Errors: Internal when a copy cannot be understood.
func (r *Restore) Nodes(ctx context.Context, copies []Copied) error {
	var nodes []node
	for i := range copies {
		switch c := &copies[i]; c.Kind {
		case statementKind, standingKind, "Import", "Clock":
		default:
			n, err := nodeOf(c)
			if err != nil {
				return err
			}
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return nil
	}
	r.store.Config.Step("restore nodes", "before")
	defer r.store.Config.Step("restore nodes", "after")
	return r.store.plainly(ctx, func(c *change) error { return r.write(c, nodes) })
}

func nodeOf(c *Copied) (n node, err error) {
	n = node{Copied: c, versions: []any{}}
	if err := decodeJSON(c.Properties, &n.properties); err != nil {
		return n, err
	}
	if err := decodeProperties(n.properties); err != nil {
		return n, err
	}
	if len(c.Versions) == len("[]") {
		return n, nil
	}
	if err := decodeJSON(c.Versions, &n.versions); err != nil {
		return n, err
	}
	for _, version := range n.versions {
		if err := decodeProperties(version.(map[string]any)); err != nil {
			return n, err
		}
	}
	return n, nil
}

// write writes nodes: those that are there already, anew, and before the others, which may take over a key from them.
func (r *Restore) write(c *change, nodes []node) error {
	known, err := r.known(c, nodes)
	if err != nil {
		return err
	}
	var again, created []any
	var cleared []string
	for _, n := range nodes {
		versions := n.Kind + "Version"
		if id, is := known[n.Kind+" "+n.Key]; is {
			again = append(again, []any{id, n.properties, n.versions, versions})
			cleared = append(cleared, id)
		} else {
			created = append(created, []any{n.Kind, n.properties, n.versions, versions})
		}
	}
	if len(again) > 0 {
		if err := c.Run(cypher.RestoreClear, map[string]any{"nodes": cleared}, nil); err != nil {
			return err
		}
		if err := c.Expect(len(again), cypher.RestoreNodesAgain, map[string]any{"rows": again}, 0); err != nil {
			return err
		}
	}
	if len(created) == 0 {
		return nil
	}
	return c.Expect(len(created), cypher.RestoreNodes, map[string]any{"rows": created}, 0)
}

// known finds the nodes that are there already.
func (r *Restore) known(c *change, nodes []node) (map[string]string, error) {
	known := map[string]string{}
	keys := map[string][]any{}
	for _, n := range nodes {
		if id, is := r.nodes[n.Kind+" "+n.Key]; is {
			known[n.Kind+" "+n.Key] = id
			continue
		}
		switch n.Kind {
		case "Partner", "Order", "Cancellation", "User", "Group", "Passkey", "AccessToken":
			keys[n.Kind] = append(keys[n.Kind], n.properties["seq"])
		case receiptKind, jobKind:
			keys[n.Kind] = append(keys[n.Kind], n.Key)
		}
	}
	if !r.onTop {
		return known, nil
	}
	for kind, list := range keys {
		err := c.Run(cypher.RestoreKnown, map[string]any{"kind": kind, "keys": list}, func(record *neo4j.Record) error {
			known[fmt.Sprintf("%s %v", kind, record.Values[0])] = record.Values[1].(string)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// Finish writes what must be there last, opens the database, and checks that as many facts are visible as were recorded.
//
// Errors: Internal when there are more or fewer.
func (r *Restore) Finish(ctx context.Context, few []Copied, place JournalPlace) error {
	if !r.onTop {
		if err := r.store.build(ctx); err != nil {
			return err
		}
	}
	var last []node
	live := int64(0)
	for i := range few {
		if !slices.Contains([]string{"Import", "Clock"}, few[i].Kind) {
			continue
		}
		n, err := nodeOf(&few[i])
		if err != nil {
			return err
		}
		if n.Kind == "Clock" {
			live += n.properties["live"].(int64)
		}
		last = append(last, n)
	}
	if err := r.check(ctx, Watermark{place.Watermark, int(live)}); err != nil {
		return err
	}
	return r.store.plainly(ctx, func(c *change) error {
		if err := c.Run(cypher.RestoreOpen, nil, nil); err != nil {
			return err
		}
		if err := r.write(c, last); err != nil {
			return err
		}
		return c.keepPlace(place.No, place.SHA256, place.Watermark)
	})
}

// check counts the facts that are visible.
func (r *Restore) check(ctx context.Context, at Watermark) error {
	raw, err := r.store.readRaw(ctx, at.KnownAt)
	if err != nil {
		return err
	}
	if rows := raw.rows(); rows != at.Facts {
		return fault.Internalf("restore", "%d facts were restored, and there should be %d: the backup is damaged in a way that its hashes do not show; "+
			"empty the database, and restore an earlier one (--known-at)", rows, at.Facts)
	}
	return nil
}

// Empty deletes everything in a database that a rehearsal has filled.
//
// Errors: Conflict when it is no such database.
func (s *Store) Empty(ctx context.Context) error {
	place, err := s.JournalPlace(ctx)
	if err != nil {
		return err
	}
	if !place.Rehearsal {
		return fault.Conflictf("rehearse", "the database at %s was not filled by a rehearsal: it is left alone", s.Config.URI)
	}
	session := s.Driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher.GraphEmpty, nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return s.FaultOf("rehearse", err)
}

// keyNumber reads a key that is a number.
func keyNumber(key string) (int64, error) { return json.Number(key).Int64() }
