package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// crowd is a random company of partners, some of whom move, are suspended, or get a rank, at different times.
type crowd struct {
	*company
	chance *rand.Rand
	ids    []string
	names  map[string]string
	joined map[string]period.Day
	known  map[string]int // after which time of knowing
	times  []graph.Watermark
}

func newCrowd(t *testing.T, size int) *crowd {
	t.Helper()
	c := &crowd{newCompany(t), rand.New(rand.NewPCG(3, 1)), nil, map[string]string{}, map[string]period.Day{}, map[string]int{}, nil}
	first := []string{"Anna-Lena", "anna", "Bert", "Çağla", "Zoë", "O'Neil", "王小明", ""}
	last := []string{"Müller", "Meyer (AB)", "Anna", "von C+D", "X."}
	for i := range size {
		id := fmt.Sprintf("P%02d", c.chance.IntN(90))
		if _, taken := c.joined[id]; taken || i%7 == 0 {
			id = fmt.Sprintf("q.%d:%d", i%3, i)
		}
		name := first[c.chance.IntN(len(first))] + " " + last[c.chance.IntN(len(last))]
		on, sponsor := c.someDay(), ""
		if i > 0 {
			if up := c.anyone(); c.joined[up] <= on {
				sponsor = up
			}
		}
		c.must(c.Register(c.ctx, graph.Registration{ID: id, Name: name, Joined: on, Sponsor: sponsor}, tester))
		c.ids, c.names[id], c.joined[id], c.known[id] = append(c.ids, id), name, on, len(c.times)
		c.happen()
		if i%5 == 4 {
			w, err := c.Watermark(c.ctx)
			c.must(err)
			c.times = append(c.times, w)
		}
	}
	awaitText(t)
	return c
}

func (c *crowd) someDay() period.Day { return c.day("2026-01-01") + period.Day(c.chance.IntN(40)) }
func (c *crowd) anyone() string      { return c.ids[c.chance.IntN(len(c.ids))] }

// happen lets something happen to someone; what cannot be is refused.
func (c *crowd) happen() {
	who, from := c.anyone(), c.someDay()
	var err error
	switch c.chance.IntN(4) {
	case 0:
		err = c.Move(c.ctx, graph.Move{Partner: who, Sponsor: c.anyone(), From: from, Until: period.Forever}, tester)
	case 1:
		err = c.ChangeStatus(c.ctx, who, []string{"suspended", "terminated", "active"}[c.chance.IntN(3)], from, from+20, tester)
	case 2:
		err = c.OverrideRank(c.ctx, who, []string{"leader", "starter"}[c.chance.IntN(2)], from, graph.By{Within: graph.Everybody, Actor: "test", Reason: "r"})
	case 3:
		name := c.names[who] + "a"
		if err = c.CorrectPartner(c.ctx, who, name, c.joined[who], tester); err == nil {
			c.names[who] = name
		}
	}
	if err != nil && fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Conflict {
		c.must(err)
	}
}

// rows are everybody who is to be seen, without a version, as other questions answer it.
func (c *crowd) rows(at graph.View, when int) (rows []graph.PartnerRow) {
	for _, id := range c.ids {
		if c.joined[id] > at.AsOf || c.known[id] > when {
			continue
		}
		row := graph.PartnerRow{ID: id, Name: c.names[id], Joined: c.joined[id]}
		if up := c.upline(id, at); len(up) > 0 {
			row.Sponsor = up[0]
		}
		standing, err := c.StandingOf(c.ctx, id, at)
		c.must(err)
		row.Status, row.Rank = standing.Status, standing.Rank
		rows = append(rows, row)
	}
	return rows
}

// tells says whether every word of a text begins a word of a partner, or the id begins with it. Words are as people see them.
func tells(text string, r graph.PartnerRow) bool {
	if strings.HasPrefix(r.ID, text) {
		return true
	}
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '.' })
	}
	for _, wanted := range words(text) {
		met := false
		for _, word := range append(words(r.ID), words(r.Name)...) {
			met = met || strings.HasPrefix(word, strings.Trim(wanted, ".'")) || strings.HasPrefix(wanted, "小") && strings.Contains(word, "小")
		}
		if !met {
			return false
		}
	}
	return len(words(text)) > 0
}

