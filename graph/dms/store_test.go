package dms_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/storetest"
)

var tester = graph.By{Within: graph.Everybody, Actor: "test", Reason: "a test"}

// company is one of three partners, anna above bert above cleo.
type company struct {
	*dms.Store
	graph *graph.Store
	t     *testing.T
	ctx   context.Context
}

func newCompany(t *testing.T) *company {
	t.Helper()
	c := &company{t: t, ctx: t.Context(), graph: storetest.Graph(t)}
	c.Store = dms.New(c.graph)
	sponsor := ""
	for _, id := range []string{"anna", "bert", "cleo"} {
		c.must(c.graph.Register(c.ctx, graph.Registration{ID: id, Name: strings.ToUpper(id), Joined: c.day("2026-01-01"), Sponsor: sponsor}, tester))
		sponsor = id
	}
	return c
}

func (c *company) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) day(text string) period.Day {
	c.t.Helper()
	day, err := period.ParseDay(text)
	c.must(err)
	return day
}

// document is one about a partner that says something.
func (c *company) document(id, partner, words string) dms.NewDocument {
	return dms.NewDocument{
		ID:          id,
		Description: dms.Description{Class: "correspondence", Title: "Letter " + id, Day: c.day("2026-03-02"), About: dms.About{Partner: partner}},
		Content:     dms.Content{SHA256: fmt.Sprintf("%064x", len(id)*1000+int(id[len(id)-1])), Size: 10, Type: "application/pdf"},
		State:       dms.Filed, Source: dms.Uploaded, Words: words,
	}
}

func (c *company) record(documents ...dms.NewDocument) {
	c.t.Helper()
	n, err := c.Record(c.ctx, documents, tester)
	c.must(err)
	if n != len(documents) {
		c.t.Fatalf("%d of %d documents were recorded", n, len(documents))
	}
}

// sightOf is the sight of a partner: what is the own, or of the own downline as well.
func (c *company) sightOf(partner string, downline bool) graph.Sight {
	reach := access.Reach{Own: []string{partner}}
	if downline {
		reach.Downline = []string{partner}
	}
	return graph.SightOf(access.Decision{Allowed: true, Reach: reach}, c.day("2026-06-01"), false)
}

func ids[T any](list []T, id func(T) string) []string {
	out := []string{}
	for _, each := range list {
		out = append(out, id(each))
	}
	return out
}

func (c *company) listed(f dms.Filter, within graph.Sight) []string {
	c.t.Helper()
	var all []string
	for after := ""; ; {
		list, next, err := c.Documents(c.ctx, f, within, graph.Slice{Limit: 2, After: after})
		c.must(err)
		all = append(all, ids(list, func(d dms.Document) string { return d.ID })...)
		if after = next; next == "" {
			return all
		}
	}
}

// hits waits for the index, which follows some moments later, until a search finds so many.
func (c *company) hits(text string, f dms.Filter, within graph.Sight, want int) []dms.Hit {
	c.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		hits, err := c.Search(c.ctx, text, f, within, 100)
		c.must(err)
		if len(hits) == want || time.Now().After(end) {
			return hits
		}
	}
}

func TestDocumentsAreRecordedOnce(t *testing.T) {
	c := newCompany(t)
	c.record(c.document("d1", "anna", "one"), c.document("d2", "bert", "two"))
	n, err := c.Record(c.ctx, []dms.NewDocument{c.document("d2", "bert", "two"), c.document("d3", "", "three")}, tester)
	c.must(err)
	if n != 1 {
		t.Errorf("%d documents were new, and one was", n)
	}
	if got, want := c.listed(dms.Filter{}, graph.Everybody), []string{"d3", "d2", "d1"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
	_, err = c.Record(c.ctx, []dms.NewDocument{c.document("d4", "", ""), c.document("d5", "nobody", "")}, tester)
	if fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), "d5") {
		t.Errorf("a document about nobody known: %v", err)
	}
	there, err := c.Recorded(c.ctx, []string{"d1", "d4", "d5"})
	c.must(err)
	if !there["d1"] || there["d4"] || there["d5"] {
		t.Errorf("there are %v: of a batch that fails, nothing is kept", there)
	}
}

