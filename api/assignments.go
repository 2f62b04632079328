package api

import (
	"context"
	"slices"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
)

// AssignPartners answers POST /partner-assignments.
func (r *Resources) AssignPartners(ctx context.Context, q AssignPartnersRequestObject) (AssignPartnersResponseObject, error) {
	b := q.Body
	a := graph.Assignment{Market: value(b.Market), Department: value(b.Department), From: b.From, Until: lastDay(b.Until)}
	if err := refuseOwnDepartment(ctx, a.Department); err != nil {
		return nil, err
	}
	partners, err := r.assigned(ctx, b)
	if err != nil {
		return nil, err
	}
	changed, err := r.Graph.Assign(ctx, a, partners, value(b.Preview), changing(ctx, b.Reason))
	return AssignPartners200JSONResponse{Partners: len(partners), Changed: changed}, err
}

// assigned are the partners whom a request names, each once.
func (r *Resources) assigned(ctx context.Context, b *Assignment) ([]string, error) {
	switch {
	case (b.Below == nil) == (b.Partners == nil):
		return nil, fault.Invalidf("assign", "name either partners, or whom they are below")
	case b.Below == nil:
		return slices.Compact(slices.Sorted(slices.Values(*b.Partners))), nil
	}
	return r.Graph.Branch(ctx, *b.Below, r.view(ctx, &b.From, nil))
}

// refuseOwnDepartment refuses to let the own department look after more partners: nobody gives rights to oneself.
func refuseOwnDepartment(ctx context.Context, department string) error {
	caller, _ := CallerOf(ctx)
	own := slices.ContainsFunc(caller.User.Departments, func(d access.Department) bool { return d.ID == department })
	if department != "" && own && !caller.Everything {
		return fault.Forbiddenf("assign", "you work in department %s: somebody else must say whom it looks after", department)
	}
	return nil
}

// someOf is absent when there is none.
func someOf[T any](list []T) *[]T {
	if len(list) == 0 {
		return nil
	}
	return &list
}
