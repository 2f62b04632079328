package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/commission/planfile"
	"upline/cypher"
	"upline/internal/fault"
	"upline/internal/period"
)

// NewPlanVersion is a plan file as it is to be published.
func NewPlanVersion(file string, text []byte) PlanVersion {
	sum := sha256.Sum256(text)
	return PlanVersion{File: file, SHA256: hex.EncodeToString(sum[:]), Text: string(text)}
}

// PublishPlan records a plan version; it takes the place of the one with the same first day, if there is one. Runs that
// were computed keep the one that they knew.
//
// Errors: fault.Findings for a plan that is at fault by itself or does not go with the others.
func (s *Store) PublishPlan(ctx context.Context, version PlanVersion, by By) error {
	file := planfile.Read(version.File, []byte(version.Text))
	if len(file.Findings) > 0 {
		return file.Findings
	}
	_, err := s.change(ctx, "publish plan", by, locks{trees: []string{sponsorTree}}, func(c *change) error {
		var others []*planfile.File
		err := c.run(cypher.SnapshotPlans, map[string]any{"knownAt": believed}, func(record *neo4j.Record) error {
			other := planfile.Read("recorded "+record.Values[0].(string), []byte(record.Values[3].(string)))
			if other.Plan.ValidFrom != file.Plan.ValidFrom {
				others = append(others, other)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if findings := planfile.Compare(append(others, file)); len(findings) > 0 {
			return findings
		}
		return c.publish([]PlanVersion{version}, file.Plan)
	})
	return err
}

// publish records plan versions, which are sound, with the ranks and trees that they all share.
func (c *change) publish(versions []PlanVersion, plan *commission.Plan) error {
	var ranks, trees []any
	for no, rank := range plan.Ranks {
		ranks = append(ranks, []any{rank.ID, no})
	}
	for _, tree := range plan.Trees {
		kind := "matrix"
		if tree.Binary {
			kind = "binary"
		}
		trees = append(trees, []any{tree.ID, kind, tree.Width, tree.Auto})
	}
	err := c.run(cypher.VocabularyMerge, map[string]any{"ranks": ranks, "trees": trees}, nil)
	if err != nil {
		return err
	}
	var rows []any
	var keys []string
	for _, v := range versions {
		from := planfile.Read(v.File, []byte(v.Text)).Plan.ValidFrom
		keys = append(keys, from.String())
		rows = append(rows, []any{v.File, dateOf(from), v.SHA256, v.Text, from.String(), plan.Currency})
	}
	superseded := 0
	err = c.run(cypher.PlansSupersede, map[string]any{"keys": keys, "recorded": c.recorded}, func(record *neo4j.Record) error {
		superseded = int(record.Values[0].(int64))
		return nil
	})
	if err != nil {
		return err
	}
	c.live += len(rows) - superseded
	return c.run(cypher.PlansCreate, c.rows(rows), nil)
}

// planInForce returns the currency of the plan version in force on a day.
func (c *change) planInForce(day period.Day) (currency string, err error) {
	found := false
	err = c.run(cypher.PlanInForce, map[string]any{"day": dateOf(day)}, func(record *neo4j.Record) error {
		found = true
		currency = record.Values[1].(string)
		return nil
	})
	if err == nil && !found {
		err = fault.Invalidf("plan", "no plan version is in force on %v: publish one that is valid from then on or earlier", day)
	}
	return currency, err
}

// sponsorTree is the id of the tree of sponsors in the graph.
const sponsorTree = "sponsor"

// locksOf is what a change of a kind of relationship locks: the tree that it makes, or the partner.
func locksOf(k *spanKind, partner, tree string) locks {
	switch k {
	case &sponsorshipKind:
		return locks{trees: []string{sponsorTree}}
	case &placementKind:
		return locks{trees: []string{tree}}
	default:
		return locks{partners: []string{partner}}
	}
}

// treeNumbers are the numbers of placement trees, which never change.
type treeNumbers struct {
	mutex sync.Mutex
	no    map[string]int64
}

// treeNo returns the number of a placement tree.
func (s *Store) treeNo(ctx context.Context, tree string) (int64, error) {
	s.trees.mutex.Lock()
	defer s.trees.mutex.Unlock()
	if no, known := s.trees.no[tree]; known {
		return no, nil
	}
	numbers := map[string]int64{}
	err := s.read(ctx, cypher.TreesRead, nil, nil, func(record *neo4j.Record) error {
		numbers[record.Values[0].(string)] = record.Values[4].(int64)
		return nil
	})
	s.trees.no = numbers
	no, known := numbers[tree]
	if err == nil && !known {
		err = fault.NotFoundf("tree", "there is no placement tree %s", tree)
	}
	return no, err
}

// placementTrees returns the placement trees of the plan.
func (s *Store) placementTrees(ctx context.Context) (trees []commission.TreeRule, err error) {
	err = s.read(ctx, cypher.TreesRead, nil, func() { trees = nil }, func(record *neo4j.Record) error {
		trees = append(trees, treeRule(record.Values))
		return nil
	})
	return trees, err
}

func treeRule(columns []any) commission.TreeRule {
	return commission.TreeRule{
		ID: columns[0].(string), Binary: columns[1].(string) == "binary", Width: int(columns[2].(int64)), Auto: columns[3].(bool),
	}
}