func TestDocumentsAreSeenByWhomTheirPartnerIsWithin(t *testing.T) {
	c := newCompany(t)
	inbox := c.document("d4", "", "secret")
	inbox.State = dms.Inbox
	c.record(c.document("d1", "anna", "secret"), c.document("d2", "bert", "secret"), c.document("d3", "cleo", "secret"), inbox, c.document("d5", "", "secret"))
	for _, test := range []struct {
		name   string
		within graph.Sight
		want   []string
	}{
		{"everybody", graph.Everybody, []string{"d5", "d4", "d3", "d2", "d1"}},
		{"own", c.sightOf("bert", false), []string{"d2"}},
		{"downline", c.sightOf("bert", true), []string{"d3", "d2"}},
		{"nobody", graph.Sight{}, nil},
	} {
		if got := c.listed(dms.Filter{}, test.within); !slices.Equal(got, test.want) {
			t.Errorf("%s: listed %v, want %v", test.name, got, test.want)
		}
		hits := c.hits("secret", dms.Filter{}, test.within, len(test.want))
		got := ids(hits, func(h dms.Hit) string { return h.ID })
		slices.Sort(got)
		want := slices.Sorted(slices.Values(test.want))
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", test.name, got, want)
		}
		for _, id := range []string{"d1", "d2", "d3", "d4", "d5"} {
			_, _, err := c.Document(c.ctx, id, test.within)
			if seen := slices.Contains(test.want, id); seen != (err == nil) || (err != nil && fault.KindOf(err) != fault.NotFound) {
				t.Errorf("%s: document %s: %v", test.name, id, err)
			}
		}
	}
	for _, f := range []dms.Filter{{Partner: "anna"}, {Partner: "anna", Number: "x"}} {
		if _, _, err := c.Documents(c.ctx, f, c.sightOf("bert", true), graph.Slice{Limit: 10}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a filter that names somebody above: %v", err)
		}
	}
}

