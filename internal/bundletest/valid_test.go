package bundletest_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"upline/internal/bundletest"
)

// TestRandomBundlesAreValid holds the random bundles against plan-language §2, read from their files and checked in the
// plainest way. Plan files are checked in plan_valid_test.go.
func TestRandomBundlesAreValid(t *testing.T) {
	for seed := range 200 {
		b := bundletest.Random().Example(seed)
		c := checker{files: b.Files(), from: b.From, through: b.Through}
		c.check(t)
		if len(c.faults) > 0 {
			t.Fatalf("seed %d:\n%s\n%#v", seed, strings.Join(c.faults, "\n"), b)
		}
	}
}

// checker collects what is wrong with a bundle.
type checker struct {
	files         map[string]string
	from, through string
	faults        []string

	plans  []planFile
	joined map[string]string // partner -> day
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) check(t *testing.T) {
	c.checkPlans()
	c.joined = map[string]string{}
	partners := readTable(t, c.files, "partners.csv")
	for _, r := range partners {
		c.id("partner", r["id"])
		c.day("joined", r["joined"], false)
		if _, double := c.joined[r["id"]]; double {
			c.fault("partner %q is there twice", r["id"])
		}
		c.joined[r["id"]] = r["joined"]
	}
	c.checkSponsors(partners, readTable(t, c.files, "sponsorships.csv"))
	c.checkPlacements(readTable(t, c.files, "placements.csv"))
	c.checkStandings("status", readTable(t, c.files, "status.csv"), []string{"active", "suspended", "terminated"})
	c.checkStandings("rank", readTable(t, c.files, "careers.csv"), c.plans[0].rankIDs())
	c.checkOverrides(readTable(t, c.files, "overrides.csv"))
	orders := readTable(t, c.files, "orders.csv")
	c.checkOrders(orders)
	c.checkCancellations(orders, readTable(t, c.files, "cancellations.csv"))
}

func (c *checker) id(what, id string) {
	if id == "" || utf8.RuneCountInString(id) > 64 || !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) {
		c.fault("%s id %q", what, id)
	}
}

func (c *checker) known(what, partner string) {
	if c.joined[partner] == "" {
		c.fault("%s %q is not known", what, partner)
	}
}

func (c *checker) day(what, text string, mayBeEmpty bool) {
	if mayBeEmpty && text == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		c.fault("%s: %v", what, err)
	}
}

