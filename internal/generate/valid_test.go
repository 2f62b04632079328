package generate

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upline/internal/period"
)

// A checker reads a bundle back and notes what breaks the contract (plan-language §2), by plain loops over small files.
type checker struct {
	dir     string
	faults  []string
	joined  map[string]period.Day
	sponsor map[string][]link // the sponsor of each partner over time
}

// A link is a row of sponsorships.csv or placements.csv, or the sponsor of partners.csv.
type link struct {
	parent, slot string
	from, to     period.Day
}

// faultsOf lists what is wrong with the bundle in dir, at most one fault for each rule and row.
func faultsOf(dir string) []string {
	c := &checker{dir: dir, joined: map[string]period.Day{}, sponsor: map[string][]link{}}
	c.partners()
	c.sponsorships()
	c.placements()
	c.histories("status.csv", "status", "active", "suspended", "terminated")
	c.histories("careers.csv", "rank", ranks...)
	c.orders()
	return c.faults
}

func (c *checker) expect(ok bool, format string, args ...any) {
	if !ok {
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	}
}

// rows reads a table as one map a row. A file that is not there has no rows.
func (c *checker) rows(name string) []map[string]string {
	file, err := os.Open(filepath.Join(c.dir, name))
	if os.IsNotExist(err) {
		return nil
	}
	c.expect(err == nil, "%s: %v", name, err)
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	c.expect(err == nil, "%s: %v", name, err)
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// day reads a date, period.Forever where it is empty.
func (c *checker) day(text string) period.Day {
	if text == "" {
		return period.Forever
	}
	day, err := period.ParseDay(text)
	c.expect(err == nil, "%v", err)
	return day
}

func (c *checker) partners() {
	last := ""
	for _, row := range c.rows("partners.csv") {
		id, joined := row["id"], c.day(row["joined"])
		c.expect(id > last && len(id) >= 8, "partner %s after %s", id, last)
		c.expect(row["name"] != "", "partner %s has no name", id)
		c.joined[id], last = joined, id
		if sponsor := row["sponsor"]; sponsor != "" {
			c.sponsor[id] = []link{{sponsor, "", joined, period.Forever}}
		}
		c.parentJoined("partners.csv", row["sponsor"], joined)
	}
}

// parentJoined checks that the parent, if any, is known and has joined by the day.
func (c *checker) parentJoined(file, parent string, day period.Day) {
	joined, known := c.joined[parent]
	c.expect(parent == "" || known && joined <= day, "%s: %s has not joined by %s", file, parent, day)
}

// history checks that the link begins when its partner is there, ends after that and overlaps no former one.
func (c *checker) history(file, partner string, former []link, l link) {
	joined, known := c.joined[partner]
	c.expect(known && joined <= l.from, "%s: %s is not there on %s", file, partner, l.from)
	c.expect(l.from < l.to, "%s: %s from %s to %s", file, partner, l.from, l.to)
	for _, other := range former {
		c.expect(l.to <= other.from || other.to <= l.from, "%s: two rows of %s on one day", file, partner)
	}
}

func (c *checker) sponsorships() {
	listed := map[string][]link{}
	for _, row := range c.rows("sponsorships.csv") {
		l := link{row["sponsor"], "", c.day(row["from"]), c.day(row["to"])}
		c.history("sponsorships.csv", row["partner"], listed[row["partner"]], l)
		c.parentJoined("sponsorships.csv", l.parent, l.from)
		listed[row["partner"]] = append(listed[row["partner"]], l)
	}
	for partner, links := range listed {
		c.sponsor[partner] = links
	}
	c.acyclic("the sponsor tree", c.sponsor)
}

func (c *checker) placements() {
	placed, slots := map[string][]link{}, map[string][]link{}
	for _, row := range c.rows("placements.csv") {
		l := link{row["parent"], row["slot"], c.day(row["from"]), c.day(row["to"])}
		c.expect(row["tree"] == "bin", "placements.csv: tree %s", row["tree"])
		c.expect(l.slot == "0" || l.slot == "1" && l.parent != "", "placements.csv: slot %s", l.slot)
		c.history("placements.csv", row["partner"], placed[row["partner"]], l)
		c.history("placements.csv", l.parent, slots[l.parent+" "+l.slot], l)
		c.parentJoined("placements.csv", l.parent, l.from)
		placed[row["partner"]] = append(placed[row["partner"]], l)
		slots[l.parent+" "+l.slot] = append(slots[l.parent+" "+l.slot], l)
	}
	c.acyclic("the binary tree", placed)
}

// acyclic follows everyone upwards on every day on which a link begins. Cycles come about on such days only.
func (c *checker) acyclic(tree string, links map[string][]link) {
	days := map[period.Day]bool{}
	for _, history := range links {
		for _, l := range history {
			days[l.from] = true
		}
	}
	for day := range days {
		for partner := range links {
			steps := 0
			for at := partner; at != ""; at = parentOn(links[at], day) {
				if steps++; steps > len(c.joined) {
					c.expect(false, "a cycle in %s on %s above %s", tree, day, partner)
					return
				}
			}
		}
	}
}

func parentOn(history []link, day period.Day) string {
	for _, l := range history {
		if l.from <= day && day < l.to {
			return l.parent
		}
	}
	return ""
}

// histories checks a table of a partner's values over time.
func (c *checker) histories(file, column string, allowed ...string) {
	former := map[string][]link{}
	for _, row := range c.rows(file) {
		l := link{row[column], "", c.day(row["from"]), c.day(row["to"])}
		c.expect(slices.Contains(allowed, row[column]), "%s: %s is no %s", file, row[column], column)
		c.history(file, row["partner"], former[row["partner"]], l)
		former[row["partner"]] = append(former[row["partner"]], l)
	}
}

var twoPlaces = regexp.MustCompile(`^(0|[1-9]\d*)\.\d\d$`)

func (c *checker) orders() {
	placed := map[string]period.Day{}
	plan, _ := filepath.Glob(filepath.Join(c.dir, "plans", "*.yaml"))
	c.expect(len(plan) > 0, "no plan")
	inForce := c.day(strings.TrimSuffix(filepath.Base(slices.Min(plan)), ".yaml"))
	last := inForce
	for _, row := range c.rows("orders.csv") {
		id, day := row["id"], c.day(row["placed_on"])
		joined, known := c.joined[row["partner"]]
		_, twice := placed[id]
		c.expect(!twice, "order %s twice", id)
		c.expect(known && joined <= day, "order %s of %s before joining", id, row["partner"])
		c.expect(day >= last, "order %s of %s out of time", id, day)
		c.expect(day <= c.day(row["paid_on"]), "order %s paid before it was placed", id)
		c.expect(twoPlaces.MatchString(row["points"]) && twoPlaces.MatchString(row["cv"]), "order %s: %v", id, row)
		placed[id], last = day, day
	}
	ids, shares := map[string]bool{}, map[string]int{}
	for _, row := range c.rows("cancellations.csv") {
		day, known := placed[row["order"]]
		c.expect(!ids[row["id"]], "cancellation %s twice", row["id"])
		c.expect(known && day <= c.day(row["cancelled_on"]), "cancellation %s before its order", row["id"])
		share := millionths(row["share"])
		shares[row["order"]] += share
		c.expect(share > 0 && shares[row["order"]] <= 1_000_000, "cancellation %s of %q", row["id"], row["share"])
		ids[row["id"]] = true
	}
}

// millionths reads a share, the whole where it is empty, and 0 where it is none.
func millionths(share string) int {
	whole, places, _ := strings.Cut(cmp.Or(share, "1"), ".")
	n, err := strconv.Atoi(whole + (places + "000000")[:6])
	if err != nil || len(places) > 6 {
		return 0
	}
	return n
}

// TestChecker shows that the checker sees: each case breaks a small bundle in one way.
func TestChecker(t *testing.T) {
	const header = "partner,sponsor,from,to\n"
	for name, broken := range map[string]struct{ file, text, fault string }{
		"unknown sponsor": {"partners.csv", "id,name,joined,sponsor\nP0000001,A,2025-01-01,P0000009\n", "P0000009 has not joined"},
		"late sponsor":    {"sponsorships.csv", header + "P0000001,P0000003,2025-01-01,\n", "has not joined by"},
		"cycle":           {"sponsorships.csv", header + "P0000001,P0000003,2025-06-01,\n", "a cycle in the sponsor tree"},
		"overlap":         {"sponsorships.csv", header + "P0000003,P0000002,2025-06-01,\nP0000003,P0000001,2025-07-01,\n", "two rows of P0000003"},
		"backwards":       {"sponsorships.csv", header + "P0000003,P0000002,2025-06-01,2025-06-01\n", "from 2025-06-01 to 2025-06-01"},
		"slot": {
			"placements.csv", "tree,partner,parent,slot,from,to\nbin,P0000002,P0000001,0,2025-06-01,\nbin,P0000003,P0000001,0,2025-06-01,\n",
			"two rows of P0000001",
		},
		"width":         {"placements.csv", "tree,partner,parent,slot,from,to\nbin,P0000002,P0000001,2,2025-06-01,\n", "slot 2"},
		"status":        {"status.csv", "partner,status,from,to\nP0000002,asleep,2025-06-01,\n", "asleep is no status"},
		"rank":          {"careers.csv", "partner,rank,from,to\nP0000002,emperor,2025-06-01,\n", "emperor is no rank"},
		"early order":   {"orders.csv", "id,partner,kind,placed_on,paid_on,points,cv\nO1,P0000003,own,2025-01-02,,1.00,1.00\n", "before joining"},
		"early payment": {"orders.csv", "id,partner,kind,placed_on,paid_on,points,cv\nO1,P0000003,own,2026-01-02,2026-01-01,1.00,1.00\n", "paid before"},
		"three places":  {"orders.csv", "id,partner,kind,placed_on,paid_on,points,cv\nO1,P0000003,own,2026-01-02,,1.000,1.00\n", "1.000"},
		"shares":        {"cancellations.csv", "id,order,cancelled_on,share\nC1,O1,2026-01-05,0.5\nC2,O1,2026-01-05,0.500001\n", "cancellation C2 of"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{
				"partners.csv": "id,name,joined,sponsor\nP0000001,A,2025-01-01,\nP0000002,B,2025-01-02,P0000001\nP0000003,C,2025-01-03,P0000002\n",
				"orders.csv":   "id,partner,kind,placed_on,paid_on,points,cv\nO1,P0000003,own,2026-01-02,,1.00,1.00\n",
			}
			write := func() []string {
				dir := t.TempDir()
				must(t, os.Mkdir(filepath.Join(dir, "plans"), 0o755))
				must(t, os.WriteFile(filepath.Join(dir, "plans", "2025-01-01.yaml"), nil, 0o644))
				for file, text := range files {
					must(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644))
				}
				return faultsOf(dir)
			}
			if faults := write(); len(faults) > 0 {
				t.Fatalf("the bundle before it is broken: %q", faults)
			}
			files[broken.file] = broken.text
			if faults := write(); !strings.Contains(strings.Join(faults, "\n"), broken.fault) {
				t.Errorf("found %q, want %q among it", faults, broken.fault)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
