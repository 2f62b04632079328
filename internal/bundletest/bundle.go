// Package bundletest makes data bundles (plan-language §2) for tests: random valid ones that shrink, ones with a single
// thing broken, and the test vectors. Only tests import it.
package bundletest

import "fmt"

// Bundle is a data bundle as rows, before it is written. Every field holds the text that the file will hold, so that a
// bundle can say what no parsed value could: an open end, a trailing zero, a wrong date.
type Bundle struct {
	Partners      []Partner
	Sponsorships  []Sponsorship
	Placements    []Placement
	Statuses      []Status
	Careers       []Career
	Overrides     []Override
	Orders        []Order
	Cancellations []Cancellation
	Plans         []Plan

	// Layouts says how the file of a path is written; a path without a layout is written plainly.
	Layouts map[string]Layout
	// From and Through are the first and the last period (YYYY-MM) that this bundle is made to be settled for.
	From, Through string
}

// Partner is a row of partners.csv.
type Partner struct{ ID, Name, Joined, Sponsor string }

// Sponsorship is a row of sponsorships.csv.
type Sponsorship struct{ Partner, Sponsor, From, To string }

// Placement is a row of placements.csv.
type Placement struct{ Tree, Partner, Parent, Slot, From, To string }

// Status is a row of status.csv.
type Status struct{ Partner, Status, From, To string }

// Career is a row of careers.csv.
type Career struct{ Partner, Rank, From, To string }

// Override is a row of overrides.csv.
type Override struct{ Partner, Rank, On, Reason string }

// Order is a row of orders.csv.
type Order struct{ ID, Partner, Kind, PlacedOn, PaidOn, Points, CV string }

// Cancellation is a row of cancellations.csv.
type Cancellation struct{ ID, Order, CancelledOn, Share string }

// Periods names the first and the last period (YYYY-MM) to settle a bundle for.
func Periods(b Bundle) (from, through string) { return b.From, b.Through }

// Files renders the bundle: path inside the bundle's folder -> content.
func (b Bundle) Files() map[string]string {
	files := map[string]string{}
	for _, t := range b.tables() {
		layout := b.Layouts[t.path]
		if t.optional && len(t.rows) == 0 && !layout.HeaderOnly {
			continue
		}
		files[t.path] = layout.render(t)
	}
	for _, p := range b.Plans {
		files[p.Path()] = b.Layouts[p.Path()].lineEnds(p.YAML())
	}
	return files
}

// GoString shows the files instead of the Go structure: it is what rapid prints of a failing bundle.
func (b Bundle) GoString() string {
	text := fmt.Sprintf("settled %s..%s", b.From, b.Through)
	files := b.Files()
	for _, path := range sortedKeys(files) {
		text += fmt.Sprintf("\n--- %s\n%s", path, files[path])
	}
	return text
}

// table is one CSV file before it is laid out: columns in the order of plan-language §2.
type table struct {
	path     string
	optional bool
	columns  []string
	rows     [][]string
}

func (b Bundle) tables() []table {
	return []table{
		{"partners.csv", false, []string{"id", "name", "joined", "sponsor"}, records(b.Partners, func(r Partner) []string {
			return []string{r.ID, r.Name, r.Joined, r.Sponsor}
		})},
		{"sponsorships.csv", true, []string{"partner", "sponsor", "from", "to"}, records(b.Sponsorships, func(r Sponsorship) []string {
			return []string{r.Partner, r.Sponsor, r.From, r.To}
		})},
		{"placements.csv", true, []string{"tree", "partner", "parent", "slot", "from", "to"}, records(b.Placements, func(r Placement) []string {
			return []string{r.Tree, r.Partner, r.Parent, r.Slot, r.From, r.To}
		})},
		{"status.csv", true, []string{"partner", "status", "from", "to"}, records(b.Statuses, func(r Status) []string {
			return []string{r.Partner, r.Status, r.From, r.To}
		})},
		{"careers.csv", true, []string{"partner", "rank", "from", "to"}, records(b.Careers, func(r Career) []string {
			return []string{r.Partner, r.Rank, r.From, r.To}
		})},
		{"overrides.csv", true, []string{"partner", "rank", "on", "reason"}, records(b.Overrides, func(r Override) []string {
			return []string{r.Partner, r.Rank, r.On, r.Reason}
		})},
		{"orders.csv", false, []string{"id", "partner", "kind", "placed_on", "paid_on", "points", "cv"}, records(b.Orders, func(r Order) []string {
			return []string{r.ID, r.Partner, r.Kind, r.PlacedOn, r.PaidOn, r.Points, r.CV}
		})},
		{"cancellations.csv", true, []string{"id", "order", "cancelled_on", "share"}, records(b.Cancellations, func(r Cancellation) []string {
			return []string{r.ID, r.Order, r.CancelledOn, r.Share}
		})},
	}
}

func records[R any](rows []R, fields func(R) []string) [][]string {
	all := make([][]string, 0, len(rows))
	for _, row := range rows {
		all = append(all, fields(row))
	}
	return all
}