// A leader of more partners than the full text is asked about at a time finds what is about the first of them and about the last,
// the latest first where all say it alike.
func TestALeaderOfManyFindsAll(t *testing.T) {
	c := newCompany(t)
	const recruits = 1000
	recruit := func(i int) string { return fmt.Sprintf("r%04d", i) }
	for i := range recruits {
		c.must(c.graph.Register(c.ctx, graph.Registration{ID: recruit(i), Name: "R", Joined: c.day("2026-01-01"), Sponsor: "cleo"}, tester))
	}
	c.record(c.document("d1", recruit(0), "secret"), c.document("d2", recruit(recruits-1), "secret"), c.document("d3", "anna", "secret"), c.document("d4", recruit(1), "secret"))
	hits := c.hits("secret", dms.Filter{}, c.sightOf("cleo", true), 3)
	if got, want := ids(hits, func(h dms.Hit) string { return h.ID }), []string{"d4", "d2", "d1"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestWordsAreFound(t *testing.T) {
	c := newCompany(t)
	bill := c.document("d2", "bert", "Rechnung über Straßenbahn-Fahrkarten, Nr. 4711/a vom Łódźer Markt")
	bill.Class, bill.Amount, bill.Tags, bill.Number = "invoice", &dms.Amount{Amount: 12345, Scale: 2, Currency: "EUR"}, []string{"travel"}, "R-17"
	c.record(c.document("d1", "anna", "Kündigung des Vertrags zum Jahresende. "+strings.Repeat("Text ", 100)+"Vielen Dank, Ihre Ümit Yılmaz."), bill)
	min, max := money.Amount(10000), money.Amount(20000)
	for _, test := range []struct {
		text   string
		filter dms.Filter
		want   string
	}{
		{"kündig", dms.Filter{}, "d1"},
		{"kundigung", dms.Filter{}, "d1"},
		{"VERTRAGS Yilm", dms.Filter{}, "d1"},
		{"strasse", dms.Filter{}, "d2"},
		{"Straßenb", dms.Filter{}, "d2"},
		{"lodz", dms.Filter{}, "d2"},
		{"4711", dms.Filter{}, "d2"},
		{`"über Straßenbahn"`, dms.Filter{}, "d2"},
		{`"Straßenbahn über"`, dms.Filter{}, ""},
		{"letter", dms.Filter{Class: "invoice"}, "d2"},
		{"letter", dms.Filter{Partner: "anna"}, "d1"},
		{"letter", dms.Filter{Tag: "travel"}, "d2"},
		{"letter", dms.Filter{AmountMin: &min, AmountMax: &max, Currency: "EUR"}, "d2"},
		{"letter", dms.Filter{AmountMin: &max}, ""},
		{"letter", dms.Filter{Number: "R-17"}, "d2"},
		{"letter", dms.Filter{From: c.day("2026-03-03")}, ""},
	} {
		want := 0
		if test.want != "" {
			want = 1
		}
		hits := c.hits(test.text, test.filter, graph.Everybody, want)
		if got := strings.Join(ids(hits, func(h dms.Hit) string { return h.ID }), " "); got != test.want {
			t.Errorf("%s %+v found %q, want %q", test.text, test.filter, got, test.want)
		}
	}
	hits := c.hits("jahresende vielen", dms.Filter{}, graph.Everybody, 1)
	if len(hits) != 1 || len(hits[0].Passages) != 2 {
		t.Fatalf("%d passages in %v, want two", len(hits), hits)
	}
	first := hits[0].Passages[0]
	if marked := first.Text[first.Marks[0][0]:first.Marks[0][1]]; marked != "Jahresende" {
		t.Errorf("%q is marked in %q", marked, first.Text)
	}
	for _, bad := range []string{"", " - ", strings.Repeat("word ", 13)} {
		if _, err := c.Search(c.ctx, bad, dms.Filter{}, graph.Everybody, 10); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a search for %q: %v", bad, err)
		}
	}
}

func TestADocumentIsFiledReplacedAndHeld(t *testing.T) {
	c := newCompany(t)
	scan := c.document("d1", "", "first words")
	scan.State = dms.Inbox
	c.record(scan)
	found, _, err := c.Document(c.ctx, "d1", graph.Everybody)
	c.must(err)
	as := found.Description
	as.Class, as.About.Partner, as.Tags = "contract", "bert", []string{"b", "a", "b"}
	seen := tester
	seen.Seen = found.Changed
	c.must(c.File(c.ctx, "d1", as, dms.Kept{Through: c.day("2036-12-31"), Lock: dms.Governance}, seen))
	if err := c.File(c.ctx, "d1", as, dms.Kept{}, seen); fault.KindOf(err) != fault.Stale {
		t.Errorf("filed again as it was seen before: %v", err)
	}
	as.About.Partner = "nobody"
	if err := c.File(c.ctx, "d1", as, dms.Kept{}, tester); fault.KindOf(err) != fault.NotFound {
		t.Errorf("filed with somebody unknown: %v", err)
	}
	other := found.Content
	other.SHA256 = strings.Repeat("a", 64)
	c.must(c.Replace(c.ctx, "d1", other, "second words", tester))
	found, former, err := c.Document(c.ctx, "d1", c.sightOf("bert", false))
	c.must(err)
	if found.State != dms.Filed || found.Version != 2 || !slices.Equal(found.Tags, []string{"a", "b"}) || found.Through != c.day("2036-12-31") {
		t.Errorf("the document is %+v", found)
	}
	if len(former) != 1 || former[0].SHA256 != scan.SHA256 || former[0].Version != 1 || !former[0].Replaced.After(former[0].Recorded) {
		t.Errorf("before it was %+v", former)
	}
	if n := len(c.hits("second", dms.Filter{}, graph.Everybody, 1)); n != 1 {
		t.Errorf("%d documents say the new words", n)
	}
	if n := len(c.hits("first", dms.Filter{}, graph.Everybody, 0)); n != 0 {
		t.Errorf("%d documents say the former words", n)
	}
	c.must(c.Hold(c.ctx, "d1", true, tester))
	if err := c.Delete(c.ctx, "d1", c.day("2040-01-01"), "{}", tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("deleted while it is held: %v", err)
	}
	c.must(c.Hold(c.ctx, "d1", false, tester))
	if err := c.Delete(c.ctx, "d1", c.day("2036-12-31"), "{}", tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("deleted on its last day: %v", err)
	}
	for _, on := range []struct {
		day  string
		want int
	}{{"2036-12-31", 0}, {"2037-01-01", 1}, {"2037-01-01", 0}} {
		n, err := c.Propose(c.ctx, c.day(on.day), 100, tester)
		c.must(err)
		if n != on.want {
			t.Errorf("on %s %d documents are proposed, want %d", on.day, n, on.want)
		}
	}
	proposed, _, err := c.Proposed(c.ctx, graph.Everybody, graph.Slice{Limit: 10})
	c.must(err)
	if len(proposed) != 1 {
		t.Errorf("%d documents are to be decided about", len(proposed))
	}
	c.must(c.Delete(c.ctx, "d1", c.day("2037-01-01"), "{}", tester))
	found, _, err = c.Document(c.ctx, "d1", graph.Everybody)
	c.must(err)
	if found.State != dms.Gone || found.Title != "" || found.SHA256 != other.SHA256 {
		t.Errorf("what is left is %+v", found)
	}
	if n := len(c.hits("second", dms.Filter{}, graph.Everybody, 0)); n != 0 {
		t.Errorf("%d documents say what a deleted one said", n)
	}
}

func TestWhatTheSystemMadeIsNotReplaced(t *testing.T) {
	c := newCompany(t)
	made := c.document("d1", "anna", "")
	made.Source, made.Lock, made.Through = dms.Made, dms.Compliance, c.day("2034-12-31")
	c.record(made)
	if err := c.Replace(c.ctx, "d1", dms.Content{SHA256: strings.Repeat("b", 64)}, "", tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a statement was replaced: %v", err)
	}
	if err := c.File(c.ctx, "d1", made.Description, dms.Kept{Through: c.day("2030-12-31"), Lock: dms.Compliance}, tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a locked document was to be kept for less: %v", err)
	}
}

func TestNumbersOfCreditNotesHaveNoGaps(t *testing.T) {
	c := newCompany(t)
	from := dms.Range{Name: "credit notes 2026", Number: func(n int64) string { return fmt.Sprintf("G-2026-%06d", n) }}
	draft := func(key string) dms.NewNote {
		month, _ := period.Parse("2026-03")
		return dms.NewNote{Key: key, Partner: "bert", Period: month, Issued: c.day("2026-04-02"), Status: "regular", Currency: "EUR", Scale: 2, Net: 10000, Tax: 1900, TaxPercent: 19_000_000}
	}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for batch := range 6 { // each key is issued by two workers, some batches fail in the middle
				var drafts []dms.NewNote
				for i := range 5 {
					drafts = append(drafts, draft(fmt.Sprintf("run/%d/%d/%d", worker/2, batch, i)))
				}
				if batch == 3 {
					bad := draft(fmt.Sprintf("bad/%d", worker))
					bad.Partner = "nobody"
					if _, err := c.Issue(c.ctx, from, append(drafts, bad), tester); fault.KindOf(err) != fault.Conflict {
						t.Errorf("a note for somebody unknown: %v", err)
					}
				}
				if _, err := c.Issue(c.ctx, from, drafts, tester); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	var numbers []string
	for after := ""; ; {
		notes, next, err := c.Notes(c.ctx, dms.NoteFilter{}, graph.Everybody, graph.Slice{Limit: 50, After: after})
		c.must(err)
		numbers = append(numbers, ids(notes, func(n dms.Note) string { return n.Number })...)
		if after = next; next == "" {
			break
		}
	}
	slices.Sort(numbers)
	if len(numbers) != 4*6*5 {
		t.Fatalf("%d notes were issued, and should be %d", len(numbers), 4*6*5)
	}
	for i, number := range numbers {
		if want := from.Number(int64(i + 1)); number != want {
			t.Fatalf("number %d is %s, want %s", i, number, want)
		}
	}
}

func TestAnObjectionEndsTheEffectOfACreditNote(t *testing.T) {
	c := newCompany(t)
	from := dms.Range{Name: "credit notes 2026", Number: func(n int64) string { return fmt.Sprintf("G-%d", n) }}
	month, _ := period.Parse("2026-03")
	note := dms.NewNote{Key: "a", Partner: "bert", Period: month, Issued: c.day("2026-04-02"), Status: "regular", Currency: "EUR", Scale: 2, Net: 10000, Tax: 1900}
	_, err := c.Issue(c.ctx, from, []dms.NewNote{note}, tester)
	c.must(err)
	bert, cleo := tester, tester
	bert.Within, bert.Reason = c.sightOf("bert", false), "the amount is wrong"
	cleo.Within = c.sightOf("cleo", true)
	if err := c.Object(c.ctx, "G-1", cleo); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else objects: %v", err)
	}
	if note, err := c.Note(c.ctx, "G-1", bert.Within); err != nil || !note.Effective() {
		t.Errorf("before the objection the note is %+v: %v", note, err)
	}
	c.must(c.Object(c.ctx, "G-1", bert))
	if err := c.Object(c.ctx, "G-1", bert); fault.KindOf(err) != fault.Conflict {
		t.Errorf("objected twice: %v", err)
	}
	c.must(c.Respond(c.ctx, "G-1", dms.Upheld, "you are right", tester))
	correction := note
	correction.Key, correction.Net, correction.Tax, correction.Corrects = "b", 9000, 1710, "G-1"
	_, err = c.Issue(c.ctx, from, []dms.NewNote{correction}, tester)
	c.must(err)
	old, err := c.Note(c.ctx, "G-1", bert.Within)
	c.must(err)
	disputed := true
	if list, _, err := c.Notes(c.ctx, dms.NoteFilter{Disputed: &disputed, Period: &month}, graph.Everybody, graph.Slice{Limit: 9}); err != nil || len(list) != 1 || list[0].Number != "G-1" {
		t.Errorf("disputed are %+v: %v", list, err)
	}
	if list, _, err := c.Notes(c.ctx, dms.NoteFilter{Number: "G-2"}, graph.Everybody, graph.Slice{Limit: 9}); err != nil || len(list) != 1 || list[0].Corrects != "G-1" {
		t.Errorf("the correction is %+v: %v", list, err)
	}
	if old.Effective() || old.Outcome != dms.Upheld || old.State != dms.Corrected || old.CorrectedBy != "G-2" || old.Because != "the amount is wrong" || old.Answer != "you are right" || old.ObjectedAt.IsZero() {
		t.Errorf("the note is %+v", old)
	}
	correction.Key = "c"
	if _, err = c.Issue(c.ctx, from, []dms.NewNote{correction}, tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("corrected twice: %v", err)
	}
}

func TestSearchesAreSaved(t *testing.T) {
	c := newCompany(t)
	amount := money.Amount(7)
	id, err := c.Save(c.ctx, dms.SavedSearch{Name: "mine", Owner: "u1", Text: "x", Filter: dms.Filter{Class: "invoice", AmountMin: &amount}}, tester)
	c.must(err)
	_, err = c.Save(c.ctx, dms.SavedSearch{Name: "ours", Owner: "u2", Shared: true}, tester)
	c.must(err)
	_, err = c.Save(c.ctx, dms.SavedSearch{Name: "theirs", Owner: "u2"}, tester)
	c.must(err)
	list, err := c.Saved(c.ctx, "u1", graph.Everybody)
	c.must(err)
	if got := ids(list, func(s dms.SavedSearch) string { return s.Name }); !slices.Equal(got, []string{"mine", "ours"}) || *list[0].Filter.AmountMin != 7 {
		t.Errorf("saved are %+v", list)
	}
	if err := c.Unsave(c.ctx, id, "u2", tester); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else's search was deleted: %v", err)
	}
	c.must(c.Unsave(c.ctx, id, "u1", tester))
}
