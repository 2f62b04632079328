package graph

import (
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// seenKind is a kind of thing that changes, and whose version a caller may have seen.
type seenKind struct{ name, version string }

var (
	seenPartner      = seenKind{"partner", cypher.PartnerVersion}
	seenOrder        = seenKind{"order", cypher.OrderVersion}
	seenCancellation = seenKind{"cancellation", cypher.CancellationVersion}
)

// refuseStale refuses to change a thing that is another version by now than the caller has seen. It is locked already.
func (c *change) refuseStale(by By, kind seenKind, id string) error {
	if by.Seen == "" {
		return nil
	}
	version := ""
	err := c.Run(kind.version, map[string]any{"id": id}, func(record *neo4j.Record) error {
		version = chronicle.VersionOf(record.Values[0].([]any))
		return nil
	})
	if err == nil && version != by.Seen {
		err = stale(kind.name, id)
	}
	return err
}

func stale(name, id string) error {
	return &fault.Error{Kind: fault.Stale, Op: name, Msg: name + " " + id + " has changed since you looked at it: look again, and repeat the change if it is still right"}
}
