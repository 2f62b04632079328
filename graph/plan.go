package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/commission/planfile"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// NewPlanVersion is a plan file as it is to be published.
func NewPlanVersion(file string, text []byte) PlanVersion {
	sum := sha256.Sum256(text)
	return PlanVersion{File: file, SHA256: hex.EncodeToString(sum[:]), Text: string(text)}
}

// PublishPlan records a plan version; it takes the place of the one with the same first day, if there is one. Runs that
// were computed keep the one that they knew.
//
// Errors: fault.Findings for a plan that is at fault by itself or does not go with the others, such as one under the file
// name of a version with another first day.
func (s *Store) PublishPlan(ctx context.Context, version PlanVersion, by By) error {
	file := planfile.Read(version.File, []byte(version.Text))
	if len(file.Findings) > 0 {
		return file.Findings
	}
	_, err := s.change(ctx, "publish plan", by, locks{trees: []string{sponsorTree}}, func(c *change) error {
		var published planSet
		err := c.Run(cypher.SnapshotPlans, map[string]any{"knownAt": Latest}, published.take)
		if err != nil {
			return err
		}
		if findings := published.against(file); len(findings) > 0 {
			return findings
		}
		c.About(planKind, file.Plan.ValidFrom.String(), "", nil, map[string]any{"file": version.File, "sha256": version.SHA256})
		return c.publish([]PlanVersion{version}, file.Plan)
	})
	return err
}

// CheckPlan says what PublishPlan would say of a plan version, and publishes nothing.
//
// Errors: those of PublishPlan.
func (s *Store) CheckPlan(ctx context.Context, version PlanVersion) error {
	file := planfile.Read(version.File, []byte(version.Text))
	if len(file.Findings) > 0 {
		return file.Findings
	}
	var published planSet
	err := s.Read(ctx, cypher.SnapshotPlans, map[string]any{"knownAt": Latest}, func() { published = nil }, published.take)
	if err != nil {
		return err
	}
	if findings := published.against(file); len(findings) > 0 {
		return findings
	}
	return nil
}

// planSet are the plan versions that hold.
type planSet []*planfile.File

// recordedName tells the file of a version that holds from the one that is checked, in what is found.
func recordedName(file string) string { return "recorded " + file }

func (p *planSet) take(record *neo4j.Record) error {
	*p = append(*p, planfile.Read(recordedName(record.Values[0].(string)), []byte(record.Values[3].(string))))
	return nil
}

// against returns what is wrong with a plan version beside the others, but for the one with the same first day, whose place it
// takes. A file name belongs to one first day, since a bundle could not hold two files of one name.
func (p planSet) against(file *planfile.File) fault.Findings {
	var others []*planfile.File
	for _, other := range p {
		if other.Plan.ValidFrom == file.Plan.ValidFrom {
			continue
		}
		if other.Name == recordedName(file.Name) {
			return fault.Findings{{File: file.Name, Line: 1, Msg: fmt.Sprintf(
				"the version that is valid from %v has this file name: choose another one for the version from %v", other.Plan.ValidFrom, file.Plan.ValidFrom)}}
		}
		others = append(others, other)
	}
	return planfile.Compare(append(others, file))
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
	err := c.Run(cypher.VocabularyMerge, map[string]any{"ranks": ranks, "trees": trees}, nil)
	if err != nil {
		return err
	}
	var rows []any
	var keys []string
	for _, v := range versions {
		from := planfile.Read(v.File, []byte(v.Text)).Plan.ValidFrom
		keys = append(keys, from.String())
		rows = append(rows, []any{v.File, chronicle.Date(from), v.SHA256, v.Text, from.String(), plan.Currency})
	}
	superseded := 0
	err = c.Run(cypher.PlansSupersede, map[string]any{"keys": keys, "recorded": c.Recorded}, func(record *neo4j.Record) error {
		superseded = int(record.Values[0].(int64))
		return nil
	})
	if err != nil {
		return err
	}
	c.Live += len(rows) - superseded
	return c.Run(cypher.PlansCreate, c.Rows(rows), nil)
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
	err := s.Read(ctx, cypher.TreesRead, nil, nil, func(record *neo4j.Record) error {
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

// PlacementTrees returns the placement trees of the plan.
func (s *Store) PlacementTrees(ctx context.Context) (trees []commission.TreeRule, err error) {
	err = s.Read(ctx, cypher.TreesRead, nil, func() { trees = nil }, func(record *neo4j.Record) error {
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
