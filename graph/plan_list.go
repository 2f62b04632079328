package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// PublishedPlan is a plan version that was published.
type PublishedPlan struct {
	PlanVersion
	ValidFrom  period.Day
	Currency   string
	Recorded   time.Time
	Superseded time.Time // zero: it holds
}

// Plans returns the plan versions as known at a time, by first day, without their texts.
func (s *Store) Plans(ctx context.Context, knownAt time.Time) (plans []PublishedPlan, err error) {
	err = s.Read(ctx, cypher.PlansList, map[string]any{"knownAt": knownAt}, func() { plans = nil }, func(record *neo4j.Record) error {
		plans = append(plans, publishedPlan(chronicle.ColumnsOf(record)))
		return nil
	})
	return plans, err
}

// Plan returns the plan version with a text of a SHA-256 (hexadecimal), be it superseded or not.
//
// Errors: NotFound.
func (s *Store) Plan(ctx context.Context, sha256 string) (*PublishedPlan, error) {
	var plan *PublishedPlan
	err := s.Read(ctx, cypher.PlanFind, map[string]any{"sha256": sha256}, nil, func(record *neo4j.Record) error {
		found := publishedPlan(chronicle.ColumnsOf(record))
		plan = &found
		return nil
	})
	if err == nil && plan == nil {
		err = fault.NotFoundf("plan", "there is no plan version with SHA-256 %s", sha256)
	}
	return plan, err
}

func publishedPlan(c chronicle.Columns) PublishedPlan {
	p := PublishedPlan{
		PlanVersion: PlanVersion{File: c.Text("file"), SHA256: c.Text("sha256"), Text: c.Text("text")},
		ValidFrom:   chronicle.Day(c["validFrom"]), Currency: c.Text("currency"), Recorded: c.Time("recorded"), Superseded: c.Time("superseded"),
	}
	if p.Superseded.Equal(chronicle.FarTime) {
		p.Superseded = time.Time{}
	}
	return p
}