func (c *checker) number(what string, text scalar, places int) {
	whole, part, dotted := strings.Cut(string(text), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !digits(whole) || dotted && !digits(part) || len(part) > places {
		c.fault("%s %q has another form than a number with %d places", what, text, places)
	}
}

// days is a validity interval of days as text, which sort as days do.
type days struct{ from, to string }

func (d days) holds(day string) bool { return d.from <= day && (d.to == "" || day < d.to) }

func (d days) overlaps(other days) bool { return d.holds(other.from) || other.holds(d.from) }

func (c *checker) interval(r record) days {
	c.day("from", r["from"], false)
	c.day("to", r["to"], true)
	if r["to"] != "" && r["to"] <= r["from"] {
		c.fault("%v ends before it begins", r)
	}
	return days{r["from"], r["to"]}
}

// counted is the part of a row that counts: from the later of `from` and `joined`.
func (c *checker) counted(r record) (days, bool) {
	d := c.interval(r)
	d.from = max(d.from, c.joined[r["partner"]])
	return d, d.to == "" || d.from < d.to
}

// link is an edge of a graph: a partner under a parent, "" for none.
type link struct {
	days
	partner, parent string
	slot            string
}

func (c *checker) checkSponsors(partners, rows []record) {
	var links []link
	listed := map[string]bool{}
	for _, r := range rows {
		c.known("partner", r["partner"])
		if r["sponsor"] != "" {
			c.known("sponsor", r["sponsor"])
		}
		listed[r["partner"]] = true
		if d, ok := c.counted(r); ok {
			links = append(links, link{d, r["partner"], r["sponsor"], ""})
		}
	}
	for _, r := range partners {
		if r["sponsor"] != "" {
			c.known("sponsor", r["sponsor"])
		}
		if !listed[r["id"]] {
			links = append(links, link{days{r["joined"], ""}, r["id"], r["sponsor"], ""})
		}
	}
	c.checkLinks("sponsor", links)
}

func (c *checker) checkPlacements(rows []record) {
	links := map[string][]link{}
	for _, r := range rows {
		c.known("partner", r["partner"])
		tree := c.plans[0].tree(r["tree"])
		width := 2
		if tree.Kind == "matrix" {
			width, _ = strconv.Atoi(string(tree.Width))
		}
		slot, err := strconv.Atoi(r["slot"])
		if tree.ID == "" || err != nil || slot < 0 || slot >= width {
			c.fault("%v: tree of width %d", r, width)
		}
		if r["parent"] != "" {
			c.known("parent", r["parent"])
		} else if slot != 0 {
			c.fault("%v is a root", r)
		}
		if d, ok := c.counted(r); ok {
			links[tree.ID] = append(links[tree.ID], link{d, r["partner"], r["parent"], r["slot"]})
		}
	}
	for tree, links := range links {
		c.checkLinks(tree, links)
		for i, a := range links {
			for _, b := range links[:i] {
				if a.parent != "" && a.parent == b.parent && a.slot == b.slot && a.overlaps(b.days) {
					c.fault("%s: %v and %v share a slot", tree, a, b)
				}
			}
		}
	}
}

// checkLinks checks overlaps, that parents have joined, and that there is no cycle on any day on which an edge begins.
func (c *checker) checkLinks(graph string, links []link) {
	for i, a := range links {
		if a.parent != "" && c.joined[a.parent] > a.from {
			c.fault("%s: parent of %v joined %s", graph, a, c.joined[a.parent])
		}
		for _, b := range links[:i] {
			if a.partner == b.partner && a.overlaps(b.days) {
				c.fault("%s: %v and %v overlap", graph, a, b)
			}
		}
	}
	checked := map[string]bool{}
	for _, l := range links {
		if !checked[l.from] {
			checked[l.from] = true
			c.checkCycles(graph, links, l.from)
		}
	}
}

func (c *checker) checkCycles(graph string, links []link, day string) {
	parents := map[string]string{}
	for _, l := range links {
		if l.holds(day) {
			parents[l.partner] = l.parent
		}
	}
	for partner := range parents {
		steps := 0
		for at := parents[partner]; at != ""; at = parents[at] {
			if steps++; steps > len(parents) {
				c.fault("%s: %q is on or below a cycle on %s", graph, partner, day)
				return
			}
		}
	}
}

func (c *checker) checkStandings(value string, rows []record, values []string) {
	seen := map[string][]days{}
	for _, r := range rows {
		c.known("partner", r["partner"])
		if !slices.Contains(values, r[value]) {
			c.fault("%v: %s is none of %q", r, value, values)
		}
		d := c.interval(r)
		for _, other := range seen[r["partner"]] {
			if d.overlaps(other) {
				c.fault("%v overlaps %v", r, other)
			}
		}
		seen[r["partner"]] = append(seen[r["partner"]], d)
	}
}

func (c *checker) checkOverrides(rows []record) {
	days := map[[2]string]bool{}
	for _, r := range rows {
		c.known("partner", r["partner"])
		c.day("on", r["on"], false)
		key := [2]string{r["partner"], r["on"]}
		switch {
		case !slices.Contains(c.plans[0].rankIDs(), r["rank"]):
			c.fault("%v: no such rank", r)
		case r["on"] < c.joined[r["partner"]]:
			c.fault("%v is before its partner joined", r)
		case r["reason"] == "":
			c.fault("%v has no reason", r)
		case days[key]:
			c.fault("%v: another one of that day", r)
		}
		days[key] = true
	}
}

func (c *checker) checkOrders(orders []record) {
	ids := map[string]bool{}
	for _, r := range orders {
		c.id("order", r["id"])
		c.known("partner", r["partner"])
		c.day("placed_on", r["placed_on"], false)
		c.day("paid_on", r["paid_on"], true)
		c.number("points", scalar(r["points"]), 4)
		c.number("cv", scalar(r["cv"]), 4)
		switch {
		case ids[r["id"]]:
			c.fault("order %q is there twice", r["id"])
		case r["placed_on"] < c.joined[r["partner"]]:
			c.fault("%v was placed before its partner joined", r)
		case r["paid_on"] != "" && r["paid_on"] < r["placed_on"]:
			c.fault("%v was paid before it was placed", r)
		case !c.inForce(r["placed_on"]):
			c.fault("%v was placed without a plan in force", r)
		}
		ids[r["id"]] = true
	}
}

func (c *checker) checkCancellations(orders, cancellations []record) {
	placed := map[string]string{}
	for _, r := range orders {
		placed[r["id"]] = r["placed_on"]
	}
	ids := map[string]bool{}
	millionths := map[string]int{} // of an order, cancelled in all
	for _, r := range cancellations {
		c.id("cancellation", r["id"])
		c.day("cancelled_on", r["cancelled_on"], false)
		share := r["share"]
		if share == "" {
			share = "1"
		}
		c.number("share", scalar(share), 6)
		whole, part, _ := strings.Cut(share, ".")
		units, _ := strconv.Atoi(whole + (part + "000000")[:6])
		millionths[r["order"]] += units
		switch {
		case ids[r["id"]]:
			c.fault("cancellation %q is there twice", r["id"])
		case placed[r["order"]] == "":
			c.fault("%v: no such order", r)
		case r["cancelled_on"] < placed[r["order"]]:
			c.fault("%v: cancelled before it was placed", r)
		case units == 0 || millionths[r["order"]] > 1_000_000:
			c.fault("%v: shares sum to %d millionths", r, millionths[r["order"]])
		}
		ids[r["id"]] = true
	}
}