func TestPartnersAreListed(t *testing.T) {
	c := newCrowd(t, 40)
	jan, feb := c.day("2026-01-12"), c.day("2026-02-03")
	sponsor := ""
	for _, row := range c.rows(graph.View{Within: graph.Everybody, AsOf: feb, KnownAt: c.times[6].KnownAt}, 6) {
		if row.Sponsor != "" {
			sponsor = row.Sponsor
		}
	}
	filters := []graph.PartnerFilter{
		{},
		{Status: "active"},
		{Status: "suspended"},
		{Status: "terminated"},
		{Status: "nothing"},
		{Rank: "leader"},
		{Rank: "starter"},
		{Sponsor: sponsor},
		{Sponsor: "nobody"},
		{JoinedFrom: jan},
		{JoinedThrough: jan},
		{JoinedFrom: jan, JoinedThrough: jan + 5},
		{JoinedFrom: feb, JoinedThrough: jan},
		{Status: "active", JoinedFrom: jan},
		{Sponsor: sponsor, Status: "active", JoinedThrough: feb},
		{Rank: "leader", Status: "suspended"},
		{Text: "ann"},
		{Text: "P"},
		{Text: "q.1"},
		{Text: "mül anna"},
		{Text: "o'n"},
		{Text: "小"},
		{Text: "(AB) +"},
		{Text: "c+d"},
		{Text: "*"},
		{Text: `a" OR id:*`},
		{Text: "anna", Status: "active"},
		{Text: "b", Rank: "leader"},
	}
	found := 0
	for when, asOf := range map[int]period.Day{3: jan, 5: feb - 8, 7: feb + 20} {
		at := graph.View{Within: graph.Everybody, AsOf: asOf, KnownAt: c.times[when].KnownAt}
		everybody := c.rows(at, when)
		for _, f := range filters {
			var want []graph.PartnerRow
			for _, r := range everybody {
				through := f.JoinedThrough
				if through == 0 {
					through = period.Forever
				}
				if (f.Sponsor == "" || r.Sponsor == f.Sponsor) && (f.Status == "" || r.Status == f.Status) && (f.Rank == "" || r.Rank == f.Rank) &&
					r.Joined >= f.JoinedFrom && r.Joined <= through && (f.Text == "" || tells(f.Text, r)) {
					want = append(want, r)
				}
			}
			found += len(want)
			c.listed(f, at).check(t, c.chance, want, partnerKey)
		}
	}
	t.Logf("%d filters find %d rows", 3*len(filters), found)
	// However long slices are, everybody comes once.
	at := graph.View{Within: graph.Everybody, AsOf: feb + 20, KnownAt: c.times[7].KnownAt}
	everybody := c.rows(at, 7)
	for limit := 1; limit <= len(everybody)+1; limit++ {
		l := c.listed(graph.PartnerFilter{}, at)
		if got := l.all(t, graph.Slice{Sort: "name", Limit: limit}); len(got) != len(everybody) {
			t.Errorf("%d at once: %v", limit, l.ids(got))
		}
	}
}

func partnerKey(sort string, r graph.PartnerRow) string {
	switch sort {
	case "name":
		return r.Name
	case "joined":
		return r.Joined.String()
	}
	return r.ID
}

// listed is the list of partners, whose rows do not have their versions.
func (c *crowd) listed(f graph.PartnerFilter, at graph.View) *listing[graph.PartnerRow] {
	return &listing[graph.PartnerRow]{
		name: fmt.Sprintf("partners %+v on %v", f, at.AsOf), sorts: []string{"id", "name", "joined"},
		idOf: func(r graph.PartnerRow) string { return r.ID },
		list: func(ctx context.Context, slice graph.Slice) ([]graph.PartnerRow, string, error) {
			rows, next, err := c.Partners(ctx, f, at, slice)
			for i := range rows {
				if len(rows[i].Version) < 10 {
					c.t.Errorf("the version of %s is %q", rows[i].ID, rows[i].Version)
				}
				rows[i].Version = ""
			}
			return rows, next, err
		},
	}
}

