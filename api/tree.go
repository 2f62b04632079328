package api

import (
	"context"

	"upline/graph"
	"upline/internal/period"
	"upline/jobs"
)

// MovePartner answers POST /partners/{partner}/moves.
func (r *Resources) MovePartner(ctx context.Context, q MovePartnerRequestObject) (MovePartnerResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, q.Body.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.Move(ctx, moveOf(q.Partner, q.Body), by)
	})
	return MovePartner200JSONResponse{answer}, err
}

func moveOf(partner string, m *Move) graph.Move {
	return graph.Move{Partner: partner, Sponsor: value(m.Sponsor), From: m.From, Until: lastDay(m.Until)}
}

// PreviewMove answers POST /partners/{partner}/moves/preview.
func (r *Resources) PreviewMove(ctx context.Context, q PreviewMoveRequestObject) (PreviewMoveResponseObject, error) {
	preview, err := r.Settlement.PreviewMove(ctx, moveOf(q.Partner, q.Body), SightOf(ctx))
	if err != nil {
		return nil, err
	}
	answer := PreviewMove200JSONResponse{
		Partners: preview.Partners, Closed: append([]period.Period{}, preview.Closed...), Upline: append([]string{}, preview.Upline...), // never null
	}
	answer.Earnings = mapped(preview.Earnings, func(t *jobs.Touched) TouchedEarnings {
		return TouchedEarnings{Period: t.Period, Partner: t.Beneficiary, Lines: t.Lines, Amount: t.Amount.Format(t.Scale)}
	})
	return answer, nil
}

// PlacePartner answers POST /partners/{partner}/placements.
func (r *Resources) PlacePartner(ctx context.Context, q PlacePartnerRequestObject) (PlacePartnerResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, q.Body.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.Replace(ctx, graph.Replace{
			Partner: q.Partner, Place: graph.Place{Tree: q.Body.Tree, Parent: value(q.Body.Parent), Slot: q.Body.Slot},
			From: q.Body.From, Until: lastDay(q.Body.Until),
		}, by)
	})
	return PlacePartner200JSONResponse{answer}, err
}

// ListUpline answers GET /partners/{partner}/upline.
func (r *Resources) ListUpline(ctx context.Context, q ListUplineRequestObject) (ListUplineResponseObject, error) {
	at := r.view(ctx, q.Params.AsOf, q.Params.KnownAt)
	list := func(ctx context.Context, _ graph.Slice) ([]graph.Member, string, error) {
		members, err := r.Graph.Upline(ctx, q.Partner, at)
		return members, "", err
	}
	return answerList(ctx, r, "upline", graph.Slice{}, memberColumns, list,
		func(rows []graph.Member, _ string) ListUplineResponseObject {
			return ListUpline200JSONResponse{Items: mapped(rows, func(m *graph.Member) Member {
				return Member{ID: m.ID, Name: m.Name, Sponsor: optional(m.Sponsor), Level: m.Level}
			})}
		})
}

// ListDownline answers GET /partners/{partner}/downline.
func (r *Resources) ListDownline(ctx context.Context, q ListDownlineRequestObject) (ListDownlineResponseObject, error) {
	p := q.Params
	forest, err := r.forest(ctx, p.Tree, p.AsOf, p.KnownAt)
	if err != nil {
		return nil, err
	}
	all := 0
	list := pagesOf(func(from, count int) (rows []graph.Child, err error) {
		rows, all, err = forest.Downline(ctx, q.Partner, value(p.Depth), from, count)
		return rows, err
	}, &all)
	return answerList(ctx, r, "downline", slice(nil, p.Limit, p.After), branchColumns, list,
		func(rows []graph.Child, next string) ListDownlineResponseObject {
			return ListDownline200JSONResponse{Items: mapped(rows, branchOf), All: all, KnownAt: forest.KnownAt(), Next: optional(next)}
		})
}

// ListChildren answers GET /partners/{partner}/children.
func (r *Resources) ListChildren(ctx context.Context, q ListChildrenRequestObject) (ListChildrenResponseObject, error) {
	p := q.Params
	forest, err := r.forest(ctx, p.Tree, p.AsOf, p.KnownAt)
	if err != nil {
		return nil, err
	}
	parent, err := forest.Look(ctx, q.Partner)
	if err != nil {
		return nil, err
	}
	order, all := graph.ByVolume, 0
	if p.Sort != nil {
		order = graph.ChildOrder(*p.Sort)
	}
	list := pagesOf(func(from, count int) (rows []graph.Child, err error) {
		rows, all, err = forest.Children(ctx, q.Partner, order, from, count)
		return rows, err
	}, &all)
	return answerList(ctx, r, "children", slice(nil, p.Limit, p.After), branchColumns, list,
		func(rows []graph.Child, next string) ListChildrenResponseObject {
			return ListChildren200JSONResponse{
				Partner: branchOf(&parent), Items: mapped(rows, branchOf), All: all, KnownAt: forest.KnownAt(), Next: optional(next),
			}
		})
}

func branchOf(c *graph.Child) Branch {
	return Branch{ID: c.ID, Name: c.Name, Level: optional(c.Level), Recruits: c.Recruits, Below: c.Below, Pv: c.PV.String(), Gv: c.GV.String()}
}

// GetPath answers GET /path.
func (r *Resources) GetPath(ctx context.Context, q GetPathRequestObject) (GetPathResponseObject, error) {
	ids, err := r.Graph.Path(ctx, q.Params.From, q.Params.To, r.view(ctx, q.Params.AsOf, q.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	return GetPath200JSONResponse{Partners: ids}, nil
}

var memberColumns = []Column[graph.Member]{
	{"level", KindInteger, func(m *graph.Member) any { return m.Level }},
	{"id", KindText, func(m *graph.Member) any { return m.ID }},
	{"name", KindText, func(m *graph.Member) any { return m.Name }},
	{"sponsor", KindText, func(m *graph.Member) any { return m.Sponsor }},
}

var branchColumns = []Column[graph.Child]{
	{"level", KindInteger, func(c *graph.Child) any { return c.Level }},
	{"id", KindText, func(c *graph.Child) any { return c.ID }},
	{"name", KindText, func(c *graph.Child) any { return c.Name }},
	{"recruits", KindInteger, func(c *graph.Child) any { return c.Recruits }},
	{"below", KindInteger, func(c *graph.Child) any { return c.Below }},
	{"pv", KindDecimal, func(c *graph.Child) any { return c.PV.String() }},
	{"gv", KindDecimal, func(c *graph.Child) any { return c.GV.String() }},
}
