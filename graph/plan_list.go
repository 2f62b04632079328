package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
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
	err = s.read(ctx, cypher.PlansList, map[string]any{"knownAt": knownAt}, func() { plans = nil }, func(record *neo4j.Record) error {
		plans = append(plans, publishedPlan(columnsOf(record)))
		return nil
	})
	return plans, err
}

// Plan returns the plan version with a text of a SHA-256 (hexadecimal), be it superseded or not.
//
// Errors: NotFound.
func (s *Store) Plan(ctx context.Context, sha256 string) (*PublishedPlan, error) {
	var plan *PublishedPlan
	err := s.read(ctx, cypher.PlanFind, map[string]any{"sha256": sha256}, nil, func(record *neo4j.Record) error {
		found := publishedPlan(columnsOf(record))
		plan = &found
		return nil
	})
	if err == nil && plan == nil {
		err = fault.NotFoundf("plan", "there is no plan version with SHA-256 %s", sha256)
	}
	return plan, err
}

func publishedPlan(c columns) PublishedPlan {
	p := PublishedPlan{
		PlanVersion: PlanVersion{File: c.text("file"), SHA256: c.text("sha256"), Text: c.text("text")},
		ValidFrom:   dayOf(c["validFrom"]), Currency: c.text("currency"), Recorded: c.time("recorded"), Superseded: c.time("superseded"),
	}
	if p.Superseded.Equal(farTime) {
		p.Superseded = time.Time{}
	}
	return p
}