// A partner is shown with all places; one who joins later, as on the day of joining. Every change makes another version.
func TestPartnerIsViewed(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	view := func(day string) *graph.PartnerView {
		t.Helper()
		p, err := c.Partner(c.ctx, "b", c.Now(c.day(day)))
		c.must(err)
		return p
	}
	versions := map[string]string{}
	changed := func(what string, err error) {
		t.Helper()
		c.must(err)
		v := view("2026-01-01").Version
		if former, is := versions[v]; is {
			t.Errorf("%s leaves the version of %s", what, former)
		}
		versions[v] = what
	}
	joined := c.day("2026-03-01")
	place := graph.Place{Tree: "m3", Parent: "a", Slot: 2}
	c.must(c.Register(c.ctx, graph.Registration{ID: "a2", Name: "a2", Joined: c.day("2026-01-01"), Places: []graph.Place{{Tree: "m3"}}}, tester))
	c.must(c.Replace(c.ctx, graph.Replace{Partner: "a", Place: graph.Place{Tree: "m3"}, From: c.day("2026-01-01"), Until: period.Forever}, tester))
	changed("registration", c.Register(c.ctx, graph.Registration{ID: "b", Name: "Bert", Joined: joined, Sponsor: "a", Places: []graph.Place{place}}, tester))
	want := "{PartnerRow:{ID:b Name:Bert Joined:2026-03-01 Sponsor:a Status:active Rank: Version:} Placements:[{Tree:bin Parent:a Slot:0} {Tree:m3 Parent:a Slot:2}]}"
	for _, day := range []string{"2026-01-01", "2026-03-01", "2027-01-01"} {
		got := view(day)
		got.Version = ""
		if text := fmt.Sprintf("%+v", *got); text != want {
			t.Errorf("on %s: %s, want %s", day, text, want)
		}
	}
	changed("status", c.ChangeStatus(c.ctx, "b", "suspended", joined+10, joined+20, tester))
	changed("status taken back", c.ChangeStatus(c.ctx, "b", "active", joined+10, joined+20, tester))
	changed("rank", c.OverrideRank(c.ctx, "b", "leader", joined+3, graph.By{Within: graph.Everybody, Actor: "test", Reason: "r"}))
	changed("move", c.Move(c.ctx, graph.Move{Partner: "b", Sponsor: "a2", From: joined + 5, Until: joined + 9}, tester))
	changed("move to the top", c.Move(c.ctx, graph.Move{Partner: "b", From: joined + 30, Until: period.Forever}, tester))
	changed("place", c.Replace(c.ctx, graph.Replace{Partner: "b", Place: graph.Place{Tree: "m3", Parent: "a", Slot: 1}, From: joined + 5, Until: period.Forever}, tester))
	long := strings.Repeat("😀", 1000) // the longest name that can be
	changed("long name", c.CorrectPartner(c.ctx, "b", long, joined, tester))
	if err := c.CorrectPartner(c.ctx, "b", long+"x", joined, tester); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too long a name: %v", err)
	}
	if err := c.Register(c.ctx, graph.Registration{ID: "c", Name: long + "x", Joined: joined}, tester); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too long a name of a new partner: %v", err)
	}
	changed("correction", c.CorrectPartner(c.ctx, "b", "Berta", joined-1, tester))
	p := view("2026-03-06")
	if p.Name != "Berta" || p.Sponsor != "a2" || p.Rank != "leader" || p.Placements[1].Slot != 1 {
		t.Errorf("at last: %+v", *p)
	}
	if _, err := c.Partner(c.ctx, "nobody", c.Now(joined)); fault.KindOf(err) != fault.NotFound || err.Error() != "partner: there is no partner nobody" {
		t.Errorf("nobody: %v", err)
	}
}
