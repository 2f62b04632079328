package graph

import "context"

// SeenForest is a forest as somebody sees it: who is within by sponsors, whatever tree it is. Counts and volumes are of whole branches:
// in a placement tree a plan pays for a leg, whoever sponsored those in it.
type SeenForest struct {
	*Forest
	within Sight
}

// Within is the forest as a sight sees it.
func (f *Forest) Within(w Sight) SeenForest { return SeenForest{f, w} }

// Look is described at Forest.
//
// Errors: NotFound, also when the partner is not within.
func (f SeenForest) Look(ctx context.Context, partner string) (Child, error) {
	child, err := f.Forest.Look(partner)
	if err != nil {
		return Child{}, err
	}
	return child, f.store.see(ctx, f.within, partner, f.asOf)
}

// Children is described at Forest; who is not within is left out of the page.
//
// Errors: NotFound, also when the partner is not within.
func (f SeenForest) Children(ctx context.Context, partner string, order ChildOrder, from, count int) (page []Child, all int, err error) {
	page, all, err = f.Forest.Children(partner, order, from, count)
	return f.seen(ctx, partner, page, all, err)
}

// Downline is described at Forest; who is not within is left out of the page.
//
// Errors: NotFound, also when the partner is not within.
func (f SeenForest) Downline(ctx context.Context, partner string, depth, from, count int) (page []Child, all int, err error) {
	page, all, err = f.Forest.Downline(partner, depth, from, count)
	return f.seen(ctx, partner, page, all, err)
}

func (f SeenForest) seen(ctx context.Context, partner string, page []Child, all int, err error) ([]Child, int, error) {
	if err == nil {
		err = f.store.see(ctx, f.within, partner, f.asOf)
	}
	if err != nil {
		return nil, 0, err
	}
	page, err = seenOf(ctx, f.store, f.within, page, func(c *Child) glance { return glance{c.ID, f.asOf} })
	return page, all, err
}
