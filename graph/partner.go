package graph

import (
	"context"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// keptPartner is a partner as recorded now.
type keptPartner struct {
	seq    int64
	id     string
	name   string
	joined period.Day
}

// findPartner returns a partner; NotFound when there is none.
func (c *change) findPartner(id string) (*keptPartner, error) {
	var p *keptPartner
	err := c.Run(cypher.PartnerFind, map[string]any{"id": id}, takePartner(id, &p))
	return found(p, id, err)
}

func (s *Store) findPartner(ctx context.Context, id string) (*keptPartner, error) {
	var p *keptPartner
	err := s.Read(ctx, cypher.PartnerFind, map[string]any{"id": id}, nil, takePartner(id, &p))
	return found(p, id, err)
}

func takePartner(id string, p **keptPartner) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		v := record.Values
		*p = &keptPartner{v[0].(int64), id, v[1].(string), chronicle.Day(v[2])}
		return nil
	}
}

func found(p *keptPartner, id string, err error) (*keptPartner, error) {
	if err == nil && p == nil {
		err = noPartner(id)
	}
	return p, err
}

func noPartner(id string) error { return fault.NotFoundf("partner", "there is no partner %s", id) }

// CorrectPartner records a partner's name and day of joining as they should have been recorded. A partner who joined later
// than was recorded was nobody's sponsor and had no order before, and is not in a run before.
//
// Errors: Invalid when the name is too long; NotFound when there is no such partner; Conflict when something happened before the
// new day of joining.
func (s *Store) CorrectPartner(ctx context.Context, id, name string, joined period.Day, by By) error {
	if err := checkName(id, name); err != nil {
		return err
	}
	if err := s.May(ctx, by, id); err != nil {
		return err
	}
	p, err := s.findPartner(ctx, id)
	if err != nil {
		return err
	}
	return s.correctPartner(ctx, p.seq, id, name, joined, by)
}

func (s *Store) correctPartner(ctx context.Context, seq int64, id, name string, joined period.Day, by By) error {
	version, err := s.Numbers(ctx, versionSeq, 1)
	if err != nil {
		return err
	}
	trees, err := s.PlacementTrees(ctx)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, "correct partner", by, lockAll(trees).locking(by, id), func(c *change) error {
		if err := c.refuseStale(by, seenPartner, id); err != nil {
			return err
		}
		was, err := c.findPartner(id)
		if err != nil {
			return err
		}
		c.About(partnerKind, id, subjectOf(id), was.state(), (&keptPartner{name: name, joined: joined}).state())
		err = c.Run(cypher.PartnerUses, map[string]any{"seq": seq}, func(record *neo4j.Record) error {
			if day := record.Values[0]; day != nil && chronicle.Day(day) < joined {
				return fault.Conflictf("correct partner", "the partner cannot have joined on %v: there is an order, a recruit, someone placed below or a run on %v already", joined, chronicle.Day(day))
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := c.shiftSpans(s, &sponsorshipKind, seq, "", joined); err != nil {
			return err
		}
		for _, tree := range trees {
			if err := c.shiftSpans(s, &placementKind, seq, tree.ID, joined); err != nil {
				return err
			}
		}
		row := []any{seq, name, chronicle.Date(joined), version}
		return c.Run(cypher.PartnersCorrect, map[string]any{"rows": []any{row}, "recorded": c.Recorded}, nil)
	})
	return err
}

// shiftSpans lets the first relationship of a kind begin on the day of joining.
func (c *change) shiftSpans(s *Store, k *spanKind, partner int64, tree string, joined period.Day) error {
	kept, err := c.spansOf(k, partner, tree)
	if err != nil || len(kept) == 0 {
		return err
	}
	wanted := erase(plain(kept), math.MinInt32, joined)
	if len(wanted) > 0 && kept[0].from > joined {
		if err := c.refuseJoiningBefore(wanted[0].value.other, joined); err != nil {
			return err
		}
		wanted[0].from = joined
	}
	seqs, err := s.Numbers(c.Ctx, k.sequence, max(1, len(wanted)))
	if err != nil {
		return err
	}
	return c.replaceSpans(k, partner, kept, wanted, seqs)
}

// refuseJoiningBefore refuses a day before a sponsor or parent has joined.
func (c *change) refuseJoiningBefore(other int64, joined period.Day) error {
	return c.Run(cypher.PartnersNamed, map[string]any{"seqs": []int64{other}}, func(record *neo4j.Record) error {
		if day := chronicle.Day(record.Values[2]); day > joined {
			return fault.Conflictf("correct partner", "partner %s, who stands above, joined on %v: the partner cannot have joined on %v", record.Values[1], day, joined)
		}
		return nil
	})
}

// checkID refuses what cannot be an id (plan-language §1).
func checkID(what, id string) error {
	switch {
	case id == "":
		return fault.Invalidf(what, "the id of the %s is empty: write 1 to 64 characters", what)
	case !utf8.ValidString(id):
		return fault.Invalidf(what, "the id of the %s is not UTF-8", what)
	case utf8.RuneCountInString(id) > 64:
		return fault.Invalidf(what, "the id of the %s has %d characters: at most 64 are allowed", what, utf8.RuneCountInString(id))
	}
	for _, r := range id {
		if unicode.IsControl(r) {
			return fault.Invalidf(what, "the id %q of the %s has a control character", id, what)
		}
	}
	return nil
}

// nameMax is how many characters a name has at most: the index that sorts partners by name keeps no more than 8 kB of one.
const nameMax = 1000

// checkName refuses what is too long for a name.
func checkName(id, name string) error {
	if n := utf8.RuneCountInString(name); n > nameMax {
		return fault.Invalidf("partner", "the name of partner %s has %d characters: at most %d are allowed", id, n, nameMax)
	}
	return nil
}

// lockAll locks every tree.
func lockAll(trees []commission.TreeRule) locks {
	l := locks{trees: []string{sponsorTree}}
	for _, tree := range trees {
		l.trees = append(l.trees, tree.ID)
	}
	slices.Sort(l.trees)
	return l
}
