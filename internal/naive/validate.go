package naive

import (
	"cmp"
	"maps"
	"path"
	"slices"
)

// Finding is one thing that is wrong in a bundle: what must be refused with `file:line: …` (plan-language §2).
type Finding struct {
	File  string
	Line  int      // from 1; 0: the contract leaves the line open
	Words []string // the message holds each of them: the value at fault, or what a message cannot do without
}

// Check looks for everything in a bundle that plan-language §2 and §3 refuse, when it is to be settled from one period
// through another; without periods ("") it does not ask whether they have a plan version. It is a second reading of the
// contract, to hold against the product's, over plain loops. It names all findings, not just 50, sorted by file and line.
func Check(bundle Files, from, through string) []Finding {
	v := &validator{files: bundle, members: map[string]*member{}, orders: map[string]day{}}
	v.checkPlans(from, through)
	v.checkPartners()
	v.checkSponsorships()
	v.checkSponsors()
	v.checkPlacements()
	v.checkStandings()
	v.checkOverrides()
	v.checkOrders()
	v.checkCancellations()
	v.checkCycles()
	slices.SortStableFunc(v.findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(fileOrder(x.File), fileOrder(y.File)), cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line))
	})
	return v.findings
}

// A validator remembers what the checks of one file need to know of another.
type validator struct {
	files    Files
	findings []Finding

	versions      []*version // those that can be read, by file name
	daysAreKnown  bool       // the valid_from of every version, of which there is one
	members       map[string]*member
	partnersKnown bool // partners.csv can be read
	listingKnown  bool // sponsorships.csv can be read, or is not there
	sponsorRows   []*relation
	defaultRows   []*relation // the sponsorships of partners.csv
	placementRows []*relation
	orders        map[string]day // by id; "" where placed_on is at fault
	ordersKnown   bool
}

// A member is a partner as the first row with that id says.
type member struct {
	id, sponsor string
	joined      day // "" where it is at fault
	line        int
	listed      bool // in sponsorships.csv
}

// report notes a finding. "All findings at once" (plan-language §2).
func (v *validator) report(file string, line int, words ...string) {
	v.findings = append(v.findings, Finding{file, line, words})
}

// fileOrder: "Findings sort by file (in the order of the table), then line" (plan-language §2).
func fileOrder(file string) int {
	order := []string{partnersFile, sponsorshipsFile, placementsFile, statusFile, careersFile, overridesFile, ordersFile, cancellationsFile}
	if at := slices.Index(order, file); at >= 0 {
		return at
	}
	return len(order)
}

// planFiles are `plans/*.yaml`, by name.
func (v *validator) planFiles() []string {
	var names []string
	for _, file := range slices.Sorted(maps.Keys(v.files)) {
		if isPlan, _ := path.Match("plans/*.yaml", file); isPlan {
			names = append(names, file)
		}
	}
	return names
}
