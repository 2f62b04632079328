package naive

import (
	"encoding/csv"
	"maps"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A bundle is what its files say (plan-language §2), row by row; nothing is derived here.
type bundle struct {
	partners      map[string]partner
	sponsorships  map[string][]position            // by partner
	placements    map[string]map[string][]position // by tree, then partner
	statuses      map[string][]dated               // by partner
	careers       map[string][]dated               // by partner
	overrides     map[string][]override            // by partner
	orders        []order
	cancellations []cancellation
	plans         []plan // earliest valid_from first
}

type partner struct {
	id      string
	joined  day
	sponsor string // as in partners.csv; empty: a root
}

// A position is a dated place in the sponsor tree (slot 0) or in a placement tree; without a parent it is a root.
type position struct {
	parent string
	slot   int
	interval
}

// dated is a status or a rank that holds for a time.
type dated struct {
	value string
	interval
}

type order struct {
	id, partner, kind string
	placedOn, paidOn  day // paidOn empty: not paid
	points, cv        *big.Rat
}

type cancellation struct {
	id, order   string
	cancelledOn day
	share       *big.Rat
}

func readBundle(files Files) *bundle {
	b := &bundle{
		partners:     map[string]partner{},
		sponsorships: map[string][]position{},
		placements:   map[string]map[string][]position{},
		statuses:     map[string][]dated{},
		careers:      map[string][]dated{},
		overrides:    readOverrides(files["overrides.csv"]),
	}
	for _, row := range readTable(files["partners.csv"]) {
		b.partners[row["id"]] = partner{row["id"], day(row["joined"]), row["sponsor"]}
	}
	for _, row := range readTable(files["sponsorships.csv"]) {
		sponsored := row["partner"]
		b.sponsorships[sponsored] = append(b.sponsorships[sponsored], position{row["sponsor"], 0, intervalOf(row)})
	}
	for _, row := range readTable(files["placements.csv"]) {
		tree, placed := row["tree"], row["partner"]
		if b.placements[tree] == nil {
			b.placements[tree] = map[string][]position{}
		}
		place := position{row["parent"], wholeOf(row["slot"]), intervalOf(row)}
		b.placements[tree][placed] = append(b.placements[tree][placed], place)
	}
	for _, row := range readTable(files["status.csv"]) {
		b.statuses[row["partner"]] = append(b.statuses[row["partner"]], dated{row["status"], intervalOf(row)})
	}
	for _, row := range readTable(files["careers.csv"]) {
		b.careers[row["partner"]] = append(b.careers[row["partner"]], dated{row["rank"], intervalOf(row)})
	}
	for _, row := range readTable(files["orders.csv"]) {
		b.orders = append(b.orders, order{
			row["id"], row["partner"], row["kind"],
			day(row["placed_on"]), day(row["paid_on"]), decimal(row["points"]), decimal(row["cv"]),
		})
	}
	for _, row := range readTable(files["cancellations.csv"]) {
		b.cancellations = append(b.cancellations,
			cancellation{row["id"], row["order"], day(row["cancelled_on"]), shareOf(row)})
	}
	for file, text := range files {
		if isPlan, _ := path.Match("plans/*.yaml", file); isPlan {
			b.plans = append(b.plans, readPlan(text))
		}
	}
	slices.SortFunc(b.plans, func(x, y plan) int { return strings.Compare(string(x.validFrom), string(y.validFrom)) })
	return b
}

// readTable reads "CSV files, UTF-8, comma, header line; columns by name, any order". "A BOM, blank lines and unknown
// columns are accepted" (plan-language §2). A file that is not there has no rows.
func readTable(text string) []map[string]string {
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		panic(invalidf("not a table: %v", err))
	}
	var rows []map[string]string
	for i, record := range records {
		if i == 0 {
			continue
		}
		row := map[string]string{}
		for column, name := range records[0] {
			row[name] = record[column]
		}
		rows = append(rows, row)
	}
	return rows
}

func intervalOf(row map[string]string) interval { return interval{day(row["from"]), day(row["to"])} }

// shareOf: "share in (0,1] […]; empty: 1" (plan-language §2).
func shareOf(row map[string]string) *big.Rat {
	if row["share"] == "" {
		return whole(1)
	}
	return decimal(row["share"])
}

func wholeOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(invalidf("%q is not a whole number", text))
	}
	return n
}

// planOn: "the version in force on a day is the one with the latest valid_from not after it" (plan-language §2).
func (b *bundle) planOn(d day) plan {
	for _, version := range slices.Backward(b.plans) {
		if version.validFrom <= d {
			return version
		}
	}
	panic(invalidf("no plan version is in force on %s", d))
}

// statusOn: "active, suspended or terminated; not listed: active" (plan-language §2).
func (b *bundle) statusOn(id string, d day) string {
	return valueOn(b.statuses[id], d, "active")
}

// careerOn is the rank of careers.csv on that day, "else the lowest" (plan-language §4 and §5).
func (b *bundle) careerOn(id string, d day) int {
	ranks := b.plans[0]
	return ranks.rankOf(valueOn(b.careers[id], d, ranks.ranks[0].id))
}

func valueOn(rows []dated, d day, otherwise string) string {
	for _, row := range rows {
		if row.holds(d) {
			return row.value
		}
	}
	return otherwise
}

// partnerIDs are the ids of all partners, in order, whether they have joined or not.
func (b *bundle) partnerIDs() []string {
	return slices.Sorted(maps.Keys(b.partners))
}
