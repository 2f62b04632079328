package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/period"
)

// Leave records what the end of a partner's contract does to the trees: all that joining.Leave plans, in one transaction, or nothing.
// It is planned from what is known in it. with, which may be nil, records what goes with it.
//
// Errors: NotFound when there is no such partner; Invalid when the end comes before the partner joined; those of with.
func (s *Store) Leave(ctx context.Context, partner string, end joining.End, by By, with func(c *chronicle.Change) error) (planned []joining.Change, err error) {
	if err := s.May(ctx, by, partner); err != nil {
		return nil, err
	}
	trees, err := s.PlacementTrees(ctx)
	if err != nil {
		return nil, err
	}
	l := lockAll(trees)
	l.partners = []string{partner}
	if by.Reason == "" {
		by.Reason = string(end.Kind)
	}
	_, err = s.change(ctx, "leave", by, l, func(c *change) error {
		if err := c.refuseStale(by, seenPartner, partner); err != nil {
			return err
		}
		p, err := c.findPartner(partner)
		if err != nil {
			return err
		}
		if planned, err = c.planLeave(p, trees, end); err != nil {
			return err
		}
		for _, one := range planned {
			if err := c.leave(p, one); err != nil {
				return err
			}
		}
		if with == nil {
			return nil
		}
		return with(c.Change)
	})
	for _, tree := range trees {
		s.forgetPlaces(tree.ID)
	}
	return planned, err
}

func (c *change) planLeave(p *keptPartner, trees []commission.TreeRule, end joining.End) ([]joining.Change, error) {
	position, err := c.positionOf(p, trees, end.From)
	if err != nil {
		return nil, err
	}
	return joining.Leave(position, end)
}

// positionOf is where a partner stands who leaves on a day, the first without the contract.
func (c *change) positionOf(p *keptPartner, trees []commission.TreeRule, on period.Day) (joining.Position, error) {
	position := joining.Position{Partner: p.id, Joined: p.joined}
	params := map[string]any{"partner": p.seq, "asOf": chronicle.Date(on), "knownAt": Latest}
	err := c.Run(cypher.LeavingRecruits, params, func(record *neo4j.Record) error {
		position.Recruits = append(position.Recruits, joining.Recruit{Partner: record.Values[0].(string), Joined: chronicle.Day(record.Values[1])})
		return nil
	})
	if err != nil {
		return position, err
	}
	params = map[string]any{"partner": p.id, "asOf": chronicle.Date(on), "knownAt": Latest}
	if err := c.Run(cypher.LeavingAbove, params, appendSponsor(&position.Above)); err != nil {
		return position, err
	}
	err = c.Run(cypher.LeavingTraces, map[string]any{"partner": p.seq}, func(record *neo4j.Record) error {
		position.Active = record.Values[0].(bool)
		return nil
	})
	if err != nil {
		return position, err
	}
	for _, tree := range trees {
		if err := c.placeOf(&position, p, tree.ID); err != nil {
			return position, err
		}
	}
	return position, nil
}

func appendSponsor(list *[]joining.Sponsor) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		v := record.Values
		status, _ := commission.ParseStatus(v[2].(string)) // the schema has no other ones
		*list = append(*list, joining.Sponsor{Partner: v[0].(string), Name: v[1].(string), Status: status})
		return nil
	}
}

// placeOf adds a partner's place in a tree to the position, if there is one.
func (c *change) placeOf(position *joining.Position, p *keptPartner, tree string) error {
	kept, err := c.spansOf(&placementKind, p.seq, tree)
	if err != nil || len(kept) == 0 {
		return err
	}
	below, _, err := c.placedBelow(p.seq, tree, kept[0].from, period.Forever)
	position.Places = append(position.Places, joining.Place{Tree: tree, Below: below != ""})
	return err
}

// leave makes one of the changes that the end of p's contract takes.
func (c *change) leave(p *keptPartner, one joining.Change) error {
	switch one.Kind {
	case joining.ChangeSponsor:
		return c.inherit(p, one)
	case joining.ChangePlace:
		return c.unplace(p, Unplace{Partner: p.id, Tree: one.Tree, From: one.From, Until: period.Forever})
	default:
		return c.lay(&statusKind, p, "", span{one.From, period.Forever, spanValue{name: one.Status.String()}})
	}
}

// inherit gives a recruit of p another sponsor, on just the days from one.From on on which it is p's.
func (c *change) inherit(p *keptPartner, one joining.Change) error {
	recruit, err := c.findPartner(one.Partner)
	if err != nil {
		return err
	}
	value := nothing
	if one.Sponsor != "" {
		sponsor, err := c.findPartner(one.Sponsor)
		if err != nil {
			return err
		}
		value = spanValue{other: sponsor.seq}
	}
	kept, err := c.spansOf(&sponsorshipKind, recruit.seq, "")
	if err != nil {
		return err
	}
	for _, old := range kept {
		if old.value.other != p.seq || old.to <= one.From {
			continue
		}
		over := span{max(old.from, one.From), old.to, value}
		if value != nothing {
			if err := c.refuseCycle(cypher.SponsorshipsAbove, "", recruit, over); err != nil {
				return err
			}
		}
		if err := c.lay(&sponsorshipKind, recruit, "", over); err != nil {
			return err
		}
	}
	return nil
}

// Sponsors returns the sponsors above a partner on a day, the nearest first, each with name and status of that day; the partner comes
// before them.
//
// Errors: NotFound when there is no such partner.
func (s *Store) Sponsors(ctx context.Context, partner string, at View) (list []joining.Sponsor, err error) {
	p, err := s.findPartner(ctx, partner)
	if err == nil {
		err = s.see(ctx, at.Within, partner, at.AsOf)
	}
	if err != nil {
		return nil, err
	}
	standing, err := s.StandingOf(ctx, partner, at)
	if err != nil {
		return nil, err
	}
	status, _ := commission.ParseStatus(standing.Status)
	first := joining.Sponsor{Partner: p.id, Name: p.name, Status: status}
	params := at.params()
	params["partner"] = partner
	err = s.Read(ctx, cypher.LeavingAbove, params, func() { list = []joining.Sponsor{first} }, appendSponsor(&list))
	return list, err
}
