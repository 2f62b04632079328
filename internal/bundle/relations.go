package bundle

import (
	"sync"

	"upline/commission"
)

// check checks what stands between rows and files, and makes the content of it, which is sound if nothing is found.
// Without a complete partners.csv, partners are presumed, so that the rows about one of them can still be compared; and
// orders without a complete orders.csv.
func (r *reading) check() *Content {
	p := r.partners
	if !p.complete {
		p.presume(named(r.statuses.entries))
		p.presume(named(r.careers.entries))
		p.presume(named(r.overrides.entries))
		p.sort(r.options.Workers)
	}
	if !r.orders.complete {
		r.orders.presume(r.cancellations.orders())
		r.orders.sort(r.options.Workers)
	}
	f := &commission.Facts{Partners: p.list}
	var both sync.WaitGroup
	both.Go(func() { r.checkTrees(f) })
	both.Go(func() { r.checkRest(f) })
	both.Wait()
	return &Content{Facts: f, Plans: r.planFiles, Listed: r.placements.listed(), Reasons: r.overrides.reasons()}
}

// named returns the partners that rows name.
func named[T any](entries []entry[T]) []string {
	ids := make([]string, len(entries))
	for i := range entries {
		ids[i] = entries[i].partner
	}
	return ids
}

// checkTrees checks and makes the sponsor tree and the placement trees.
func (r *reading) checkTrees(f *commission.Facts) {
	p, s := r.partners, r.sponsorships
	own := p.resolveSponsors(r.options.Workers)
	s.check(p)
	if s.complete { // or else it is not known whose own sponsor counts
		s.checkOwn(p, own)
		f.Sponsors = s.timelines(p, own)
		s.checkCycles(p, &f.Sponsors)
	}
	r.placements.check(p)
	// Where anybody stands automatically depends on all rows: with one at fault, only the rows themselves are checked.
	sound := p.sound() && s.sound() && r.placements.sound()
	for no, tree := range r.placements.trees {
		f.Placements = append(f.Placements, tree.timelines(len(p.list)))
		if sound && tree.rule != nil && tree.rule.Auto && tree.rule.Width > 0 {
			f.PlaceAutomatically(commission.TreeNo(no), tree.rule.Width, tree.listed)
		}
	}
	for no, tree := range r.placements.trees {
		r.placements.checkCycles(p, tree, &f.Placements[no])
	}
}

// checkRest checks and makes everything that no tree depends on.
func (r *reading) checkRest(f *commission.Facts) {
	p, workers := r.partners, r.options.Workers
	r.statuses.check(p)
	f.Statuses = r.statuses.timelines(len(p.list))
	r.careers.check(p)
	f.Careers = r.careers.timelines(len(p.list))
	r.overrides.check(p)
	f.Overrides = r.overrides.timelines(len(p.list))
	r.orders.check(p, workers)
	f.Orders, f.Kinds = r.orders.list, r.orders.kinds
	r.cancellations.check(r.orders, workers)
	f.Cancellations = r.cancellations.facts()
	f.Plans = r.plans.facts()
}
