package bundle

import (
	"slices"

	"upline/commission"
	"upline/commission/planfile"
	"upline/internal/period"
)

// plans is what the plan versions tell the rest of the bundle. All versions list the same ranks and trees, so what one
// of them tells holds for those that are at fault.
type plans struct {
	versions []*planfile.File // sorted by file name

	ranks       []string // lowest first
	ranksKnown  bool
	trees       []commission.TreeRule
	treesKnown  bool
	start       period.Day // the first day on which a version is in force
	startsKnown bool       // of every version
}

func newPlans(versions []*planfile.File) *plans {
	p := &plans{versions: versions, start: period.Forever, startsKnown: len(versions) > 0}
	for _, version := range versions {
		ranks, known := version.Ranks()
		p.addRanks(ranks, known)
		trees, known := version.Trees()
		p.addTrees(trees, known)
		if from, known := version.ValidFrom(); known {
			p.start = min(p.start, from)
		} else {
			p.startsKnown = false
		}
	}
	return p
}

// addRanks adds the ranks of a version. Where versions contradict each other, which is a finding of its own, a name
// that one of them knows is not reported anywhere else.
func (p *plans) addRanks(ids []string, known bool) {
	p.ranksKnown = p.ranksKnown || known
	if !known {
		return
	}
	for _, id := range ids {
		if !slices.Contains(p.ranks, id) {
			p.ranks = append(p.ranks, id)
		}
	}
}

// addTrees adds the trees of a version, like addRanks. A width of 0 is not known; another version may know it.
func (p *plans) addTrees(trees []commission.TreeRule, known bool) {
	p.treesKnown = p.treesKnown || known
	if !known {
		return
	}
	for _, tree := range trees {
		i := slices.IndexFunc(p.trees, func(t commission.TreeRule) bool { return t.ID == tree.ID })
		if i < 0 {
			p.trees = append(p.trees, tree)
		} else if p.trees[i].Width == 0 {
			p.trees[i] = tree
		}
	}
}

// treeChoice says which trees there are.
func (p *plans) treeChoice() string {
	if len(p.trees) == 0 {
		return "no row: the plan has no trees"
	}
	ids := make([]string, len(p.trees))
	for i, tree := range p.trees {
		ids[i] = tree.ID
	}
	return choice(ids)
}

// checkPeriods reports every period to be settled that ends before the first plan version is in force.
func (p *plans) checkPeriods(r *report, o Options) {
	if !o.Settle || !p.startsKnown {
		return
	}
	for settled := o.From; settled <= o.Through && settled.End() < p.start; settled++ {
		r.addf(1, "no plan version is in force on %v, the last day of %v: the first one is from %v on", settled.End(), settled, p.start)
	}
}

// facts returns the plan versions by the day from which they are in force.
func (p *plans) facts() []*commission.Plan {
	list := make([]*commission.Plan, len(p.versions))
	for i, version := range p.versions {
		list[i] = version.Plan
	}
	slices.SortFunc(list, func(a, b *commission.Plan) int { return int(a.ValidFrom) - int(b.ValidFrom) })
	return list
}
