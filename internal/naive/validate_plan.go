package naive

import "slices"

// A version is a plan file while it is checked, with what other files refer to.
type version struct {
	*validator
	file string
	root *knot

	// "" where they are at fault
	name, currency, scale string
	validFrom             day

	ranks         []string
	ranksAreKnown bool // each has an id of its own
	trees         []treeKind
	treeForms     []string // id, kind, width and auto
	matrices      []string // ids
	treesAreKnown bool     // each has an id of its own
	treesAreSound bool     // nothing is wrong with them

	bonusOrder      []string         // ids
	bonusTypes      map[string]*knot // by id
	bonusIsNameless bool             // one above the one at hand: nobody knows which bonuses are above
}

// checkPlans checks each version by itself, then against the others, then whether the periods have one.
func (v *validator) checkPlans(from, through string) {
	files := v.planFiles()
	if len(files) == 0 {
		v.report("plans", 1)
		return
	}
	v.daysAreKnown = true
	for _, file := range files {
		root := readKnots(v.files[file])
		if root == nil {
			// "is one finding, and takes part in no other check" (plan-language §2)
			v.report(file, 0)
			v.daysAreKnown = false
			continue
		}
		p := &version{validator: v, file: file, root: root, bonusTypes: map[string]*knot{}}
		p.check()
		v.versions = append(v.versions, p)
	}
	v.compareVersions()
	if from == "" {
		return
	}
	for p := period(from); p <= period(through); p = p.next() {
		if !v.isPlanned(p.end()) {
			v.report("plans", 1, string(p))
		}
	}
}

// isPlanned tells whether a version is in force on a day, or nobody can know.
func (v *validator) isPlanned(d day) bool {
	if !v.daysAreKnown {
		return true
	}
	return slices.ContainsFunc(v.versions, func(p *version) bool { return p.validFrom <= d })
}

// check: plan-language §3.
func (p *version) check() {
	p.keys(p.root, []string{"plan", "valid_from", "currency", "ranks", "bonuses"},
		[]string{"scale", "rounding", "active", "career", "breakaway_rank", "trees", "liability", "reserve", "payout"})
	p.checkRanks()
	p.checkTrees()
	p.checkConditions()
	p.name = p.id(p.root, "plan")
	p.currency = p.id(p.root, "currency")
	p.checkValidFrom()
	p.checkScale()
	p.oneOf(p.root, "rounding", "half_up", "half_even", "down")
	p.rank(p.root, "breakaway_rank")
	p.checkCareer()
	p.checkSections()
	p.checkBonuses()
}
