package dms

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Check is what a check of documents has found.
type Check struct {
	ID        string    `json:"id"` // of the job
	Recorded  time.Time `json:"-"`
	Seed      int64     `json:"seed"`      // of what was drawn at random
	Documents int       `json:"documents"` // that were looked at
	Contents  int       `json:"contents"`  // of these, former ones too
	Bytes     int64     `json:"bytes"`     // that were read
	Problems  int       `json:"problems"`
	Oldest    time.Time `json:"oldest"`   // when that document was looked at that was not for longest; zero: there are none
	Late      bool      `json:"late"`     // that is longer ago than it should be
	Findings  []Finding `json:"findings"` // the first of the problems
	seq       int64
}

// Finding is something that is wrong with a document.
type Finding struct {
	Document string `json:"document"`
	SHA256   string `json:"sha256"`
	Flaw     string `json:"flaw"` // one of documents.FlawKind
	Text     string `json:"text"`
}

// Checked records that the bytes of some documents were looked at.
func (s *Store) Checked(ctx context.Context, ids []string, at time.Time) error {
	return s.Plainly(ctx, func(c *chronicle.Change) error {
		return c.Run(cypher.DocumentsChecked, map[string]any{"ids": ids, "at": at.UTC()}, nil)
	})
}

// LongestUnchecked returns when that document was looked at that was not for longest; zero: there are none.
func (s *Store) LongestUnchecked(ctx context.Context) (at time.Time, err error) {
	err = s.Read(ctx, cypher.DocumentsLongestUnchecked, map[string]any{"before": chronicle.FarTime}, nil, func(record *neo4j.Record) error {
		at = record.Values[0].(time.Time).UTC()
		return nil
	})
	return at, err
}

// RecordCheck records what a check has found. One that is repeated takes the place of what it was before.
func (s *Store) RecordCheck(ctx context.Context, check *Check, by graph.By) error {
	seq, err := s.Numbers(ctx, checkSeq, 1)
	if err != nil {
		return err
	}
	findings, err := json.Marshal(check.Findings)
	if err != nil {
		return err
	}
	properties := map[string]any{
		"seed": check.Seed, "documents": int64(check.Documents), "contents": int64(check.Contents), "bytes": check.Bytes, "problems": int64(check.Problems),
		"late": check.Late, "findings": string(findings), "oldest": nil,
	}
	if !check.Oldest.IsZero() {
		properties["oldest"] = check.Oldest
	}
	_, err = s.Change(ctx, "check documents", by.Recorded(), nil, func(c *chronicle.Change) error {
		c.About("DocumentCheck", check.ID, "", nil, map[string]string{"documents": itoa(check.Documents), "problems": itoa(check.Problems)})
		return c.Run(cypher.DocumentCheckWrite, map[string]any{"id": check.ID, "seq": seq, "check": properties, "recorded": c.Recorded}, nil)
	})
	return err
}

// Checks returns a slice of the checks, the latest first, for who sees everybody.
//
// Errors: Invalid when the slice cannot be; NotFound to others.
func (s *Store) Checks(ctx context.Context, within graph.Sight, slice graph.Slice) ([]Check, string, error) {
	if !within.Whole() {
		return nil, "", fault.NotFoundf(op, "there are no checks for you")
	}
	return sliced("checks of documents", slice, true, func(no any, limit int) (list []Check, err error) {
		params := map[string]any{"no": no, "limit": limit}
		err = s.Read(ctx, cypher.DocumentChecksListed, params, func() { list = nil }, func(record *neo4j.Record) error {
			check, err := checkOf(chronicle.ColumnsOf(record))
			list = append(list, check)
			return err
		})
		return list, err
	}, func(c Check) int64 { return c.seq })
}

func checkOf(c chronicle.Columns) (Check, error) {
	check := Check{
		ID: c.Text("id"), Recorded: c.Time("recorded"), Seed: c.Number("seed"), Documents: int(c.Number("documents")), Contents: int(c.Number("contents")),
		Bytes: c.Number("bytes"), Problems: int(c.Number("problems")), Oldest: c.Time("oldest"), seq: c.Number("seq"),
	}
	check.Late, _ = c["late"].(bool)
	return check, json.Unmarshal([]byte(c.Text("findings")), &check.Findings)
}
